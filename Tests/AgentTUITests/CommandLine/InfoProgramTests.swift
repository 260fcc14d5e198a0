import Inference
import OrderedJSON
import Testing

@testable import AgentTUI

@Suite struct InfoProgramTests {
  @Test(
    arguments: [
      (.cells, "any common beginning", "every layer sees all tokens"),
      (.window(1024), "any common beginning whose end is still there", "the last 1024 tokens only"),
      (.state, "whole sequences only", "recurrent"),
      (.cellsAndState, "whole sequences only", "hybrid"),
    ] as [(SequenceMemory, String, String)])
  func factsOfAModelSayWhatAgentsShareAndWhyNotMore(_ memory: SequenceMemory, _ what: String, _ why: String) {
    var facts = ModelFacts(path: "/models/a.gguf", name: "a", contextLength: 100)
    facts.memory = memory
    facts.kvBytes = 3 << 19
    let entries = InfoProgram.entries(of: facts)
    guard case .string(let sentence)? = entries.first(where: { $0.0 == "agents share" })?.1 else {
      Issue.record("nothing is said")
      return
    }
    #expect(sentence.hasPrefix(what) && sentence.contains(why), "\(sentence)")
    #expect(entries.first { $0.0 == "KV memory" }?.1 == .string("1.5 MB"))
  }
}
