import Agents
import Inference
import OrderedJSON
import Testing

@testable import Program

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
    #expect(entries.first { $0.0 == "KV memory" }?.1 == .string("1.6 MB"))
  }

  @Test func samplingSaysWhatTheModelAsksAndWhatIsUsed() {
    var facts = ModelFacts()
    facts.sampling.temperature = 0.6
    facts.sampling.topK = 20
    let settings = AgentSettings(workspace: "/", sampling: SamplingChoice(topK: 5))
    let entries = InfoProgram.entries(of: settings, facts, settings.approach(to: facts))
    guard entries.count == 1, entries[0].0 == "sampling", case .array(let lines) = entries[0].1 else {
      Issue.record("\(entries)")
      return
    }
    #expect(lines[0] == .string("temperature 0.2, because a small model is led; the model asks for 0.6"))
    #expect(lines[1] == .string("top-k 5, as you chose; the model asks for 20"))
  }
}
