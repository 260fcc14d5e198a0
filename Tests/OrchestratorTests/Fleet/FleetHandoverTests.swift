import Agents
import Inference
import Testing
import TestSupport
import Threading

@testable import Orchestrator

/// Another model takes over from the one in use.
@Suite struct FleetHandoverTests {
  private static let path = "/models/other.gguf"
  private let config = InferenceConfig(modelPath: path)

  /// A fleet with a model in use that loads this one when it is asked for another.
  private func fixture(
    _ other: ScriptedEngine, agents: Int = 2, slots: Int? = nil,
    script: @escaping ScriptedAgent.Script = { RunOutcome(reason: .done, text: $0.task) }
  ) throws -> (Fixture, old: ScriptedEngine) {
    let fixture = try Fixture(
      agents: agents, slots: slots, script: script, load: { _, _ throws(InferenceError) in other })
    let old = try ScriptedEngine("old", slots: slots ?? agents)
    try fixture.fleet.attach(old)
    return (fixture, old)
  }

  /// Two generations, the first one as long as the gate is closed.
  private func twoTurns(_ gate: Gate) -> ScriptedAgent.Script {
    { run in
      try run.withSlot { gate.pass(run.cancellation) }
      try run.withSlot {}
      return RunOutcome(reason: .done, text: run.task)
    }
  }

  @Test func `Generations end with the old model, and runs go on with the new one`() throws {
    let gate = Gate()
    let other = try ScriptedEngine("other", slots: 1)
    let (fixture, old) = try fixture(other, agents: 3, slots: 2, script: twoTurns(gate))
    _ = try fixture.fleet.submit("x", to: .all)
    try fixture.wait(forCount: 2) { $0.isSlotAcquired }
    try fixture.wait(forCount: 1) { $0.isSlotWait }
    try fixture.fleet.startLoading(config)
    #expect(try fixture.waitForNext(.waiting) == [.loading(0), .waiting])
    let snapshot = fixture.fleet.snapshot()
    #expect(snapshot.model == .ready(old.facts))
    #expect(snapshot.next == NextModel(path: Self.path, stage: .waiting))
    #expect(snapshot.scheduler?.active == 2)
    gate.open()
    try fixture.waitForNext(nil)
    fixture.fleet.waitUntilIdle()
    #expect(fixture.fleet.snapshot().model == .ready(other.facts))
    #expect(fixture.fleet.snapshot().next == nil)
    #expect(other.scheduler.maxConcurrent == 2)
    #expect((old.shutdownCount, other.shutdownCount) == (1, 0))
    let events = fixture.finish()
    #expect(events.outcomes.values.allSatisfy { $0.reason == .done } && events.outcomes.count == 3)
    #expect(events.compactMap { $0.slots?.active }.allSatisfy { (0...2).contains($0) })
    let change = try #require(events.firstIndex { $0.change != nil })
    // Two turns were the old model's; the third agent waited, and had both of its own with the new one.
    #expect(events[..<change].count { $0.isSlotAcquired } == 2)
    #expect(events[change...].count { $0.isSlotAcquired } == 4)
    #expect(events[change].slots == nil && events[..<change].last { $0.slots != nil }?.slots?.active == 0)
    #expect(other.shutdownCount == 1)
  }

  @Test func `The old model is held by nobody once the new one has taken over`() throws {
    let asking = Gate()
    var old: ScriptedEngine? = try ScriptedEngine("old")
    weak let left = old
    let other = try ScriptedEngine("other")
    let fixture = try Fixture(
      agents: 2,
      script: { run in
        try run.withSlot {}
        if run.task == "ask" { asking.pass(run.cancellation) }
        return RunOutcome(reason: .done, text: "")
      }, load: { _, _ throws(InferenceError) in other })
    try fixture.fleet.attach(old!)
    old = nil
    _ = try fixture.fleet.submit("said", to: .agent("ada"))
    _ = try fixture.fleet.submit("ask", to: .agent("bob"))
    try fixture.wait(forCount: 2) { $0.isSlotRelease }
    #expect(left != nil)
    try fixture.fleet.startLoading(config)
    try fixture.waitForNext(nil)
    // One agent is idle, the other one in the middle of a run.
    #expect(left == nil)
    asking.open()
    _ = fixture.finish()
  }

  @Test func `What comes along and what does not is told by an event, and counted anew`() throws {
    let other = try ScriptedEngine("other", contextLength: 1000, conversation: .success(1500))
    let (fixture, _) = try fixture(other)
    _ = try fixture.fleet.submit("x", to: .agent("bob"))
    fixture.fleet.waitUntilIdle()
    try fixture.fleet.startLoading(config)
    try fixture.waitForNext(nil)
    let agents = fixture.fleet.snapshot().agents
    #expect(agents.map(\.contextUsed) == [0, 1500] && agents.map(\.contextLimit) == [1000, 1000])
    let changes = fixture.finish().compactMap(\.change)
    #expect(
      changes == [
        ModelChange(
          model: Self.path, before: "/models/old.gguf", context: 1000,
          notes: [
            "what bob said (1500 tokens) is computed again, when it next speaks",
            "an agent may use 1000 tokens now, and not 2048",
            "the conversation of bob has 1500 tokens, more than these: its older part is summarised first, if that fits",
          ])
      ])
  }

  @Test func `In a session without a task the change is no event, and the first one names the new model`() throws {
    let (fixture, _) = try fixture(ScriptedEngine("other"), agents: 1)
    try fixture.fleet.startLoading(config)
    try fixture.waitForNext(nil)
    _ = try fixture.fleet.submit("x", to: .any)
    fixture.fleet.waitUntilIdle()
    let events = fixture.finish()
    #expect(events.compactMap(\.change).isEmpty)
    guard case .sessionStarted(_, let model, _, _, _)? = events.first?.kind else {
      Issue.record("\(events)")
      return
    }
    #expect(model == Self.path)
  }

  @Test func `A model that cannot be loaded changes nothing`() throws {
    let fixture = try Fixture(
      agents: 1,
      load: { _, progress throws(InferenceError) in
        _ = progress(0.5)
        throw InferenceError(.notAModel, "'/models/other.gguf' is not a GGUF file")
      })
    let old = try ScriptedEngine("old")
    try fixture.fleet.attach(old)
    try fixture.fleet.startLoading(config)
    let stage = NextModel.Stage.failed("'/models/other.gguf' is not a GGUF file; the agents stay with old")
    #expect(try fixture.waitForNext(stage) == [.loading(0), .loading(0.5), stage])
    _ = try fixture.fleet.submit("x", to: .any)
    fixture.fleet.waitUntilIdle()
    #expect(fixture.fleet.snapshot().model == .ready(old.facts))
    #expect(old.shutdownCount == 0)
    #expect(fixture.finish().outcomes.values.map(\.reason) == [.done])
  }

  @Test func `A template that cannot say what was said is refused, and the old model goes on`() throws {
    let other = try ScriptedEngine("other", conversation: .failure(InferenceError(.unsupportedTemplate, "no system")))
    let (fixture, old) = try fixture(other, agents: 1) { run in
      try run.withSlot {}
      return RunOutcome(reason: .done, text: "")
    }
    _ = try fixture.fleet.submit("x", to: .any)
    fixture.fleet.waitUntilIdle()
    try fixture.fleet.startLoading(config)
    try fixture.waitForNext(.failed("no system; the agents stay with old"))
    _ = try fixture.fleet.submit("y", to: .any)
    fixture.fleet.waitUntilIdle()
    #expect((old.shutdownCount, other.shutdownCount) == (0, 1))
    #expect(fixture.finish().outcomes.values.map(\.reason) == [.done, .done])
  }

  @Test func `Stopped while it is loaded: nothing has changed, and another may be tried`() throws {
    let begun = Gate()
    let other = try ScriptedEngine("other")
    let isSecond = Monitor(false)
    let fixture = try Fixture(
      agents: 1,
      load: { _, progress throws(InferenceError) in
        let goesThrough = isSecond.withLock { isSecond in
          defer { isSecond = true }
          return isSecond
        }
        if goesThrough { return other }
        begun.open()
        while progress(0.5) {}
        throw InferenceError(.loadCancelled, "stopped")
      })
    let old = try ScriptedEngine("old")
    try fixture.fleet.attach(old)
    #expect(throws: FleetError("No model is being loaded.")) { try fixture.fleet.stopLoading() }
    try fixture.fleet.startLoading(config)
    begun.pass()
    #expect(throws: FleetError.self) { try fixture.fleet.startLoading(config) }
    try fixture.fleet.stopLoading()
    try fixture.waitForNext(nil)
    #expect(fixture.fleet.snapshot().model == .ready(old.facts))
    try fixture.fleet.startLoading(config)
    _ = try fixture.waitForModel { $0.last == .ready(other.facts) }
    _ = fixture.finish()
    #expect((old.shutdownCount, other.shutdownCount) == (1, 1))
  }

  @Test func `Stopped while it waits: who waited for a slot gets it of the old model`() throws {
    let gate = Gate()
    let other = try ScriptedEngine("other")
    let (fixture, old) = try fixture(other, agents: 2, slots: 1, script: twoTurns(gate))
    _ = try fixture.fleet.submit("x", to: .all)
    try fixture.wait(forCount: 1) { $0.isSlotWait }
    try fixture.fleet.startLoading(config)
    try fixture.waitForNext(.waiting)
    try fixture.fleet.stopLoading()
    try fixture.waitForNext(nil)
    gate.open()
    fixture.fleet.waitUntilIdle()
    #expect((old.shutdownCount, other.shutdownCount) == (0, 1))
    #expect(fixture.fleet.snapshot().model == .ready(old.facts))
    let events = fixture.finish()
    #expect(events.compactMap(\.change).isEmpty)
    #expect(events.outcomes.values.map(\.reason) == [.done, .done])
  }

  @Test func `The first model's loading can be stopped as well`() throws {
    let begun = Gate()
    let fixture = try Fixture(agents: 1, load: Fixture.loadingUntilStopped(begun))
    try fixture.fleet.startLoading(config)
    begun.pass()
    try fixture.fleet.stopLoading()
    _ = try fixture.waitForModel { $0.last == .failed(InferenceError(.loadCancelled, "stopped")) }
    _ = fixture.finish()
  }

  @Test func `Shutting down while a model waits to take over frees both`() throws {
    let other = try ScriptedEngine("other")
    let (fixture, old) = try fixture(other, agents: 1, script: twoTurns(Gate()))
    _ = try fixture.fleet.submit("x", to: .any)
    try fixture.wait(forCount: 1) { $0.isSlotAcquired }
    try fixture.fleet.startLoading(config)
    try fixture.waitForNext(.waiting)
    let events = fixture.finish()
    #expect((old.shutdownCount, other.shutdownCount) == (1, 1))
    #expect(events.compactMap(\.change).isEmpty)
  }

  @Test func `An agent that is made while the model changes works with the new one`() throws {
    let (made, goOn) = (Gate(), Gate())
    let (old, other) = (try ScriptedEngine("old"), try ScriptedEngine("other"))
    let seen = Monitor<[String]>([])
    let taken = Gate()
    let fleet = try Fleet(
      settings: FleetSettings(agents: 1), session: "s", events: try EventStream(),
      makeAgent: { blueprint in
        made.open()
        goOn.pass()
        return ScriptedAgent(blueprint) { run in
          seen.withLock { $0.append(run.agent.engine.facts.name) }
          return RunOutcome(reason: .done, text: "")
        }
      }, loadEngine: { _, _ throws(InferenceError) in other },
      onNextModel: { if $0 == nil { taken.open() } })
    try fleet.attach(old)
    _ = try fleet.submit("x", to: .any)
    made.pass()
    try fleet.startLoading(config)
    taken.pass()
    goOn.open()
    fleet.waitUntilIdle()
    #expect(seen.withLock { $0 } == ["other"])
    fleet.shutdown()
  }

  @Test func `What is loaded already, and what remote workers would have to hold, is refused at once`() throws {
    let (fixture, old) = try fixture(ScriptedEngine("other"))
    #expect(throws: FleetError("The model /models/old.gguf is loaded already.")) {
      try fixture.fleet.startLoading(InferenceConfig(modelPath: old.facts.path))
    }
    var spread = config
    spread.rpcServers = [WorkerAddress(host: "a", port: 1)]
    #expect(throws: FleetError.self) { try fixture.fleet.startLoading(spread) }
    #expect(fixture.fleet.snapshot().next == nil)
    _ = fixture.finish()
  }
}

extension FleetEvent {
  fileprivate var isSlotAcquired: Bool { if case .agent(.slotAcquired) = kind { true } else { false } }
  fileprivate var isSlotRelease: Bool { if case .agent(.slotReleased) = kind { true } else { false } }
  fileprivate var isSlotWait: Bool { if case .agent(.slotWaiting) = kind { true } else { false } }
  fileprivate var change: ModelChange? { if case .modelChanged(let change) = kind { change } else { nil } }
}
