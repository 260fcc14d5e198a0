import Agents
import Inference
import OrderedJSON
import Testing
import TestSupport
import Threading

@Suite("Agent loop") struct AgentLoopTests {
  typealias Reply = ScriptedEngine.Reply

  @Test("An answer without a call ends the run, and the slot is framed around the generation")
  func plainAnswer() throws {
    let bench = try AgentBench([.say("Hel", "lo.")])
    #expect(bench.run("Hi") == RunOutcome(reason: .done, text: "Hello."))
    #expect(
      bench.allEvents == ["slot acquired", "prefill", "text Hel", "text lo.", "slot released", "usage 6"])
    #expect(
      bench.agent.conversation.entries == [
        .task("Hi"), .assistant(tokens: ScriptedEngine.tokens("Hello."), text: "Hello."),
      ])
    #expect(!bench.agent.isRunning)
  }

  @Test("A call is run and its result goes back to the model, which then answers")
  func callThenAnswer() throws {
    let tool = TestTool(name: "read") { arguments, context in
      context.output("part")
      return ToolResult(ok: true, output: "content of \(arguments["path"]?.string ?? "") in \(context.workspace)")
    }
    let bench = try AgentBench(
      [.say("I look.\n", ScriptedEngine.call("read", #"{"path": "x"}"#)), .say("It is so.")], tools: [tool])
    #expect(bench.run("What is in x?") == RunOutcome(reason: .done, text: "It is so."))
    #expect(
      bench.events == [
        "text I look.", #"call-1 read {"path":"x"}"#, "call-1 output part", "call-1 read ok: content of x in /ws",
        "text It is so.",
      ])
    #expect(
      bench.engine.prompts[1] == bench.engine.prompts[0] + "I look.\n" + ScriptedEngine.call("read", #"{"path": "x"}"#)
        + "\n<|user|><tool_response>\ncontent of x in /ws\n</tool_response>\n<|assistant|>")
  }

  @Test("Several calls of one generation run in order, and their results go back together")
  func severalCalls() throws {
    let calls = ["a", "b"].map { ScriptedEngine.call("read", #"{"path": "\#($0)"}"#) }.joined(separator: "\n")
    let tool = TestTool(name: "read") { arguments, _ in ToolResult(ok: true, output: "<\(arguments["path"]!.string!)>")
    }
    let bench = try AgentBench([.say(calls), .say("Done.")], tools: [tool])
    #expect(bench.run("Both").reason == .done)
    #expect(bench.agent.conversation.entries[2] == .toolResults(["<a>", "<b>"]))
  }

  @Test("A failing tool's output is a result like any other")
  func failingTool() throws {
    let tool = TestTool(name: "read") { _, _ in ToolResult(ok: false, output: "there is no file 'x'") }
    let bench = try AgentBench([.call("read", #"{"path": "x"}"#), .say("It is not there.")], tools: [tool])
    #expect(bench.run("Read x") == RunOutcome(reason: .done, text: "It is not there."))
    #expect(bench.events[1] == "call-1 read failed: there is no file 'x'")
    #expect(bench.agent.conversation.entries[2] == .toolResults(["there is no file 'x'"]))
  }

  static let unusable: [(String, String, String)] = [
    (
      ScriptedEngine.call("reed", #"{"path": "x"}"#), "reed",
      "there is no tool 'reed'; there are: read; did you mean 'read'?"
    ),
    (
      ScriptedEngine.call("read", "{}"), "read",
      "the call of 'read' was not run: the argument 'path' is missing; it is required and must be a string of at most "
        + "512 characters"
    ),
    (
      "<tool_call>read x</tool_call>", "unknown",
      "the tool call is not valid JSON (1:1: expected a value, found 'r'); "
        + #"write {"name": NAME, "arguments": {…}} between <tool_call> and </tool_call>"#
    ),
  ]

  @Test("A call that cannot be run is told to the model, and never starts", arguments: unusable)
  func unusableCall(text: String, name: String, problem: String) throws {
    let bench = try AgentBench([.say(text), .say("Sorry.")])
    #expect(bench.run("Read x") == RunOutcome(reason: .done, text: "Sorry."))
    #expect(bench.events == ["call-1 \(name) failed: \(problem)", "text Sorry."])
    #expect(bench.agent.conversation.entries[2] == .toolResults([problem]))
  }

  @Test("A call that the limit of tokens cuts short is told to the model")
  func cutCall() throws {
    let bench = try AgentBench(
      [.call("read", #"{"path": "\#(String(repeating: "x", count: 100))"}"#), .say("Sorry.")], maxTokens: 60)
    #expect(bench.run("Read x").reason == .done)
    #expect(
      bench.events.first
        == "call-1 unknown failed: the tool call was cut short after 49 characters, because the limit of tokens was "
        + "reached, and was not run; make it shorter: write a long file in parts")
  }

  @Test("A plain answer at the limit of tokens ends with what there is")
  func maxTokens() throws {
    let bench = try AgentBench([.say("One two three")], maxTokens: 7)
    #expect(bench.run("Count") == RunOutcome(reason: .maxTokens, text: "One two"))
  }

  @Test("At the limit of iterations the last calls are run, and then the run ends")
  func maxIterations() throws {
    let bench = try AgentBench(
      (1...3).map { .say("Step \($0). ", ScriptedEngine.call("read", #"{"path": "\#($0)"}"#)) }, maxIterations: 2)
    #expect(bench.run("Go on") == RunOutcome(reason: .maxIterations, text: "Step 2."))
    #expect(bench.engine.unused == 1)
    #expect(bench.agent.conversation.entries.last == .toolResults(["done"]))
  }

  @Test("A failure of the engine fails the run with its sentence, and the next task works")
  func engineFailure() throws {
    let bench = try AgentBench([.fail(.decodeFailed, "the step failed", after: "Half an "), .say("Fine.")])
    #expect(bench.run("One") == RunOutcome(reason: .failed, text: "", error: "the step failed"))
    #expect(bench.engine.scheduler.activeCount == 0)
    #expect(bench.allEvents.last == "slot released")
    #expect(bench.agent.conversation.entries == [.task("One"), .assistant(tokens: [], text: "Half an ")])
    #expect(bench.run("Two") == RunOutcome(reason: .done, text: "Fine."))
  }

  @Test("Thinking is told apart from words, also where the template begins it")
  func reasoning() throws {
    let marked = try AgentBench([.say("<thi", "nk>hm</think>\n\nYes.")])
    #expect(marked.run("?") == RunOutcome(reason: .done, text: "Yes."))
    #expect(marked.events == ["reasoning hm", "text Yes."])
    let opened = try AgentBench([.say("hm</think>Yes.")], generationPrompt: "<|assistant|><think>\n")
    #expect(opened.run("?") == RunOutcome(reason: .done, text: "Yes."))
    #expect(opened.events == ["reasoning hm", "text Yes."])
  }

  @Test("Each prompt begins with the one before and what was generated, from task to task")
  func stablePrefix() throws {
    let bench = try AgentBench([
      .call("read", #"{"path": "x"}"#), .say("One."), .call("read", #"{"path": "y"}"#), .say("Two."),
    ])
    bench.run("First")
    bench.run("Second")
    let prompts = bench.engine.prompts
    #expect(prompts.count == 4)
    for (earlier, later) in zip(prompts, prompts.dropFirst()) { #expect(later.hasPrefix(earlier)) }
  }

  @Test("Agents with the same tools have the same front, whatever their names and modes")
  func sharedFront() throws {
    let engine = try ScriptedEngine([.say("a"), .say("b")])
    for (name, mode) in [("ada", PermissionMode.ask), ("bob", .auto)] {
      let agent = Agent(
        name: name, engine: engine,
        settings: AgentSettings(workspace: "/ws", mode: mode, tools: ToolRegistry([TestTool(name: "read")])),
        approver: ScriptedApprover(), policy: PermissionPolicy(), identifiers: IdentifierSource())
      _ = agent.run(task: "x", cancellation: .init(), emit: { _ in })
    }
    #expect(engine.prompts[0] == engine.prompts[1])
  }

  @Test("A second task while one is worked on is refused, and the first goes on")
  func busy() throws {
    let gate = Gate()
    let bench = try AgentBench([.stall(gate, after: "Fine.")])
    let first = try bench.start("One")
    gate.waitUntilReached()
    #expect(
      bench.run("Two")
        == RunOutcome(
          reason: .failed, text: "", error: "the agent 'ada' works on another task; give it this one afterwards"))
    gate.open()
    #expect(first() == RunOutcome(reason: .done, text: "Fine."))
  }

  @Test("A result longer than its share of the context is cut, and says so")
  func longResult() throws {
    let tool = TestTool(name: "read") { _, _ in
      ToolResult(ok: true, output: String(repeating: "0123456789", count: 1000))
    }
    let bench = try AgentBench(
      [.call("read", #"{"path": "x"}"#), .say("Long.")], tools: [tool], maxTokens: 500, contextLength: 6000)
    #expect(bench.run("Read x").reason == .done)
    guard case .toolResults(let results) = bench.agent.conversation.entries[2] else {
      Issue.record("no results")
      return
    }
    #expect(results[0].unicodeScalars.count <= 2000)
    #expect(results[0].hasPrefix("0123456789") && results[0].hasSuffix("0123456789"))
    #expect(results[0].contains(" of 10000 characters are left out here"))
  }
}
