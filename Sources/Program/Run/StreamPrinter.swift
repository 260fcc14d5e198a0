import OrderedJSON
import Orchestrator
import Threading

/// Prints a fleet's stream on standard output, on a thread of its own, and counts how its runs ended.
///
/// A slow reader slows only this: the fleet goes on, and events that have no number yet are joined until it reads
/// again. A reader that has gone stops the runs: nobody would see what they do.
final class StreamPrinter: Sendable {
  /// Events that wait for the reader, at most, before those behind them are held back.
  private static let limit = 1024

  private struct State {
    var tally = RunTally()
    var isClosed = false
  }

  private let state = Monitor(State())
  private let thread: WorkerThread

  /// - Throws: `ThreadError` when there is no thread for it.
  init(
    _ fleet: Fleet, format: ResolvedOptions.OutputFormat, showsAgents: Bool, output: Output = .standard
  ) throws(ThreadError) {
    let mailbox = fleet.events.observe(.hold(limit: Self.limit))
    let state = state
    thread = try WorkerThread(name: "printer") {
      var transcript = TextTranscript(showsAgents: showsAgents)
      while let events = mailbox.waitForEvents() {
        var text = ""
        for event in events {
          switch format {
          case .text: text += transcript.text(for: event)
          case .json, .jsonl, .md, .html:
            event.json.write(to: &text)
            text += "\n"
          }
        }
        state.withLock { state in for event in events { state.tally.count(event) } }
        if !text.isEmpty && !output.write(text) {
          state.withLock { $0.isClosed = true }
          mailbox.abandon()
          fleet.stopAll()
          return
        }
      }
    }
  }

  /// How the runs ended so far.
  var tally: RunTally { state.withLock { $0.tally } }

  /// Whether nobody reads the output any more.
  var isClosed: Bool { state.withLock { $0.isClosed } }

  /// Waits until all is printed. After the fleet was shut down.
  func join() { thread.join() }
}
