import Agents
import Inference
import Testing
import TestSupport
import Threading

@Suite("Stopping an agent") struct AgentStopTests {
  @Test("While it waits for a slot: nothing was generated, and the next task works")
  func whileWaiting() throws {
    let bench = try AgentBench([.say("Fine.")])
    let cancellation = Cancellation()
    do {
      let permit = try bench.engine.scheduler.acquire(label: "other")
      let outcome = try bench.start("One", cancellation: cancellation)
      bench.wait(for: "slot waiting 1")
      cancellation.cancel()
      #expect(outcome() == RunOutcome(reason: .stopped, text: ""))
      permit.release()
    }
    #expect(bench.allEvents == ["slot waiting 1"])
    #expect(bench.run("Two") == RunOutcome(reason: .done, text: "Fine."))
  }

  @Test("While it generates: what it said so far is kept")
  func whileGenerating() throws {
    let gate = Gate()
    let bench = try AgentBench([.stall(gate, after: "Half an answer"), .say("Fine.")])
    let cancellation = Cancellation()
    let outcome = try bench.start("One", cancellation: cancellation)
    gate.waitUntilReached()
    cancellation.cancel()
    #expect(outcome() == RunOutcome(reason: .stopped, text: "Half an answer"))
    #expect(bench.engine.scheduler.activeCount == 0)
    #expect(bench.run("Two").reason == .done)
    #expect(bench.engine.prompts[1].contains("<|assistant|>Half an answer\n<|user|>Two"))
  }

  @Test("While it writes a second call: neither runs, and both have a result")
  func whileCalling() throws {
    let gate = Gate()
    let bench = try AgentBench([
      .stall(gate, after: ScriptedEngine.call("read", #"{"path": "x"}"#), "\n<tool_call>\n{\"name\": \"re"),
      .say("Fine."),
    ])
    let cancellation = Cancellation()
    let outcome = try bench.start("One", cancellation: cancellation)
    gate.waitUntilReached()
    cancellation.cancel()
    #expect(outcome() == RunOutcome(reason: .stopped, text: ""))
    #expect(bench.events == [])
    let notRun = "not run: the person stopped the work"
    #expect(bench.agent.conversation.entries.last == .toolResults([notRun, notRun]))
    #expect(bench.run("Two").reason == .done)
  }

  @Test("While a tool runs: the tool is told, its result is kept, and the calls after it do not run")
  func whileToolRuns() throws {
    let gate = Gate()
    let tool = TestTool(name: "read") { _, context in
      ToolResult(ok: gate.pass(context.cancellation), output: "half a file")
    }
    let calls = ["a", "b"].map { ScriptedEngine.call("read", #"{"path": "\#($0)"}"#) }.joined()
    let bench = try AgentBench([.say(calls), .say("Fine.")], tools: [tool])
    let cancellation = Cancellation()
    let outcome = try bench.start("One", cancellation: cancellation)
    gate.waitUntilReached()
    cancellation.cancel()
    #expect(outcome() == RunOutcome(reason: .stopped, text: ""))
    #expect(bench.events == [#"call-1 read {"path":"a"}"#, "call-1 read failed: half a file"])
    #expect(
      bench.agent.conversation.entries.last == .toolResults(["half a file", "not run: the person stopped the work"]))
    #expect(bench.run("Two").reason == .done)
  }

  @Test("While a person is asked: the call does not run")
  func whileAsking() throws {
    let gate = Gate()
    let bench = try AgentBench(
      [.call("write", #"{"path": "x"}"#), .say("Fine.")], tools: [TestTool(name: "write", effect: .writes)], mode: .ask,
      approver: ScriptedApprover(gate: gate))
    let cancellation = Cancellation()
    let outcome = try bench.start("One", cancellation: cancellation)
    gate.waitUntilReached()
    cancellation.cancel()
    #expect(outcome() == RunOutcome(reason: .stopped, text: ""))
    #expect(
      bench.events.dropFirst(2) == [
        "request-1 deny by stop", "call-1 write failed: not run: the person stopped the work",
      ])
    #expect(bench.run("Two").reason == .done)
  }

  @Test("Before it begins: nothing is generated")
  func beforehand() throws {
    let bench = try AgentBench([.say("Fine.")])
    let cancellation = Cancellation()
    cancellation.cancel()
    #expect(bench.run("One", cancellation: cancellation) == RunOutcome(reason: .stopped, text: ""))
    #expect(bench.engine.unused == 1)
  }

  @Test("When the engine goes away the run fails with a sentence")
  func engineGone() throws {
    let bench = try AgentBench([])
    bench.engine.shutdown()
    #expect(
      bench.run("One")
        == RunOutcome(reason: .failed, text: "", error: "the scheduler is closed: the engine is shutting down"))
  }
}
