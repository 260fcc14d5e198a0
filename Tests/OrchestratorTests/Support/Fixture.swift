import Agents
import Foundation
import Inference
import Orchestrator
import Testing
import TestSupport
import Threading

/// A fleet of scripted agents, with all that it tells.
final class Fixture: Sendable {
  let fleet: Fleet
  private let made: Monitor<[String: ScriptedAgent]>
  private let seen = Monitor<[FleetEvent]>([])
  private let models = Monitor<[ModelState]>([])
  private let nexts = Monitor<[NextModel.Stage?]>([])
  private let reader: WorkerThread

  init(
    agents: Int = 2, slots: Int? = nil, sink: (any EventSink)? = nil, approver: (any Approver)? = nil,
    script: @escaping ScriptedAgent.Script = { RunOutcome(reason: .done, text: $0.task) },
    load: @escaping Fleet.EngineLoader = { _, _ throws(InferenceError) in throw InferenceError(.loadFailed, "no loader")
    }, beginning: [PromptPart] = []
  ) throws {
    let events = try EventStream(sink: sink)
    let mailbox = events.observe(.hold(limit: 64))
    reader = try WorkerThread(name: "reader") { [seen] in
      while let events = mailbox.waitForEvents() {
        seen.withLock { $0 += events }
        seen.broadcast()
      }
    }
    let made = Monitor<[String: ScriptedAgent]>([:])
    self.made = made
    fleet = try Fleet(
      settings: FleetSettings(agents: agents, slots: slots), session: "20260102-150405-abc234", events: events,
      approver: approver,
      makeAgent: { blueprint in
        let agent = ScriptedAgent(blueprint, script)
        made.withLock { $0[blueprint.name] = agent }
        return agent
      },
      loadEngine: load,
      commonBeginning: { _ in beginning },
      onModelState: { [models] state in
        models.withLock { $0.append(state) }
        models.broadcast()
      },
      onNextModel: { [nexts] next in
        nexts.withLock { $0.append(next?.stage) }
        nexts.broadcast()
      })
  }

  /// Loads until it is told to stop; opens the gate when it has begun.
  static func loadingUntilStopped(_ begun: Gate) -> Fleet.EngineLoader {
    { _, progress throws(InferenceError) in
      begun.open()
      while progress(0.5) {}
      throw InferenceError(.loadCancelled, "stopped")
    }
  }

  /// The agent that was made under this name.
  func agent(_ name: String) -> ScriptedAgent? { made.withLock { $0[name] } }

  /// Blocks until the events so far satisfy `condition`; returns what it gives. A failed expectation after a minute.
  func wait<Result>(for condition: ([FleetEvent]) -> Result?) throws -> Result {
    try #require(seen.wait(until: .now.advanced(bySeconds: 60)) { condition($0) })
  }

  /// Blocks until an agent of that name has been made.
  func waitForAgent(_ name: String) throws {
    _ = try #require(made.wait(until: .now.advanced(bySeconds: 60)) { $0[name] })
  }

  /// Blocks until there are `count` events for which `isWanted` holds.
  func wait(forCount count: Int, of isWanted: (FleetEvent) -> Bool) throws {
    _ = try wait { events in events.count(where: isWanted) >= count ? true : nil }
  }

  /// Blocks until the model's states so far satisfy `condition`, and returns them.
  func waitForModel(_ condition: ([ModelState]) -> Bool) throws -> [ModelState] {
    try #require(models.wait(until: .now.advanced(bySeconds: 60)) { condition($0) ? $0 : nil })
  }

  /// Blocks until a model that was to take over has come so far; returns how it came there.
  @discardableResult
  func waitForNext(_ stage: NextModel.Stage?) throws -> [NextModel.Stage?] {
    try #require(nexts.wait(until: .now.advanced(bySeconds: 60)) { $0.last == .some(stage) ? $0 : nil })
  }

  /// Shuts the fleet down and returns all that it told.
  func finish() -> [FleetEvent] {
    fleet.shutdown()
    reader.join()
    return seen.withLock { $0 }
  }
}

extension [FleetEvent] {
  /// The outcomes of all runs, by the run's identifier.
  var outcomes: [String: RunOutcome] {
    reduce(into: [:]) { outcomes, event in
      if case .runFinished(let outcome) = event.kind, let run = event.run { outcomes[run] = outcome }
    }
  }

  /// The agents whose runs began, in order.
  var begun: [String] {
    compactMap { event in
      if case .runStarted = event.kind { event.agent } else { nil }
    }
  }

  /// All text of one agent.
  func text(of agent: String) -> String {
    compactMap { event -> String? in
      guard event.agent == agent, case .agent(.text(let text)) = event.kind else { return nil }
      return text
    }.joined()
  }
}

extension FleetEvent {
  var isRunStart: Bool { if case .runStarted = kind { true } else { false } }
  var isRunEnd: Bool { if case .runFinished = kind { true } else { false } }
  var isRequest: Bool { if case .agent(.permissionRequested) = kind { true } else { false } }
}
