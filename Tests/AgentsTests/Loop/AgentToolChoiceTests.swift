import Agents
import Inference
import OrderedJSON
import Testing
import TestSupport

@Suite("Tool choice") struct AgentToolChoiceTests {
  static let tools: [any Tool] = [TestTool(name: "read"), TestTool(name: "list")]

  /// As the model said it, the mark that it was given included.
  private static let firstCall = AssistantTurn(
    text: ScriptedEngine.call("read", #"{"path": "x"}"#), content: "",
    calls: [.valid(ToolCall(name: "read", arguments: ["path": "x"]))])

  @Test("A word is a choice, and any other a tool's name")
  func names() {
    #expect(
      ["auto", "required", "none", "read"].map { ToolChoice(named: $0) } == [.auto, .required, .none, .tool("read")])
  }

  @Test("Required: the first generation of each run must be a call, later ones are free")
  func required() throws {
    let bench = try AgentBench(
      [.call("read", #"{"path": "x"}"#), .say("One."), .call("read", #"{"path": "y"}"#), .say("Two.")],
      tools: Self.tools, toolChoice: .required)
    bench.run("First")
    bench.run("Second")
    let whole = GenerationConstraint.required(Self.tools).sketch
    let free = GenerationConstraint.valid(Self.tools).sketch
    #expect(bench.engine.requests.map(\.constraint.sketch) == [whole, free, whole, free])
    // The mark is given, as the token that the template writes: out of a grammar it could come in letters.
    #expect(bench.engine.prompts.map { $0.hasSuffix("<|assistant|><tool_call>") } == [true, false, true, false])
    #expect(bench.agent.conversation.entries.contains { $0 == .assistant(Self.firstCall) })
  }

  @Test("Required: asked for until a call was made, also where the model lost its way before")
  func requiredAgain() throws {
    let endless = String(repeating: "The same again and again. ", count: 60)
    let bench = try AgentBench(
      [.say(endless, reason: .watch), .call("read", #"{"path": "x"}"#), .say("One.")], tools: Self.tools,
      toolChoice: .required)
    #expect(bench.run("First").reason == .done)
    let whole = GenerationConstraint.required(Self.tools).sketch
    #expect(
      bench.engine.requests.map(\.constraint.sketch) == [whole, whole, GenerationConstraint.valid(Self.tools).sketch])
  }

  @Test("A tool's name: the first generation must be a call of it")
  func named() throws {
    let bench = try AgentBench(
      [.call("list", #"{"path": "x"}"#), .say("One.")], tools: Self.tools, toolChoice: .tool("list"))
    #expect(bench.run("First").reason == .done)
    #expect(
      bench.engine.requests.map(\.constraint.sketch) == [
        GenerationConstraint.required([Self.tools[1]]).sketch, GenerationConstraint.valid(Self.tools).sketch,
      ])
  }

  @Test("None: no tool is offered, and the text is free")
  func none() throws {
    let bench = try AgentBench([.say("One.")], tools: Self.tools, toolChoice: .none)
    #expect(bench.run("First").reason == .done)
    #expect(bench.engine.requests.map(\.constraint.sketch) == ["free"])
    #expect(bench.engine.prompts == ["<|system|>Be brief.\n<|user|>First\n<|assistant|>"])
  }

  @Test("A choice that cannot be made fails the run with a sentence, and generates nothing")
  func impossible() throws {
    let named = try AgentBench([.say("x")], tools: Self.tools, toolChoice: .tool("lits"))
    #expect(
      named.run("First").error
        == "a call of 'lits' is required, but there is no tool 'lits'; there are: read, list; did you mean 'list'?")
    let writes = TestTool(name: "write", effect: .writes)
    let planned = try AgentBench([.say("x")], tools: [writes], mode: .plan, toolChoice: .required)
    #expect(planned.run("First").error == "a tool call is required, and in the mode plan no tool is offered")
    #expect(named.engine.unused == 1 && planned.engine.unused == 1)
    #expect(named.agent.conversation == Conversation())
  }
}
