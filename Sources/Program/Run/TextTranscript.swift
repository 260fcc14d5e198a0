import Agents
import OrderedJSON
import Orchestrator
import TerminalUI

/// What `agent-tui run` prints of the stream for people: whole lines, each with its agent where there are several.
///
/// Text comes in pieces of many agents at once; a line is printed when it is complete, or when something else of its
/// agent comes.
struct TextTranscript {
  /// Longest arguments of a tool call that are shown, in characters.
  private static let longestArguments = 160
  /// Lines of a change that are shown; the rest is counted.
  private static let mostDiffLines = 40

  /// Whether lines are prefixed by their agent's name, and tasks are shown where they begin.
  let showsAgents: Bool
  private var lines: [String: String] = [:]
  private var tasks: [String: String] = [:]
  private var nameWidth = 0

  init(showsAgents: Bool) {
    self.showsAgents = showsAgents
  }

  /// What to print for an event; often nothing.
  mutating func text(for event: FleetEvent) -> String {
    let agent = event.agent ?? ""
    switch event.kind {
    case .taskQueued(let task, let text, _):
      tasks[task] = text
      return ""
    case .runStarted(let task):
      guard showsAgents else { return "" }
      return line("> \(tasks.removeValue(forKey: task) ?? task)", of: agent)
    case .runFinished(let outcome):
      let rest = endLine(of: agent)
      switch outcome.reason {
      case .done: return rest
      case .maxIterations: return rest + line("[ended: the limit of iterations is reached]", of: agent)
      case .maxTokens: return rest + line("[ended: the limit of tokens is reached]", of: agent)
      case .stopped: return rest + line("[stopped]", of: agent)
      case .failed: return rest + line("[failed: \(outcome.error ?? "no reason was given")]", of: agent)
      }
    case .agent(let event):
      return text(for: event, of: agent)
    case .agentStarted(let starter):
      return endLine(of: starter) + line("[started by \(starter)]", of: agent)
    case .modelChanged(let change):
      let words = (["the model is now \(change.model)"] + change.notes).joined(separator: "; ")
      return TextSanitizer.sanitize("[\(words)]") + "\n"
    case .sessionStarted, .sessionFinished:
      return ""
    }
  }

  private mutating func text(for event: AgentEvent, of agent: String) -> String {
    switch event {
    case .text(let text):
      return append(text, of: agent)
    case .toolStarted(_, let name, let arguments):
      return endLine(of: agent) + line("▸ \(name) \(Self.shortened(arguments.text))", of: agent)
    case .toolFinished(_, let name, let ok, let output, let milliseconds, let diff):
      let first = ResultLines.lines(of: output).first ?? ""
      let result = ok ? "done" : "failed: \(Self.shortened(first))"
      return endLine(of: agent) + line("▸ \(name) \(result), \(milliseconds) ms", of: agent)
        + (diff.map { line(Self.bounded($0), of: agent) } ?? "")
    case .contextCompacted(let before, let after):
      return endLine(of: agent) + line("[context compacted: \(before) to \(after) tokens]", of: agent)
    case .usage, .slotReleased:
      return ""
    case .slotWaiting, .slotAcquired, .prefill, .reasoning, .toolOutput, .permissionRequested, .permissionResolved:
      return ""
    }
  }

  private mutating func append(_ text: String, of agent: String) -> String {
    let whole = lines[agent, default: ""] + text
    guard let end = whole.lastIndex(of: "\n") else {
      lines[agent] = whole
      return ""
    }
    lines[agent] = String(whole[whole.index(after: end)...])
    return line(String(whole[..<end]), of: agent)
  }

  /// Prints what has come of an unfinished line.
  private mutating func endLine(of agent: String) -> String {
    guard let rest = lines.removeValue(forKey: agent), !rest.isEmpty else { return "" }
    return line(rest, of: agent)
  }

  private mutating func line(_ text: String, of agent: String) -> String {
    let safe = TextSanitizer.sanitize(text)
    guard showsAgents else { return safe + "\n" }
    nameWidth = max(nameWidth, agent.displayWidth)
    let prefix = agent + String(repeating: " ", count: nameWidth - agent.displayWidth) + " │ "
    return safe.split(separator: "\n", omittingEmptySubsequences: false).map { prefix + $0 + "\n" }.joined()
  }

  /// The first lines of a change, and how many follow; its signs tell what is new without a colour.
  private static func bounded(_ diff: String) -> String {
    let lines = diff.split(separator: "\n", omittingEmptySubsequences: false).dropLast(diff.hasSuffix("\n") ? 1 : 0)
    let left = lines.count - mostDiffLines
    guard left > 0 else { return lines.joined(separator: "\n") }
    return lines.prefix(mostDiffLines).joined(separator: "\n")
      + "\n[\(left) lines more; --format jsonl has all of them]"
  }

  private static func shortened(_ text: String) -> String {
    text.count <= longestArguments ? text : text.prefix(longestArguments - 1) + "…"
  }
}
