import Agents
import Inference
import Testing
import TestSupport
import Threading

@testable import Orchestrator

@Suite struct FleetLifeTests {
  @Test func `Loading tells its progress, then the model's facts, and tasks begin`() throws {
    let fixture = try Fixture(
      agents: 1,
      load: { _, progress throws(InferenceError) in
        for step in [0.0, 0.001, 0.5, 0.501, 1.0] { #expect(progress(step)) }
        do { return try ScriptedEngine("scripted", contextLength: 512) } catch {
          throw InferenceError(.loadFailed, "\(error)")
        }
      })
    _ = try fixture.fleet.submit("x", to: .any)
    try fixture.fleet.startLoading(InferenceConfig(modelPath: "/models/scripted.gguf"))
    let states = try fixture.waitForModel { if case .ready = $0.last { true } else { false } }
    fixture.fleet.waitUntilIdle()
    #expect(states.dropLast() == [.loading(0), .loading(0.5), .loading(1)])
    #expect(fixture.fleet.snapshot().agents.first?.contextLimit == 512)
    #expect(throws: FleetError("The model /models/scripted.gguf is loaded already.")) {
      try fixture.fleet.startLoading(InferenceConfig(modelPath: "/models/scripted.gguf"))
    }
    #expect(fixture.finish().outcomes.count == 1)
  }

  @Test func `A model that cannot be loaded is told with its error, and another may be tried`() throws {
    let failure = InferenceError(.notAModel, "The file /bad is not a GGUF model.")
    let fixture = try Fixture(
      agents: 1,
      load: { config, _ throws(InferenceError) in
        if config.modelPath == "/bad" { throw failure }
        do { return try ScriptedEngine("scripted") } catch { throw InferenceError(.loadFailed, "\(error)") }
      })
    try fixture.fleet.startLoading(InferenceConfig(modelPath: "/bad"))
    #expect(try fixture.waitForModel { $0.last == .failed(failure) } == [.loading(0), .failed(failure)])
    try fixture.fleet.startLoading(InferenceConfig(modelPath: "/good"))
    _ = try fixture.waitForModel { if case .ready = $0.last { true } else { false } }
    _ = fixture.finish()
  }

  @Test func `A model that has lost a worker counts as failed, and another one takes its place with agents made anew`()
    throws
  {
    let lost = try ScriptedEngine("scripted")
    let fixture = try Fixture(
      agents: 1,
      load: { _, _ throws(InferenceError) in
        do { return try ScriptedEngine("scripted") } catch { throw InferenceError(.loadFailed, "\(error)") }
      })
    try fixture.fleet.attach(lost)
    _ = try fixture.fleet.submit("one", to: .any)
    fixture.fleet.waitUntilIdle()
    let before = fixture.agent("ada")
    lost.lose("the worker a:1 is gone")
    #expect(fixture.fleet.snapshot().model == .failed(InferenceError(.workerLost, "the worker a:1 is gone")))
    try fixture.fleet.startLoading(InferenceConfig(modelPath: "/m"))
    _ = try fixture.waitForModel { states in
      if case .ready = states.last { states.contains(.loading(0)) } else { false }
    }
    #expect(lost.shutdownCount == 1)
    _ = try fixture.fleet.submit("two", to: .any)
    fixture.fleet.waitUntilIdle()
    #expect(fixture.finish().outcomes.count == 2)
    #expect(before != nil && fixture.agent("ada") !== before)
    #expect(lost.shutdownCount == 1)
  }

  @Test func `Shutting down while a model is loaded ends the loading`() throws {
    let begun = Gate()
    let fixture = try Fixture(agents: 1, load: Fixture.loadingUntilStopped(begun))
    try fixture.fleet.startLoading(InferenceConfig(modelPath: "/m"))
    begun.pass()
    #expect(fixture.finish() == [])
    #expect(fixture.fleet.snapshot().model == .failed(InferenceError(.loadCancelled, "stopped")))
  }

  @Test func `Shutting down stops all runs, joins all threads and frees the engine once`() throws {
    let engine = try ScriptedEngine("scripted", slots: 1)
    let fixture = try Fixture(agents: 4, slots: 1) { run in
      try run.withSlot { Gate().pass(run.cancellation) }
      return RunOutcome(reason: .stopped, text: "")
    }
    try fixture.fleet.attach(engine)
    _ = try fixture.fleet.submit("x", to: .all)
    try fixture.wait(forCount: 4, of: \.isRunStart)
    let others = try (0..<3).map { _ in try WorkerThread(name: "other") { fixture.fleet.shutdown() } }
    let events = fixture.finish()
    for other in others { other.join() }
    #expect(events.outcomes.count == 4)
    #expect(events.last?.kind == .sessionFinished(runs: 4, failed: 0))
    #expect(engine.shutdownCount == 1)
    #expect(fixture.fleet.state.withLock { $0.workers.isEmpty && $0.phase == .stopped })
    let sentence = FleetError("The fleet is shutting down and takes nothing more.")
    #expect(throws: sentence) { try fixture.fleet.submit("x", to: .any) }
    #expect(throws: sentence) { try fixture.fleet.addAgent(named: nil, mode: nil) }
    #expect(throws: FleetError.self) { try fixture.fleet.attach(engine) }
    #expect(throws: FleetError.self) { try fixture.fleet.startLoading(InferenceConfig(modelPath: "/m")) }
  }

  @Test func `The pool grows with the agents, and reuses the threads of those that were closed`() throws {
    let fixture = try Fixture(agents: 2)
    try fixture.fleet.attach(ScriptedEngine("scripted"))
    #expect(fixture.fleet.state.withLock { $0.workers.count } == 2)
    #expect(try fixture.fleet.addAgent(named: nil, mode: .plan) == "cyd")
    #expect(fixture.fleet.state.withLock { $0.workers.count } == 3)
    for _ in 0..<5 {
      try fixture.fleet.closeAgent("cyd")
      #expect(try fixture.fleet.addAgent(named: "cyd", mode: nil) == "cyd")
    }
    #expect(fixture.fleet.state.withLock { $0.workers.count } == 3)
    _ = try fixture.fleet.submit("x", to: .all)
    fixture.fleet.waitUntilIdle()
    #expect(fixture.finish().outcomes.count == 3)
  }

  @Test func `A fleet whose numbers are out of range is refused`() throws {
    let events = try EventStream()
    for settings in [FleetSettings(agents: -1, slots: 1), FleetSettings(agents: 1, slots: 0)] {
      #expect(throws: FleetError.self) {
        try Fleet(settings: settings, session: "s", events: events, makeAgent: { _ in throw FleetError("none") })
      }
    }
    events.close()
  }

  @Test func `A session in which nothing happened tells nothing`() throws {
    let fixture = try Fixture(agents: 2)
    try fixture.fleet.attach(ScriptedEngine("scripted"))
    fixture.fleet.stopAll()
    #expect(fixture.finish() == [])
  }

  @Test func `The end of a session ends what agents have left in the background`() throws {
    let fixture = try Fixture(agents: 2)
    try fixture.fleet.attach(try ScriptedEngine("scripted"))
    _ = try fixture.fleet.submit("serve", to: .all)
    fixture.fleet.waitUntilIdle()
    let agents = [fixture.agent("ada"), fixture.agent("bob")]
    #expect(agents.map { $0?.askedOfJobs } == [[], []])
    _ = fixture.finish()
    #expect(agents.map { $0?.askedOfJobs } == [["stop", "wait"], ["stop", "wait"]])
  }
}
