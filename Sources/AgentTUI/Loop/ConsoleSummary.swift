import TerminalUI

/// What is printed when the console has gone: what was done, and how to look at it again.
struct ConsoleSummary: Equatable {
  /// Counted when all runs had ended.
  var runs: ConsoleState.RunCount
  /// Nil where nothing was asked of the agents.
  var session: String?
  /// Why not all of it is in the journal; nil: all is.
  var gap: String?

  /// Lines, each with its end; empty where nothing was done.
  var text: String {
    guard let session else { return "" }
    let done = runs.finished - runs.failed - runs.stopped
    var parts = ["\(done) done"]
    if runs.failed > 0 { parts.append("\(runs.failed) failed") }
    if runs.stopped > 0 { parts.append("\(runs.stopped) stopped") }
    var words = "\(runs.finished == 1 ? "1 run" : "\(runs.finished) runs"): \(parts.joined(separator: ", "))"
    let dropped = runs.tasks - runs.begun
    if dropped > 0 { words += "; \(dropped == 1 ? "1 task was" : "\(dropped) tasks were") not begun" }
    let end = gap.map { "The journal of this session is not whole: \(TextSanitizer.line($0)).\n" } ?? ""
    return "\(words). To go on with it: agent-tui resume \(session)\n\(end)"
  }
}
