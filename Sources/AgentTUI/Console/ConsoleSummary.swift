/// What is printed when the console has gone: what was done, and how to look at it again.
struct ConsoleSummary: Equatable {
  var runs: ConsoleState.RunCount
  /// Runs that were on when it ended.
  var running: Int
  /// Nil where nothing was asked of the agents.
  var session: String?

  /// Lines, each with its end; empty where nothing was done.
  var text: String {
    guard let session else { return "" }
    let done = runs.finished - runs.failed - runs.stopped
    var parts = ["\(done) done"]
    if runs.failed > 0 { parts.append("\(runs.failed) failed") }
    if runs.stopped + running > 0 { parts.append("\(runs.stopped + running) stopped") }
    let count = runs.finished + running
    return
      "\(count == 1 ? "1 run" : "\(count) runs"): \(parts.joined(separator: ", ")). To see it again: agent-tui resume \(session)\n"
  }
}
