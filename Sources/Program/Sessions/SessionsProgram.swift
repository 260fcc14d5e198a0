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
    let sessions = reader.sessions()
    if options.format == .json {
      Output.standard.write(JSON.array(sessions.map(Self.json)).text + "\n")
    } else if sessions.isEmpty {
      log.say("There is no earlier session in \(reader.folder).")
    } else {
      Output.standard.write(sessions.map { Self.line($0) + "\n" }.joined())
    }
    return 0
  }

  /// Prints how a session went: the latest, or the one that the options name.
  func show() throws(UsageError) -> Int32 {
    let events: [FleetEvent]
    let id: String
    do {
      id = try reader.resolve(options.session)
      events = try reader.events(of: id)
    } catch {
      throw UsageError(error.description)
    }
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
    return 0
  }

  static func line(_ session: SessionSummary) -> String {
    let more = session.tasks.count > 1 ? " (+\(session.tasks.count - 1))" : ""
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
    let ending: String
    switch session.ending {
    case .running: ending = "running"
    case .cutShort: ending = "cut_short"
    case .finished: ending = "finished"
    }
    return [
      "id": .string(session.id), "time": .string(CivilTime(milliseconds: session.startedAt).rfc3339),
      "model": .string(session.models[0]), "models": .array(session.models.map(JSON.string)),
      "agents": .integer(session.agents), "tasks": .array(session.tasks.map(JSON.string)),
      "runs": .integer(session.runs),
      "failed": .integer(session.failed), "stopped": .integer(session.stopped), "ended": .string(ending),
    ]
  }
}
