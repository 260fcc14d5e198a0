// `agent-tui resume`: a session is chosen and read, the options are completed with what it had, and the console opens on it.
// Where nobody sees a console, or `--format` is given, it is printed instead.

import AgentTUI
import Orchestrator
import TerminalUI
import Threading

/// Goes on with an earlier session.
struct ResumeProgram {
  let options: ResolvedOptions
  let environment: ProgramEnvironment
  let log: MessageLog
  /// Reads the options again, with more on the command line.
  let resolve: ([String]) throws(UsageError) -> ResolvedOptions

  func run() throws(UsageError) -> Int32 {
    let folder = ProgramPaths(environment).sessions
    let reader = JournalReader(folder: folder)
    guard options.hasScreen else {
      return try SessionsProgram(options: options, reader: reader, log: log).show()
    }
    var session = options.session
    if session == nil { session = try pick(reader) }
    guard let session else { return 0 }
    let workspace = try ResumedSession.workspace(of: session, in: folder)
    let options = try resolve(workspace.map { ["--workspace", $0] } ?? [])
    return try ConsoleProgram(options: options, environment: environment, log: log, resuming: session).run()
  }

  /// Asks; nil where none is wanted.
  private func pick(_ reader: JournalReader) throws(UsageError) -> String? {
    let list = reader.list()
    guard !list.sessions.isEmpty else { throw UsageError("There is no earlier session in \(reader.folder).") }
    var pick = SessionPick(list.sessions)
    var chosen: String?
    let over = Cancellation()
    Output.standard.write(pick.text)
    try LineInput().forEachLine(until: over) { line throws(UsageError) in
      switch pick.take(line) {
      case .chosen(let session):
        chosen = session
        over.cancel()
      case .none: over.cancel()
      case .narrowed: Output.standard.write(pick.text)
      case .unknown(let sentence): Output.standard.write("\(TextSanitizer.sanitize(sentence))\n\(pick.text)")
      }
    }
    return chosen
  }
}
