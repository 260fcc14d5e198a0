import Agents

/// An earlier session, as lists show it.
public struct SessionSummary: Sendable, Equatable {
  /// How a session ended.
  public enum Ending: Sendable, Equatable {
    /// With its `session.finished`.
    case finished
    /// Without: the program was killed, or its journal failed.
    case cutShort
    /// It still runs, in another process.
    case running
  }

  /// The session's name.
  public var id: String
  /// Milliseconds since 1970.
  public var startedAt: Int64
  /// The paths of the models that it worked with, one after the other; one at the least.
  public var models: [String]
  /// Agents at its start.
  public var agents: Int
  /// The tasks that were given, in order.
  public var tasks: [String]
  /// Runs that ended.
  public var runs: Int
  /// How many of them failed.
  public var failed: Int
  /// How many of them were stopped.
  public var stopped: Int
  /// How it ended.
  public var ending: Ending

  /// What `events` say of the session whose journal they are; nil when they do not begin with its beginning.
  init?(events: [FleetEvent], isRunning: Bool) {
    guard let first = events.first, case .sessionStarted(let id, let model, let agents, _, _) = first.kind else {
      return nil
    }
    self.id = id
    startedAt = first.time
    models = [model]
    self.agents = agents
    tasks = []
    runs = 0
    failed = 0
    stopped = 0
    ending = isRunning ? .running : .cutShort
    for event in events {
      switch event.kind {
      case .taskQueued(_, let text, _): tasks.append(text)
      case .runFinished(let outcome):
        runs += 1
        failed += outcome.reason == .failed ? 1 : 0
        stopped += outcome.reason == .stopped ? 1 : 0
      case .modelChanged(let change): models.append(change.model)
      case .sessionFinished: ending = .finished
      case .sessionStarted, .agentStarted, .runStarted, .agent: break
      }
    }
  }
}
