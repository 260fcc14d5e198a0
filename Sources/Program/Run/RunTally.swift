import Agents
import Orchestrator

/// Counts how the runs of a session ended, for the exit status and for what an interrupted run has reached.
struct RunTally: Sendable, Equatable {
  private(set) var tasks = 0
  private(set) var begun = 0
  private(set) var ended: [RunOutcome.Reason: Int] = [:]
  /// The sentences of the runs that failed, with their agents.
  private(set) var failures: [String] = []

  /// Takes an event of the stream into account.
  mutating func count(_ event: FleetEvent) {
    switch event.kind {
    case .taskQueued: tasks += 1
    case .runStarted: begun += 1
    case .runFinished(let outcome):
      ended[outcome.reason, default: 0] += 1
      if outcome.reason == .failed {
        failures.append("\(event.agent ?? "an agent"): \(outcome.error ?? "the run failed.")")
      }
    case .sessionStarted, .agentStarted, .agent, .modelChanged, .sessionFinished: break
    }
  }

  var hasFailures: Bool { ended[.failed, default: 0] > 0 }

  /// Whether every task was done.
  var isAllDone: Bool { tasks > 0 && ended[.done, default: 0] == tasks }

  /// "3 of 8 tasks done, 2 stopped, 3 not begun".
  var sentence: String {
    var parts = ["\(ended[.done, default: 0]) of \(tasks) \(tasks == 1 ? "task" : "tasks") done"]
    let limited = ended[.maxTokens, default: 0] + ended[.maxIterations, default: 0]
    for (count, what) in [
      (limited, "ended at a limit"), (ended[.stopped, default: 0], "stopped"), (ended[.failed, default: 0], "failed"),
      (tasks - begun, "not begun"),
    ] where count > 0 {
      parts.append("\(count) \(what)")
    }
    return parts.joined(separator: ", ")
  }
}
