import Agents
import Inference
import OrderedJSON
import Testing
import TestSupport
import Threading

@Suite("Compaction") struct AgentCompactionTests {
  static func long(_ letter: String, _ count: Int) -> String { String(repeating: letter, count: count) }

  /// Two finished tasks; the context has no room for a third answer.
  static func bench(_ replies: [ScriptedEngine.Reply], contextLength: Int = 2000) throws -> AgentBench {
    let bench = try AgentBench(
      [.say(long("a", 500)), .say(long("b", 500))] + replies, tools: [], maxTokens: 500, contextLength: contextLength)
    bench.run("First")
    bench.run("Second")
    #expect(bench.agent.conversation.entries.count == 4)
    return bench
  }

  @Test("A full context is compacted: the model's summary replaces the older part, the newest stays word for word")
  func compacts() throws {
    let bench = try Self.bench([.say("All was said."), .say("Third answer.")])
    #expect(bench.run(Self.long("t", 600)) == RunOutcome(reason: .done, text: "Third answer."))
    #expect(
      bench.agent.conversation.entries == [
        .summary("All was said."), .task(Self.long("t", 600)),
        .assistant(tokens: ScriptedEngine.tokens("Third answer."), text: "Third answer."),
      ])
    #expect(bench.events.suffix(2) == ["compacted", "text Third answer."])
    let request = bench.engine.requests[2]
    #expect(request.maxTokens <= 250)
    #expect(bench.engine.prompts[2].hasPrefix(bench.engine.prompts[1] + Self.long("b", 500)))
    guard case .whole(let grammar) = request.constraint else {
      Issue.record("the summary is not held to words")
      return
    }
    let words = try GBNF(grammar)
    #expect(words.accepts("Some words.\nMore.") && !words.accepts("<tool_call>") && !words.accepts(""))
  }

  @Test("The task that is worked on stays word for word, even where it is old")
  func keepsTask() throws {
    let tool = TestTool(name: "read") { _, _ in ToolResult(ok: true, output: Self.long("r", 600)) }
    let bench = try AgentBench(
      [
        .call("read", #"{"path": "1"}"#), .call("read", #"{"path": "2"}"#), .say("Read 1."), .say("Done."),
      ], tools: [tool], maxTokens: 500, contextLength: 2500)
    #expect(bench.run("Read all") == RunOutcome(reason: .done, text: "Done."))
    let call = ScriptedEngine.call("read", #"{"path": "2"}"#)
    #expect(
      bench.agent.conversation.entries == [
        .summary("Read 1."), .task("Read all"),
        .assistant(
          AssistantTurn(
            tokens: ScriptedEngine.tokens(call), text: call, content: "",
            calls: [.valid(ToolCall(name: "read", arguments: ["path": "2"]))])),
        .toolResults([Self.long("r", 600)]), .assistant(tokens: ScriptedEngine.tokens("Done."), text: "Done."),
      ])
  }

  @Test("A task that no context can hold fails with a sentence, and does not stand in the way of the next one")
  func impossible() throws {
    let bench = try AgentBench([.say("Fine.")], tools: [], maxTokens: 500, contextLength: 1000)
    let outcome = bench.run(Self.long("t", 1200))
    #expect(outcome.reason == .failed)
    #expect(
      outcome.error == "the context of 1000 tokens is full: instructions, tools and the newest messages alone take "
        + "1242; give a shorter task, fewer tools, or a larger contextLength")
    #expect(bench.agent.conversation == Conversation())
    #expect(bench.run("Short") == RunOutcome(reason: .done, text: "Fine."))
  }

  @Test("An answer that fills the context goes on after compaction")
  func goesOn() throws {
    let full = try AgentBench(
      [
        .say("The beginning", reason: .contextFull), .say(" and the end."),
      ], tools: [], maxTokens: 100, contextLength: 2000)
    #expect(full.run("Tell") == RunOutcome(reason: .done, text: "The beginning and the end."))
    #expect(
      full.engine.prompts[1].contains("The beginning\n<|user|>Your answer was cut short here. Go on where it stops."))
  }

  @Test("A prompt that the engine refuses as too long is compacted once, and then refused with the engine's sentence")
  func engineRefuses() throws {
    let bench = try Self.bench(
      [
        .fail(.contextFull, "too long"), .say("All was said."), .fail(.contextFull, "still too long"), .say("Fine."),
      ], contextLength: 4000)
    #expect(bench.run("Third") == RunOutcome(reason: .failed, text: "", error: "still too long"))
    #expect(bench.agent.conversation.entries.first == .summary("All was said."))
    #expect(bench.run("Fourth") == RunOutcome(reason: .done, text: "Fine."))
  }

  @Test("A stop during compaction leaves the conversation as it was")
  func stopped() throws {
    let gate = Gate()
    let bench = try Self.bench([.stall(gate, after: "All")])
    let before = bench.agent.conversation
    let cancellation = Cancellation()
    let outcome = try bench.start(Self.long("t", 600), cancellation: cancellation)
    gate.waitUntilReached()
    cancellation.cancel()
    #expect(outcome() == RunOutcome(reason: .stopped, text: ""))
    #expect(Array(bench.agent.conversation.entries.dropLast()) == before.entries)
  }
}
