import OrderedJSON
import Orchestrator
import System
import TerminalUI

/// `agent-tui sessions` and `agent-tui resume`: what earlier sessions left on disk.
struct SessionsProgram {
  /// Longest task that a list shows, in columns.
  private static let longestTask = 48

  let options: ResolvedOptions
  let reader: JournalReader
  let log: MessageLog

  /// Lists the sessions, the latest first.
  func list() -> Int32 {
    let list = reader.list()
    let sessions = list.sessions
    if options.format == .json {
      Output.standard.write(JSON.array(sessions.map(Self.json)).text + "\n")
    } else if sessions.isEmpty {
      log.say("There is no earlier session in \(reader.folder).")
    } else {
      Output.standard.write(sessions.map { Self.line($0) + "\n" }.joined())
    }
    if !list.unreadable.isEmpty {
      let files = list.unreadable.count == 1 ? "1 file" : "\(list.unreadable.count) files"
      log.say("\(files) in \(reader.folder) hold nothing of a session: \(list.unreadable.joined(separator: ", ")).")
    }
    return 0
  }

  /// Prints how a session went: the latest, or the one that the options name.
  func show() throws(UsageError) -> Int32 {
    let contents = try contents()
    let (id, events) = (contents.id, contents.events)
    if options.format == .jsonl {
      Output.standard.write(events.map { $0.json.text + "\n" }.joined())
      return 0
    }
    var transcript = TextTranscript(showsAgents: true)
    if let first = events.first, case .sessionStarted(_, let model, let agents, let slots, _) = first.kind {
      let header = "\(id), \(LocalTime.text(milliseconds: first.time)): \(agents) agents, \(slots) slots, \(model)\n"
      Output.standard.write(TextSanitizer.sanitize(header))
    }
    for event in events where !Output.standard.write(transcript.text(for: event)) { return 0 }
    for run in SessionStory(contents).runs where run.reason == nil {
      Output.standard.write(
        TextSanitizer.sanitize("[\(run.agent): interrupted, the program ended while this ran]") + "\n")
    }
    return 0
  }

  /// Writes a session for somebody else.
  func export() throws(UsageError) -> Int32 {
    let story = SessionStory(try contents())
    let text =
      switch options.format {
      case .html: SessionPage(story).text
      case .json: story.json.text + "\n"
      case .md, .text, .jsonl: SessionMarkdown(story).text
      }
    Output.standard.write(text)
    return 0
  }

  /// All of the session that is named, or of the latest. What is damaged in it is said.
  private func contents() throws(UsageError) -> JournalContents {
    do throws(FleetError) {
      let contents = try reader.contents(of: try reader.resolve(options.session))
      if let damage = contents.damageSentence { log.say(damage) }
      return contents
    } catch {
      throw UsageError(error.description)
    }
  }

  static func line(_ session: SessionSummary) -> String {
    let more =
      session.taskCount > 1
      ? " (+\(session.taskCount - 1)\(session.isWhole ? "" : " or more"))"
      : session.isWhole ? "" : " (and perhaps more)"
    var task = TextSanitizer.line(session.tasks.first ?? "no task")
    if task.count > longestTask { task = task.prefix(longestTask - 1) + "…" }
    let models = session.models.map { TextSanitizer.line($0.split(separator: "/").last.map(String.init) ?? "no model") }
    let parts = [
      session.id, LocalTime.text(milliseconds: session.startedAt), Self.ending(session),
      models.joined(separator: " → "),
    ]
    return parts.joined(separator: "  ") + "  " + task + more
  }

  private static func ending(_ session: SessionSummary) -> String {
    switch session.ending {
    case .running: return "running"
    case .cutShort: return "cut short"
    case .finished: break
    }
    let done = session.runs - session.failed - session.stopped
    let parts = [(done, "done"), (session.stopped, "stopped"), (session.failed, "failed")].filter { $0.0 > 0 }
    return parts.isEmpty ? "nothing run" : parts.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
  }

  private static func json(_ session: SessionSummary) -> JSON {
    [
      "id": .string(session.id), "time": .string(CivilTime(milliseconds: session.startedAt).rfc3339),
      "model": .string(session.models[0]), "models": .array(session.models.map(JSON.string)),
      "agents": .integer(session.agents), "tasks": .array(session.tasks.map(JSON.string)),
      "runs": .integer(session.runs),
      "failed": .integer(session.failed), "stopped": .integer(session.stopped),
      "ended": .string(session.ending.rawValue), "task_count": .integer(session.taskCount),
      "whole": .bool(session.isWhole),
    ]
  }
}
