import Agents
import Inference
import Testing
import TestSupport
import Threading

@testable import Orchestrator

@Suite struct FleetTests {
  @Test func `Many tasks on few slots all finish, and nobody counts more held than there are`() throws {
    let (inside, bothHeld) = (Monitor(0), Gate())
    let fixture = try Fixture(agents: 6, slots: 2) { run in
      for _ in 0..<3 {
        try run.withSlot {
          // The first holder waits for a second one, so that both slots are held at least once.
          if inside.withLock({
            $0 += 1; return $0 >= 2
          }) {
            bothHeld.open()
          }
          bothHeld.pass(run.cancellation)
          run.emit(.text("\(run.task) "))
        }
      }
      return RunOutcome(reason: .done, text: run.task)
    }
    try fixture.fleet.attach(ScriptedEngine("scripted", slots: 2))
    for number in 0..<40 { _ = try fixture.fleet.submit("\(number)", to: .any) }
    for number in 0..<3 { _ = try fixture.fleet.submit("all \(number)", to: .all) }
    fixture.fleet.waitUntilIdle()
    let events = fixture.finish()

    #expect(events.map(\.seq) == Array(1...events.count))
    #expect(events.outcomes.count == 58)
    #expect(events.outcomes.values.allSatisfy { $0.reason == .done })
    let slots = events.compactMap(\.slots)
    #expect(slots.count == 58 * 3 * 2)
    #expect(slots.allSatisfy { (0...2).contains($0.active) && $0.max == 2 })
    #expect(slots.contains { $0.active == 2 })
    #expect(slots.last?.active == 0)
    #expect(
      events.first?.kind
        == .sessionStarted(
          id: "20260102-150405-abc234", model: "/models/scripted.gguf", agents: 6, slots: 2, context: 2048))
    #expect(events.last?.kind == .sessionFinished(runs: 58, failed: 0))
  }

  @Test func `Every run begins after its task was queued and ends after it began`() throws {
    let fixture = try Fixture(agents: 3)
    try fixture.fleet.attach(ScriptedEngine("scripted"))
    let tasks = try (0..<30).flatMap { try fixture.fleet.submit("\($0)", to: .any) }
    fixture.fleet.waitUntilIdle()
    let events = fixture.finish()
    for task in tasks {
      let queued = try #require(
        events.firstIndex { if case .taskQueued(task, _, _) = $0.kind { true } else { false } })
      let begun = try #require(events.firstIndex { $0.kind == .runStarted(task: task) })
      let ended = try #require(events.firstIndex { $0.isRunEnd && $0.run == events[begun].run })
      #expect(queued < begun && begun < ended)
      #expect(events[ended].agent == events[begun].agent)
    }
  }

  @Test func `Tasks given before the model is there wait, and begin with it`() throws {
    let fixture = try Fixture(agents: 1)
    #expect(try fixture.fleet.submit("one", to: .agent("ada")) == ["t1"])
    #expect(try fixture.fleet.submit("two", to: .any) == ["t2"])
    try fixture.wait(forCount: 3) { _ in true }
    let snapshot = fixture.fleet.snapshot()
    #expect(snapshot.model == .none)
    #expect(snapshot.agents == [.init(id: AgentID(value: 1), name: "ada", mode: .ask, queuedTasks: 1)])
    #expect(snapshot.unassignedTasks == 1)
    #expect(snapshot.scheduler == nil)
    try fixture.fleet.attach(ScriptedEngine("scripted"))
    fixture.fleet.waitUntilIdle()
    let events = fixture.finish()
    #expect(events.filter(\.isRunStart).map(\.kind) == [.runStarted(task: "t1"), .runStarted(task: "t2")])
    #expect(events.outcomes.values.map(\.text).sorted() == ["one", "two"])
  }

  @Test func `A stopped run ends stopped, its agent's next task begins, and its neighbours go on`() throws {
    let gate = Gate()
    let fixture = try Fixture(agents: 2) { run in
      if run.task == "hang" {
        let never = Gate()
        never.pass(run.cancellation)
        return RunOutcome(reason: .stopped, text: "")
      }
      gate.pass()
      return RunOutcome(reason: .done, text: run.task)
    }
    try fixture.fleet.attach(ScriptedEngine("scripted"))
    _ = try fixture.fleet.submit("hang", to: .agent("ada"))
    _ = try fixture.fleet.submit("next", to: .agent("ada"))
    _ = try fixture.fleet.submit("other", to: .agent("bob"))
    try fixture.wait(forCount: 2, of: \.isRunStart)
    try fixture.fleet.stop("ada")
    try fixture.wait(forCount: 3, of: \.isRunStart)
    gate.open()
    fixture.fleet.waitUntilIdle()
    #expect(throws: FleetError("The agent 'ada' runs nothing that could be stopped.")) { try fixture.fleet.stop("ada") }
    let outcomes = fixture.finish().outcomes.values
    #expect(outcomes.filter { $0.reason == .done }.map(\.text).sorted() == ["next", "other"])
    #expect(outcomes.count { $0.reason == .stopped } == 1)
  }

  @Test func `Stopping all stops what runs, also what waits for a slot, and drops what waits`() throws {
    let fixture = try Fixture(agents: 3, slots: 1) { run in
      try run.withSlot { Gate().pass(run.cancellation) }
      return RunOutcome(reason: .stopped, text: "")
    }
    try fixture.fleet.attach(ScriptedEngine("scripted", slots: 1))
    for _ in 0..<9 { _ = try fixture.fleet.submit("x", to: .any) }
    _ = try fixture.fleet.submit("y", to: .all)
    try fixture.wait(forCount: 2) { if case .agent(.slotWaiting) = $0.kind { true } else { false } }
    fixture.fleet.stopAll()
    fixture.fleet.waitUntilIdle()
    #expect(fixture.fleet.snapshot().agents.allSatisfy { $0.queuedTasks == 0 && !$0.isRunning })
    let events = fixture.finish()
    #expect(events.outcomes.count == 3)
    #expect(events.outcomes.values.allSatisfy { $0.reason == .stopped })
    #expect(events.compactMap(\.slots).last?.active ?? 0 == 0)
  }

  @Test func `A closed agent's run is stopped and told under its name; it is gone at once`() throws {
    let fixture = try Fixture(agents: 2) { run in
      Gate().pass(run.cancellation)
      return RunOutcome(reason: .stopped, text: "so far")
    }
    try fixture.fleet.attach(ScriptedEngine("scripted"))
    _ = try fixture.fleet.submit("x", to: .agent("ada"))
    _ = try fixture.fleet.submit("never", to: .agent("ada"))
    try fixture.wait(forCount: 1, of: \.isRunStart)
    try fixture.fleet.closeAgent("ada")
    #expect(fixture.fleet.snapshot().agents.map(\.name) == ["bob"])
    #expect(throws: FleetError.self) { try fixture.fleet.submit("x", to: .agent("ada")) }
    fixture.fleet.waitUntilIdle()
    // Its thread now serves the others.
    #expect(try fixture.fleet.addAgent(named: "eva", mode: .auto) == "eva")
    let events = fixture.finish()
    #expect(events.outcomes == ["r1": RunOutcome(reason: .stopped, text: "so far")])
    #expect(events.first(where: \.isRunEnd)?.agent == "ada")
  }

  @Test func `A renamed agent's events carry the new name from then on`() throws {
    let gate = Gate()
    let fixture = try Fixture(agents: 1) { run in
      run.emit(.text("before"))
      gate.pass()
      run.emit(.text("after"))
      return RunOutcome(reason: .done, text: "")
    }
    try fixture.fleet.attach(ScriptedEngine("scripted"))
    _ = try fixture.fleet.submit("x", to: .agent("ada"))
    try fixture.wait(forCount: 1) { if case .agent(.text) = $0.kind { true } else { false } }
    try fixture.fleet.renameAgent("ada", to: "eva")
    gate.open()
    fixture.fleet.waitUntilIdle()
    let events = fixture.finish()
    #expect(events.text(of: "ada") == "before")
    #expect(events.text(of: "eva") == "after")
    #expect(events.first(where: \.isRunEnd)?.agent == "eva")
    #expect(fixture.agent("ada")?.changes.names == ["eva"])
  }

  @Test func `An agent stays who it is under another name, and is reached by its identity`() throws {
    let gate = Gate()
    let fixture = try Fixture(agents: 2) { run in
      gate.pass(run.cancellation)
      return RunOutcome(reason: run.cancellation.isCancelled ? .stopped : .done, text: "")
    }
    try fixture.fleet.attach(ScriptedEngine())
    let ada = try #require(fixture.fleet.snapshot().agents.first?.id)
    _ = try fixture.fleet.submit("x", to: .member(ada))
    try fixture.wait(forCount: 1, of: \.isRunStart)
    try fixture.fleet.renameAgent(ada, to: "eva")
    try fixture.fleet.setMode(.plan, of: ada)
    #expect(fixture.fleet.snapshot().agents.first { $0.id == ada }?.mode == .plan)
    // Another one may be called what it was called before.
    _ = try fixture.fleet.addAgent(named: "ada", mode: nil)
    try fixture.fleet.stop(ada)
    fixture.fleet.waitUntilIdle()
    try fixture.fleet.closeAgent(ada)
    #expect(fixture.fleet.snapshot().agents.map(\.name) == ["bob", "ada"])
    #expect(throws: FleetError("That agent has been closed; there are: bob, ada.")) { try fixture.fleet.stop(ada) }
    let events = fixture.finish().filter { $0.run == "r1" || $0.agent == "ada" }
    #expect(events.allSatisfy { $0.agentID == ada })
    #expect(Set(events.compactMap(\.agent)) == ["ada", "eva"])
  }

  @Test func `A mode given before the first task is the agent's own, a later one is told to it`() throws {
    let fixture = try Fixture(agents: 1)
    try fixture.fleet.setMode(.plan, of: "ada")
    try fixture.fleet.attach(ScriptedEngine("scripted"))
    _ = try fixture.fleet.submit("x", to: .agent("ada"))
    fixture.fleet.waitUntilIdle()
    try fixture.fleet.setMode(.auto, of: "ada")
    #expect(fixture.agent("ada")?.mode == .plan)
    #expect(fixture.agent("ada")?.changes.modes == [.auto])
    #expect(fixture.fleet.snapshot().agents.map(\.mode) == [.auto])
    _ = fixture.finish()
  }

  @Test func `Approvals wait without a slot, at once, and are answered in any order`() throws {
    let fixture = try Fixture(agents: 3, slots: 1) { run in
      try run.withSlot {}
      let answer = run.ask("request-\(run.task)")
      try run.withSlot {}
      return RunOutcome(reason: .done, text: answer.word)
    }
    try fixture.fleet.attach(ScriptedEngine("scripted", slots: 1))
    for name in ["ada", "bob", "cyd"] { _ = try fixture.fleet.submit(name, to: .agent(name)) }
    try fixture.wait(forCount: 3, of: \.isRequest)
    #expect(fixture.fleet.snapshot().scheduler?.active == 0)
    try fixture.fleet.answer("request-cyd", with: .prefix)
    try fixture.fleet.answer("request-ada", with: .deny(reason: "no"))
    try fixture.fleet.answer("request-bob", with: .once)
    fixture.fleet.waitUntilIdle()
    #expect(throws: FleetError.self) { try fixture.fleet.answer("request-bob", with: .once) }
    let events = fixture.finish()
    let words = events.compactMap { event -> String? in
      guard case .runFinished(let outcome) = event.kind, let agent = event.agent else { return nil }
      return "\(agent) \(outcome.text)"
    }
    #expect(words.sorted() == ["ada deny", "bob once", "cyd prefix"])
  }

  @Test func `A request can be answered by whoever sees its event, however soon`() throws {
    for _ in 0..<20 {
      let fixture = try Fixture(agents: 1) { RunOutcome(reason: .done, text: $0.ask("request-1").word) }
      try fixture.fleet.attach(ScriptedEngine("scripted"))
      _ = try fixture.fleet.submit("x", to: .any)
      try fixture.wait(forCount: 1, of: \.isRequest)
      try fixture.fleet.answer("request-1", with: .session)
      fixture.fleet.waitUntilIdle()
      #expect(fixture.finish().outcomes["r1"]?.text == "session")
    }
  }

  @Test func `A run that is stopped while it asks is denied and ends`() throws {
    let fixture = try Fixture(agents: 1) { run in
      let answer = run.ask("request-1")
      return RunOutcome(reason: run.cancellation.isCancelled ? .stopped : .done, text: answer.word)
    }
    try fixture.fleet.attach(ScriptedEngine("scripted"))
    _ = try fixture.fleet.submit("x", to: .any)
    try fixture.wait(forCount: 1, of: \.isRequest)
    try fixture.fleet.stop("ada")
    fixture.fleet.waitUntilIdle()
    #expect(fixture.fleet.approvals.openRequests == 0)
    #expect(fixture.finish().outcomes == ["r1": RunOutcome(reason: .stopped, text: "deny")])
  }

  @Test func `More slots let those go on who wait, and fewer hold at the new number`() throws {
    let gate = Gate()
    let fixture = try Fixture(agents: 3, slots: 1) { run in
      try run.withSlot { gate.pass(run.cancellation) }
      return RunOutcome(reason: .done, text: "")
    }
    let engine = try ScriptedEngine("scripted", slots: 1)
    try fixture.fleet.attach(engine)
    _ = try fixture.fleet.submit("x", to: .all)
    try fixture.wait(forCount: 2) { if case .agent(.slotWaiting) = $0.kind { true } else { false } }
    try fixture.fleet.resizeSlots(to: 3)
    try fixture.wait(forCount: 3) { if case .agent(.slotAcquired) = $0.kind { true } else { false } }
    #expect(engine.scheduler.activeCount == 3)
    try fixture.fleet.resizeSlots(to: 2)
    #expect(engine.scheduler.maxConcurrent == 2)
    #expect(throws: FleetError("There cannot be 0 slots; give 1 or more.")) { try fixture.fleet.resizeSlots(to: 0) }
    gate.open()
    fixture.fleet.waitUntilIdle()
    let slots = fixture.finish().compactMap(\.slots)
    #expect(slots.map(\.active).max() == 3)
    #expect(slots.filter { $0.max == 3 }.allSatisfy { $0.active <= 3 })
    #expect(slots.last == .init(active: 0, max: 2))
  }

  @Test func `Slots set before the model is there are those of its scheduler`() throws {
    let fixture = try Fixture(agents: 1, slots: 1)
    try fixture.fleet.resizeSlots(to: 3)
    let engine = try ScriptedEngine("scripted", slots: 1)
    try fixture.fleet.attach(engine)
    #expect(engine.scheduler.maxConcurrent == 3)
    _ = fixture.finish()
  }

  @Test func `An agent that fails, or cannot be made, fails its run alone`() throws {
    struct Broken: Error, CustomStringConvertible { let description = "no room" }
    let fixture = try Fixture(agents: 2) { run in
      if run.task == "bad" { throw Broken() }
      return RunOutcome(reason: .done, text: run.task)
    }
    try fixture.fleet.attach(ScriptedEngine("scripted"))
    _ = try fixture.fleet.submit("bad", to: .agent("ada"))
    _ = try fixture.fleet.submit("good", to: .agent("ada"))
    fixture.fleet.waitUntilIdle()
    let events = fixture.finish()
    #expect(events.outcomes["r1"] == RunOutcome(reason: .failed, text: "", error: "no room"))
    #expect(events.outcomes["r2"] == RunOutcome(reason: .done, text: "good"))
    #expect(events.last?.kind == .sessionFinished(runs: 2, failed: 1))
  }

  @Test func `What an agent has used of its context is known from what it tells`() throws {
    let fixture = try Fixture(agents: 1) { run in
      run.emit(
        .usage(
          .init(
            promptTokens: 100, reusedTokens: 0, generatedTokens: 20, millisecondsToFirstToken: 1, tokensPerSecond: 1)))
      if run.task == "more" { run.emit(.contextCompacted(tokensBefore: 120, tokensAfter: 30)) }
      return RunOutcome(reason: .done, text: "")
    }
    try fixture.fleet.attach(ScriptedEngine("scripted", contextLength: 2048))
    _ = try fixture.fleet.submit("x", to: .any)
    fixture.fleet.waitUntilIdle()
    #expect(
      fixture.fleet.snapshot().agents == [
        .init(id: AgentID(value: 1), name: "ada", mode: .ask, contextUsed: 120, contextLimit: 2048)
      ])
    _ = try fixture.fleet.submit("more", to: .any)
    fixture.fleet.waitUntilIdle()
    #expect(fixture.fleet.snapshot().agents.first?.contextUsed == 30)
    #expect(fixture.fleet.snapshot().memory?.used == 7)
    _ = fixture.finish()
  }
}
