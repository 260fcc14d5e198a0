import Agents
import Inference
import Testing
import TestSupport
import Threading

@testable import Orchestrator

/// Agents that are started by agents.
@Suite struct StartedAgentsTests {
  /// `give X` gives X to another agent and answers with its result; anything else is answered with itself.
  private static let script: ScriptedAgent.Script = { run in
    try run.withSlot {}
    var answer = run.task
    if run.task.hasPrefix("give ") {
      let result = run.delegate(String(run.task.dropFirst(5)))
      answer = (result.ok ? "" : "not ok: ") + result.output
      if run.cancellation.isCancelled { return RunOutcome(reason: .stopped, text: answer) }
    }
    try run.withSlot {}
    return RunOutcome(reason: .done, text: answer)
  }

  /// Runs until their gate is opened, or until they are stopped: tasks with `wait` in them.
  private static func waiting(at gate: Gate) -> ScriptedAgent.Script {
    { run in
      if run.task.hasPrefix("wait") { gate.pass(run.cancellation) }
      if run.task.hasPrefix("wait"), run.cancellation.isCancelled {
        return RunOutcome(reason: .stopped, text: "so far")
      }
      return try script(run)
    }
  }

  private func answers(_ events: [FleetEvent]) -> [String: String] {
    events.reduce(into: [:]) { answers, event in
      if case .runFinished(let outcome) = event.kind, let agent = event.agent { answers[agent] = outcome.text }
    }
  }

  @Test func allAgentsGiveWorkAtOnceWithOneSlotAndAllAreAnswered() throws {
    let fixture = try Fixture(agents: 8, slots: 1, script: Self.script)
    try fixture.fleet.attach(ScriptedEngine("scripted", slots: 1))
    for _ in 0..<5 {
      _ = try fixture.fleet.submit("give give part", to: .all)
      fixture.fleet.waitUntilIdle()
    }
    let events = fixture.finish()
    // Of eight that ask at once some find no room for theirs; none waits for ever.
    #expect(events.outcomes.values.allSatisfy { $0.reason == .done })
    #expect(events.compactMap(\.slots).allSatisfy { $0.active <= 1 })
    #expect(events.compactMap(\.slots).last?.active == 0)
    #expect(events.outcomes.values.contains { $0.text.contains("answered:\n") })
  }

  @Test func answerOfAStartedAgentIsTheResultAndTheStreamTellsWhoStartedWhom() throws {
    let fixture = try Fixture(agents: 2, slots: 1, script: Self.script)
    try fixture.fleet.attach(ScriptedEngine("scripted", slots: 1))
    _ = try fixture.fleet.submit("give part", to: .agent("bob"))
    fixture.fleet.waitUntilIdle()
    #expect(fixture.fleet.snapshot().agents.map(\.startedBy) == [nil, nil, "bob"])
    let events = fixture.finish()
    #expect(answers(events) == ["cyd": "part", "bob": "cyd answered:\npart"])
    let order = events.filter { event in
      switch event.kind {
      case .agentStarted, .taskQueued, .runStarted, .runFinished: true
      case .sessionStarted, .agent, .modelChanged, .sessionFinished: false
      }
    }
    #expect(
      order.map(\.kind.name) == [
        "task.queued", "run.started", "agent.started", "task.queued", "run.started", "run.finished", "run.finished",
      ])
    #expect(order.map(\.agent) == ["bob", "bob", "cyd", "cyd", "cyd", "cyd", "bob"])
    #expect(order[2].kind == .agentStarted(by: "bob"))
  }

  @Test func agentsStartAgentsOnlyTwoDeep() throws {
    let fixture = try Fixture(agents: 1, script: Self.script)
    try fixture.fleet.attach(ScriptedEngine("scripted"))
    _ = try fixture.fleet.submit("give give give part", to: .agent("ada"))
    fixture.fleet.waitUntilIdle()
    let answers = answers(fixture.finish())
    #expect(answers["cyd"]?.hasPrefix("not ok: No agent can be started from here") == true)
    #expect(answers["ada"]?.hasPrefix("bob answered:\ncyd answered:\nnot ok") == true)
  }

  @Test func noMoreThanEightStartedAgentsWorkAtOnce() throws {
    let gate = Gate()
    let fixture = try Fixture(agents: 9, script: Self.waiting(at: gate))
    try fixture.fleet.attach(ScriptedEngine("scripted", slots: 9))
    for name in fixture.fleet.snapshot().agents.map(\.name).prefix(8) {
      _ = try fixture.fleet.submit("give wait", to: .agent(name))
    }
    try fixture.wait(forCount: 16) { $0.isRunStart }
    _ = try fixture.fleet.submit("give wait", to: .agent("ivy"))
    try fixture.wait(forCount: 1) { $0.isRunEnd && $0.agent == "ivy" }
    gate.open()
    fixture.fleet.waitUntilIdle()
    let answers = answers(fixture.finish())
    #expect(
      answers["ivy"] == "not ok: No more agents can be started: 8 that were started work already. Do it yourself.")
    #expect(answers["ada"]?.hasSuffix("answered:\nwait") == true)
  }

  @Test func finishedOnesMakeRoomAndGoWhenTheirStarterBeginsAnew() throws {
    let fixture = try Fixture(agents: 1) { run in
      guard run.task == "many" else { return RunOutcome(reason: .done, text: "part") }
      let results = (0..<12).map { run.delegate("part \($0)") }
      return RunOutcome(reason: .done, text: "\(results.count { $0.ok })")
    }
    try fixture.fleet.attach(ScriptedEngine("scripted"))
    _ = try fixture.fleet.submit("many", to: .agent("ada"))
    fixture.fleet.waitUntilIdle()
    #expect(fixture.fleet.snapshot().agents.count == 9)
    _ = try fixture.fleet.submit("next", to: .agent("ada"))
    fixture.fleet.waitUntilIdle()
    #expect(fixture.fleet.snapshot().agents.map(\.name) == ["ada"])
    #expect(answers(fixture.finish()).values.contains("part"))
  }

  @Test func stopOfTheRunThatWaitsStopsThoseThatItWaitsFor() throws {
    let fixture = try Fixture(agents: 1, script: Self.waiting(at: Gate()))
    try fixture.fleet.attach(ScriptedEngine("scripted"))
    _ = try fixture.fleet.submit("give give wait", to: .agent("ada"))
    try fixture.wait(forCount: 3) { $0.isRunStart }
    try fixture.fleet.stop("ada")
    fixture.fleet.waitUntilIdle()
    let events = fixture.finish()
    #expect(events.outcomes.values.map(\.reason) == [.stopped, .stopped, .stopped])
  }

  @Test(arguments: ["stop", "close"])
  func startedAgentThatIsStoppedOrClosedIsToldToTheOneThatWaits(how: String) throws {
    let fixture = try Fixture(agents: 1, script: Self.waiting(at: Gate()))
    try fixture.fleet.attach(ScriptedEngine("scripted"))
    _ = try fixture.fleet.submit("give wait", to: .agent("ada"))
    try fixture.wait(forCount: 2) { $0.isRunStart }
    if how == "stop" { try fixture.fleet.stop("bob") } else { try fixture.fleet.closeAgent("bob") }
    fixture.fleet.waitUntilIdle()
    #expect(answers(fixture.finish())["ada"] == "not ok: bob was stopped before it was done. so far")
  }

  @Test func closingTheOneThatWaitsClosesThoseThatItStarted() throws {
    let fixture = try Fixture(agents: 2, script: Self.waiting(at: Gate()))
    try fixture.fleet.attach(ScriptedEngine("scripted"))
    _ = try fixture.fleet.submit("give give wait", to: .agent("ada"))
    try fixture.wait(forCount: 3) { $0.isRunStart }
    try fixture.fleet.closeAgent("ada")
    fixture.fleet.waitUntilIdle()
    #expect(fixture.fleet.snapshot().agents.map(\.name) == ["bob"])
    #expect(fixture.finish().outcomes.values.map(\.reason) == [.stopped, .stopped, .stopped])
  }

  @Test(arguments: ["stop all", "shut down"])
  func endOfEverythingEndsThoseThatWaitForOthers(how: String) throws {
    let fixture = try Fixture(agents: 3, script: Self.waiting(at: Gate()))
    try fixture.fleet.attach(ScriptedEngine("scripted", slots: 1))
    _ = try fixture.fleet.submit("give wait", to: .all)
    try fixture.wait(forCount: 6) { $0.isRunStart }
    if how == "stop all" {
      fixture.fleet.stopAll()
      fixture.fleet.waitUntilIdle()
    }
    let events = fixture.finish()
    #expect(events.outcomes.count == 6)
    #expect(events.outcomes.values.allSatisfy { $0.reason == .stopped })
  }

  @Test func startedAgentHasTheModeOfItsStarterAndIsNarrowedWithIt() throws {
    let fixture = try Fixture(agents: 1, script: Self.waiting(at: Gate()))
    try fixture.fleet.setMode(.acceptEdits, of: "ada")
    try fixture.fleet.attach(ScriptedEngine("scripted"))
    _ = try fixture.fleet.submit("give wait", to: .agent("ada"))
    try fixture.wait(forCount: 2) { $0.isRunStart }
    // Its run is told before it is made.
    try fixture.waitForAgent("bob")
    try fixture.fleet.setMode(.auto, of: "ada")
    #expect(fixture.fleet.snapshot().agents.map(\.mode) == [.auto, .acceptEdits])
    try fixture.fleet.setMode(.plan, of: "ada")
    #expect(fixture.fleet.snapshot().agents.map(\.mode) == [.plan, .plan])
    try fixture.fleet.stop("ada")
    fixture.fleet.waitUntilIdle()
    #expect(fixture.agent("bob")?.mode == .acceptEdits)
    _ = fixture.finish()
  }

  @Test func tasksForAllAndForWhoeverIsFreeAreNotForStartedAgents() throws {
    let fixture = try Fixture(agents: 1, script: Self.script)
    try fixture.fleet.attach(ScriptedEngine("scripted"))
    _ = try fixture.fleet.submit("give part", to: .agent("ada"))
    fixture.fleet.waitUntilIdle()
    #expect(fixture.fleet.snapshot().agents.count == 2)
    #expect(try fixture.fleet.submit("for all", to: .all).count == 1)
    _ = try fixture.fleet.submit("for any", to: .any)
    fixture.fleet.waitUntilIdle()
    #expect(fixture.finish().begun == ["ada", "bob", "ada", "ada"])
  }

  @Test func startedAgentsAskInTheOneListAndWhoWaitsHoldsNoSlot() throws {
    let fixture = try Fixture(agents: 2, slots: 1) { run in
      if run.task == "give" { return RunOutcome(reason: .done, text: run.delegate("ask").output) }
      if run.task == "ask" { return RunOutcome(reason: .done, text: run.ask("request-1").word) }
      try run.withSlot {}
      return RunOutcome(reason: .done, text: "went on")
    }
    try fixture.fleet.attach(ScriptedEngine("scripted", slots: 1))
    _ = try fixture.fleet.submit("give", to: .agent("ada"))
    try fixture.wait(forCount: 1) { $0.isRequest && $0.agent == "cyd" }
    _ = try fixture.fleet.submit("else", to: .agent("bob"))
    try fixture.wait(forCount: 1) { $0.isRunEnd && $0.agent == "bob" }
    try fixture.fleet.answer("request-1", with: .once)
    fixture.fleet.waitUntilIdle()
    #expect(answers(fixture.finish())["ada"] == "cyd answered:\nonce")
  }
}
