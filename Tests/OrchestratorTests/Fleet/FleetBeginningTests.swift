import Agents
import Inference
import Testing
import TestSupport
import Threading

@testable import Orchestrator

/// What all agents begin with is computed before there is a task.
@Suite struct FleetBeginningTests {
  private static let beginning: [PromptPart] = [.markup("<system>"), .text("Be brief.")]
  private let config = InferenceConfig(modelPath: "/models/scripted.gguf")

  @Test func `What all agents begin with is computed when the model is there, and let go of when one has it`() throws {
    let engine = try ScriptedEngine("scripted")
    let fixture = try Fixture(
      agents: 2,
      script: { run in
        run.emit(
          .usage(
            .init(
              promptTokens: 9, reusedTokens: 7, generatedTokens: 1, millisecondsToFirstToken: 1, tokensPerSecond: 1)))
        return RunOutcome(reason: .done, text: run.task)
      }, load: { _, _ throws(InferenceError) in engine }, beginning: Self.beginning)
    try fixture.fleet.startLoading(config)
    engine.waitForPrepared(1)
    #expect(engine.prepared == [Self.beginning])
    #expect(engine.releasedCount == 0)
    _ = try fixture.fleet.submit("x", to: .all)
    fixture.fleet.waitUntilIdle()
    #expect(fixture.fleet.state.withLock { $0.beginning == nil })
    _ = fixture.finish()
    #expect(engine.releasedCount == 1)
  }

  @Test func `While somebody works nothing is computed ahead: the beginning comes with the prompt`() throws {
    let engine = try ScriptedEngine("scripted")
    let gate = Gate()
    let fixture = try Fixture(
      agents: 1,
      script: { run in
        gate.pass(run.cancellation)
        return RunOutcome(reason: .done, text: run.task)
      }, beginning: Self.beginning)
    try fixture.fleet.attach(engine)
    _ = try fixture.fleet.submit("x", to: .all)
    fixture.fleet.prepareBeginning(on: engine, Cancellation())
    #expect(engine.prepared == [])
    gate.open()
    fixture.fleet.waitUntilIdle()
    fixture.fleet.prepareBeginning(on: engine, Cancellation())
    #expect(engine.prepared == [Self.beginning])
    _ = fixture.finish()
  }

  @Test func `A fleet that shuts down gives the sequence back before its engine`() throws {
    let engine = try ScriptedEngine("scripted")
    let fixture = try Fixture(
      agents: 1, load: { _, _ throws(InferenceError) in engine }, beginning: Self.beginning)
    try fixture.fleet.startLoading(config)
    engine.waitForPrepared(1)
    _ = fixture.finish()
    #expect(engine.releasedCount == 1 && engine.shutdownCount == 1)
  }
}
