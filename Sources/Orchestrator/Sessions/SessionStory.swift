// A session as somebody reads it who was not there: run by run, and in each what was said and done, in order. Pieces of text
// are joined, and what only moved on the screen is left out.

import Agents
public import OrderedJSON

/// What happened in a session.
public struct SessionStory: Sendable, Equatable {
  /// A part of a run.
  public enum Part: Sendable, Equatable {
    case text(String)
    case reasoning(String)
    case call(Call)
    /// What the program has to say: a context that was compacted.
    case note(String)
  }

  /// A tool call.
  public struct Call: Sendable, Equatable {
    /// Its name in the stream.
    public var id: String
    /// The tool.
    public var tool: String
    /// What it was called with.
    public var arguments: JSON
    /// Whether it did what it was to do; nil: it never ended.
    public var ok: Bool?
    /// What the model was told.
    public var output = ""
    /// What it changed in a file.
    public var diff: String?
    /// How it was decided on, where somebody was asked: "allow by the person".
    public var decision: String?
  }

  /// What an agent did about a task.
  public struct Run: Sendable, Equatable {
    /// Its name in the stream.
    public var id: String
    /// Who did it.
    public var agent: String
    /// What was to be done.
    public var task: String
    /// Milliseconds since 1970.
    public var startedAt: Int64
    /// What was said and done.
    public var parts: [Part] = []
    /// How it ended: a word of the stream; nil: it did not, since the program was ended before.
    public var reason: String?
    /// Its answer.
    public var answer = ""
    /// Why it failed.
    public var error: String?
  }

  /// The session's name.
  public var id: String
  /// Milliseconds since 1970.
  public var startedAt: Int64
  /// The models that it worked with, one after the other.
  public var models: [String]
  /// In the order in which they began.
  public var runs: [Run] = []
  /// Tasks that were not begun.
  public var waiting: [String] = []
  /// What is missing in it, a sentence; nil where nothing is.
  public var damage: String?

  /// What a journal tells.
  public init(_ contents: JournalContents) {
    let summary = contents.summary
    (id, startedAt) = (contents.id, summary?.startedAt ?? 0)
    models = summary?.models.filter { !$0.isEmpty } ?? []
    damage = contents.damageSentence
    var tasks: [(id: String, text: String)] = []
    /// Where each run stands that is on.
    var open: [String: Int] = [:]
    /// The call that a request is about.
    var requests: [String: String] = [:]
    for event in contents.events {
      switch event.kind {
      case .taskQueued(let task, let text, _): tasks.append((task, text))
      case .runStarted(let task):
        guard let run = event.run else { continue }
        let text = tasks.first { $0.id == task }?.text ?? task
        tasks.removeAll { $0.id == task }
        open[run] = runs.count
        runs.append(Run(id: run, agent: event.agent ?? "", task: text, startedAt: event.time))
      case .agent(let told):
        guard let place = event.run.flatMap({ open[$0] }) else { continue }
        runs[place].take(told, &requests)
      case .runFinished(let outcome):
        guard let place = event.run.flatMap({ open.removeValue(forKey: $0) }) else { continue }
        runs[place].reason = outcome.isInterruption ? "interrupted" : outcome.reason.rawValue
        (runs[place].answer, runs[place].error) = (outcome.text, outcome.isInterruption ? nil : outcome.error)
      case .sessionStarted, .agentStarted, .modelChanged, .sessionFinished: break
      }
    }
    waiting = tasks.map(\.text)
  }
}

extension SessionStory.Run {
  fileprivate mutating func take(_ told: AgentEvent, _ requests: inout [String: String]) {
    switch told {
    case .text(let text):
      if case .text(let before) = parts.last {
        parts[parts.count - 1] = .text(before + text)
      } else {
        parts.append(.text(text))
      }
    case .reasoning(let text):
      if case .reasoning(let before) = parts.last {
        parts[parts.count - 1] = .reasoning(before + text)
      } else {
        parts.append(.reasoning(text))
      }
    case .toolStarted(let call, let tool, let arguments):
      let isKnown = change(call) { $0.arguments = arguments }
      if !isKnown { parts.append(.call(.init(id: call, tool: tool, arguments: arguments))) }
    case .toolFinished(let call, let tool, let ok, let output, _, let diff):
      if !change(call, { _ in }) { parts.append(.call(.init(id: call, tool: tool, arguments: .null))) }
      change(call) { ($0.ok, $0.output, $0.diff) = (ok, output, diff) }
    case .permissionRequested(let request):
      if case .call(let call) = parts.last { requests[request.id] = call.id }
    case .permissionResolved(let request, let decision, let by):
      if let call = requests.removeValue(forKey: request) { change(call) { $0.decision = "\(decision) by \(by)" } }
    case .contextCompacted(let before, let after):
      parts.append(.note("The older part of the conversation was summarised: \(before) tokens became \(after)."))
    case .slotWaiting, .slotAcquired, .slotReleased, .prefill, .toolOutput, .usage: break
    }
  }

  /// Changes a call; whether there is one of that name.
  @discardableResult
  private mutating func change(_ id: String, _ body: (inout SessionStory.Call) -> Void) -> Bool {
    for place in parts.indices.reversed() {
      guard case .call(var call) = parts[place], call.id == id else { continue }
      body(&call)
      parts[place] = .call(call)
      return true
    }
    return false
  }
}
