import Agents
import OrderedJSON
import System

/// An earlier session, as lists show it.
public struct SessionSummary: Sendable, Equatable {
  /// How a session ended.
  public enum Ending: String, Sendable, Equatable {
    /// With its `session.finished`.
    case finished
    /// Without: the program was killed, or its journal failed.
    case cutShort = "cut_short"
    /// It still runs, in another process.
    case running
  }

  /// Tasks whose words are kept here.
  static let mostTasks = 20
  /// Characters of them.
  static let longestTask = 200

  /// The session's name.
  public var id: String
  /// How many sessions had been begun in its folder when it had been; 0 where that is not known.
  public var ordinal = 0
  /// Milliseconds since 1970.
  public var startedAt: Int64
  /// The paths of the models that it worked with, one after the other; one at the least.
  public var models: [String]
  /// Agents at its start.
  public var agents: Int
  /// The first tasks that were given, in order, and of each its beginning.
  public var tasks: [String] = []
  /// Tasks that were given.
  public var taskCount = 0
  /// Runs that ended.
  public var runs = 0
  /// How many of them failed.
  public var failed = 0
  /// How many of them were stopped.
  public var stopped = 0
  /// How it ended.
  public var ending = Ending.cutShort
  /// Whether these figures are of all of it: an old journal may have to be read whole for them, and a list does not do that.
  public var isWhole = true

  /// A session of which nothing more is known.
  init(id: String, startedAt: Int64) {
    self.id = id
    self.startedAt = startedAt
    models = [""]
    agents = 0
  }

  /// What `events` say of the session whose journal they are; nil when there is none among them.
  init?(events: some Sequence<FleetEvent>, id: String) {
    var summary: SessionSummary?
    for event in events {
      if summary == nil { summary = SessionSummary(id: id, startedAt: event.time) }
      summary?.take(event)
    }
    guard let summary else { return nil }
    self = summary
  }

  /// Takes the next event into account.
  mutating func take(_ event: FleetEvent) {
    switch event.kind {
    case .sessionStarted(_, let model, let agents, _, _):
      // Told again by whoever goes on with the session.
      if models == [""] { models = [model] } else if models.last != model { models.append(model) }
      if self.agents == 0 { self.agents = agents }
      ending = .cutShort
    case .taskQueued(_, let text, _):
      taskCount += 1
      if tasks.count < Self.mostTasks { tasks.append(String(text.prefix(Self.longestTask))) }
    case .runFinished(let outcome):
      runs += 1
      failed += outcome.reason == .failed ? 1 : 0
      stopped += outcome.reason == .stopped ? 1 : 0
    case .modelChanged(let change): models.append(change.model)
    case .sessionFinished: ending = .finished
    case .agentStarted, .runStarted, .agent: break
    }
  }

  /// Kinds of events that change it.
  static func isTold(by kind: UnsafeBufferPointer<UInt8>) -> Bool {
    kind.holds("session.started") || kind.holds("task.queued") || kind.holds("run.finished")
      || kind.holds("model.changed") || kind.holds("session.finished")
  }
}

extension SessionSummary {
  /// As the fields of a journal's record.
  var fields: JSONObject {
    [
      "id": .string(id), "ordinal": .integer(ordinal), "time": .string(CivilTime(milliseconds: startedAt).rfc3339),
      "models": .array(models.map(JSON.string)), "agents": .integer(agents),
      "tasks": .array(tasks.map(JSON.string)), "task_count": .integer(taskCount), "runs": .integer(runs),
      "failed": .integer(failed), "stopped": .integer(stopped), "ended": .string(ending.rawValue),
    ]
  }

  /// From such fields; nil where they are none.
  init?(fields: JSONObject) {
    guard let id = fields["id"]?.string, let ordinal = fields["ordinal"]?.integer,
      let time = fields["time"]?.string.flatMap(CivilTime.init(rfc3339:)),
      let models = fields["models"]?.array?.compactMap(\.string), !models.isEmpty,
      let agents = fields["agents"]?.integer, let tasks = fields["tasks"]?.array?.compactMap(\.string),
      let taskCount = fields["task_count"]?.integer, let runs = fields["runs"]?.integer,
      let failed = fields["failed"]?.integer, let stopped = fields["stopped"]?.integer,
      let ending = fields["ended"]?.string.flatMap(Ending.init(rawValue:))
    else { return nil }
    self.init(id: id, startedAt: time.milliseconds)
    (self.ordinal, self.models, self.agents) = (ordinal, models, agents)
    (self.tasks, self.taskCount, self.runs) = (tasks, taskCount, runs)
    (self.failed, self.stopped, self.ending) = (failed, stopped, ending)
  }
}
