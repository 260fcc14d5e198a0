import Inference
import Testing
import TestSupport

@testable import Agents

@Suite("A thought without end") struct ThoughtLimitTests {
  @Test("It is ended after so many tokens; words and thoughts that are over are not counted")
  func limit() {
    func ends(_ tokens: [String]) -> [Bool] {
      var watch = TurnWatch(ToolCallParser(tools: ToolRegistry([TestTool(name: "read")])), thoughtLimit: 3)
      return tokens.map { watch.ends(after: Array($0.utf8)) }
    }
    #expect(ends(["<think>", "a", "b", "c"]) == [false, false, true, true])
    #expect(ends(["<think>", "a", "</think>", "b", "c", "d"]) == Array(repeating: false, count: 6))
    #expect(ends(["a", "b", "c", "d"]) == Array(repeating: false, count: 4))
  }

  @Test("It is closed, and the answer goes on from its tokens")
  func closing() throws {
    let bench = try AgentBench([.say("<think>Hm, hm", reason: .watch), .say("Yes.")])
    #expect(bench.run("Is it?") == RunOutcome(reason: .done, text: "Yes."))
    #expect(bench.engine.prompts[1] == bench.engine.prompts[0] + "<think>Hm, hm</think>\n\n")
    #expect(bench.engine.requests[1].maxTokens < bench.engine.requests[0].maxTokens)
    guard case .assistant(let turn) = bench.agent.conversation.entries.last else {
      Issue.record("nothing was said")
      return
    }
    #expect(turn.reasoning == "Hm, hm" && turn.content == "Yes." && turn.tokens.isEmpty)
  }
}
