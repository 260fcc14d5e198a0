import Threading

/// A command that runs in the background of its agent's work.
///
/// It runs like every other command, in a group of its own, on a thread that waits for it; only that nobody waits for
/// the thread. What it writes is kept, bounded, until it is asked for.
final class Job: Sendable {
  private struct State {
    var text = CommandText(limit: ToolLimits.result, remedy: "ask more often, or let the command write into a file")
    var hasNews = false
    var end: Result<ChildOutcome, ChildError>?
  }

  /// What it is called by.
  let number: Int
  private let cancellation = Cancellation()
  private let state: Monitor<State>

  /// Starts it.
  init(number: Int, _ child: ChildProcess) throws(ChildError) {
    self.number = number
    let state = Monitor(State())
    let cancellation = cancellation
    self.state = state
    do throws(ThreadError) {
      // Nobody joins it: `wait` waits for the end of the child, which is what matters.
      _ = try WorkerThread(name: "job \(number)", stackBytes: 256 << 10) {
        let end = Result { () throws(ChildError) in
          try child.run(cancellation: cancellation) { bytes -> ChildProcess.Appetite in
            state.withLock { state in
              state.text.append(bytes)
              state.hasNews = true
            }
            state.broadcast()
            return .more
          }
        }
        state.withLock { state in
          state.text.finish()
          state.end = end
        }
        state.broadcast()
      }
    } catch {
      throw ChildError(description: error.description)
    }
  }

  /// Whether it has not ended.
  var isRunning: Bool { state.withLock { $0.end == nil } }

  /// Asks it to end, and returns at once.
  func cancel() { cancellation.cancel() }

  /// Blocks until it has ended.
  func wait() { _ = state.wait { $0.end == nil ? nil : true } }

  /// Blocks until it has written something, has ended, or the run is stopped, but not beyond a moment.
  func waitForNews(until deadline: MonotonicTime, cancellation: Cancellation) {
    cancellation.withHandler({ [state] in
      state.withLock { _ in }  // Whoever has looked and not yet begun to wait is let through first.
      state.broadcast()
    }) {
      _ = state.wait(until: deadline) { $0.hasNews || $0.end != nil || cancellation.isCancelled ? true : nil }
    }
  }

  /// How it stands, and what it has written since this was asked last.
  func report() -> ToolResult {
    let (text, isRepaired, end) = state.withLock { state in
      state.hasNews = false
      return (state.text.take(), state.text.isRepaired, state.end)
    }
    var lines = ["job \(number) \(Self.sentence(for: end))", text.isEmpty ? "(nothing new)" : text]
    if isRepaired, !text.isEmpty { lines.append("(bytes that are not UTF-8 are shown as \u{FFFD})") }
    return ToolResult(ok: true, output: lines.joined(separator: "\n"))
  }

  private static func sentence(for end: Result<ChildOutcome, ChildError>?) -> String {
    switch end {
    case nil: return "is running"
    case .failure(let error)?: return "could not be started: \(error)"
    case .success(let outcome)?:
      if case .tooMuch(let what)? = outcome.stop { return "was ended: \(what)" }
      if outcome.stop != nil { return "was stopped" }
      switch outcome.end {
      case .exited(let status): return "has ended: exit status \(status)"
      case .signalled(let signal): return "was ended by signal \(signal)\(CommandOutput.name(of: signal))"
      case .unknown: return "hangs in the system and was given up"
      }
    }
  }
}
