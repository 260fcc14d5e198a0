import Agents
import Inference
import Testing
import TestSupport
import Threading

@Suite("An agent that goes on with another model") struct AgentMoveTests {
  private func engine(_ replies: [ScriptedEngine.Reply], contextLength: Int = 100_000) throws -> ScriptedEngine {
    try ScriptedEngine(replies, contextLength: contextLength, generationPrompt: "<|other|>")
  }

  /// Parts that are tokens, which mean something to one model only.
  private func tokenParts(_ request: GenerationRequest) -> Int {
    request.prompt.count { if case .tokens = $0 { true } else { false } }
  }

  @Test("Between two tasks: all that was said comes along, as text, in the new model's format")
  func betweenTasks() throws {
    let bench = try AgentBench([.say("One."), .say("Two.")])
    bench.run("First")
    bench.run("Second")
    #expect(tokenParts(bench.engine.requests[1]) == 1)
    let other = try engine([.say("Three."), .say("Four.")])
    #expect(try bench.agent.promptTokens(on: other) == bench.agent.promptTokens(on: bench.engine) - 4)
    bench.agent.move(to: other)
    #expect(bench.run("Third") == RunOutcome(reason: .done, text: "Three."))
    #expect(
      other.prompts[0].hasSuffix(
        "<|user|>First\n<|assistant|>One.\n<|user|>Second\n<|assistant|>Two.\n<|user|>Third\n<|other|>"))
    #expect(tokenParts(other.requests[0]) == 0)
    bench.run("Fourth")
    #expect(tokenParts(other.requests[1]) == 1)
    #expect(bench.engine.requests.count == 2)
  }

  @Test("Before its first task: nothing has to be computed again")
  func beforeTheFirst() throws {
    let bench = try AgentBench([])
    let other = try engine([.say("Hello.")])
    #expect(try bench.agent.promptTokens(on: other) == 0)
    bench.agent.move(to: other)
    #expect(bench.run("First") == RunOutcome(reason: .done, text: "Hello."))
  }

  @Test("While it waits for a slot: it asks the new model, and nothing was said twice")
  func whileWaiting() throws {
    let bench = try AgentBench([])
    let other = try engine([.say("Hello.")])
    try bench.engine.scheduler.drain(cancellation: Cancellation())
    let outcome = try bench.start("First")
    bench.wait(for: "slot waiting 1")
    bench.agent.move(to: other)
    bench.engine.shutdown()
    #expect(outcome() == RunOutcome(reason: .done, text: "Hello."))
    #expect(bench.events == ["text Hello."])
    #expect(bench.engine.requests.isEmpty)
  }

  @Test("An engine that closes while no other one has come fails the run")
  func closed() throws {
    let bench = try AgentBench([])
    bench.engine.shutdown()
    #expect(
      bench.run("First")
        == RunOutcome(reason: .failed, text: "", error: "the scheduler is closed: the engine is shutting down"))
  }

  @Test("While a tool runs: the result goes to the new model, and nobody keeps the old one meanwhile")
  func whileToolRuns() throws {
    let gate = Gate()
    let tool = TestTool(name: "read") { _, context in
      ToolResult(ok: gate.pass(context.cancellation), output: "a file")
    }
    var old: ScriptedEngine? = try ScriptedEngine([.call("read", #"{"path": "x"}"#)])
    weak let left = old
    let agent = Agent(
      name: "ada", engine: old!,
      settings: AgentSettings(workspace: "/ws", mode: .auto, tools: ToolRegistry([tool]), toolForm: .native),
      approver: ScriptedApprover(), policy: PermissionPolicy(), identifiers: IdentifierSource())
    old = nil
    let outcome = Monitor<RunOutcome?>(nil)
    let thread = try WorkerThread(name: "run") {
      let result = agent.run(task: "First", cancellation: Cancellation()) { _ in }
      outcome.withLock { $0 = result }
    }
    gate.waitUntilReached()
    #expect(left != nil)
    let other = try engine([.say("Read.")])
    agent.move(to: other)
    #expect(left == nil)
    gate.open()
    thread.join()
    #expect(outcome.withLock { $0 } == RunOutcome(reason: .done, text: "Read."))
    #expect(other.prompts[0].contains("<tool_response>\na file\n</tool_response>"))
  }

  @Test("A conversation that is longer than the new context is summarised by the new model")
  func tooLong() throws {
    let long = String(repeating: "a", count: 300)
    let bench = try AgentBench([.say(long), .say(long), .say("b")], tools: [])
    for task in ["First", String(repeating: "t", count: 200), "Second"] { bench.run(task) }
    let other = try engine([.say("All was said."), .say("Third answer.")], contextLength: 800)
    #expect(try bench.agent.promptTokens(on: other) > 800)
    bench.agent.move(to: other)
    #expect(bench.run("Third").text == "Third answer.")
    #expect(bench.events.suffix(2) == ["compacted", "text Third answer."])
    #expect(bench.agent.conversation.entries.first == .summary("All was said."))
  }
}
