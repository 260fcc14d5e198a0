import Inference
import Testing

@testable import Orchestrator

@Suite struct ModelHandoverTests {
  private static let again = "is computed again"

  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var context = 4096
    var template = ChatTemplateSource.model
    var prompts: [(agent: String, tokens: Int)] = []
    var notes: [String] = []
  }

  @Test(arguments: [
    Case(testDescription: "nobody has spoken", prompts: [("ada", 0), ("bob", 0)]),
    Case(
      testDescription: "one has", prompts: [("ada", 0), ("bob", 120)],
      notes: ["what bob said (120 tokens) \(again), when it next speaks"]),
    Case(
      testDescription: "three have", prompts: [("ada", 1), ("bob", 2), ("cyd", 3)],
      notes: ["what ada, bob and cyd said (6 tokens) \(again), each when it next speaks"]),
    Case(
      testDescription: "many have", prompts: (1...9).map { ("a\($0)", 10) },
      notes: ["what a1, a2 and 7 others said (90 tokens) \(again), each when it next speaks"]),
    Case(
      testDescription: "less room, and enough", context: 1000, prompts: [("ada", 1000)],
      notes: [
        "what ada said (1000 tokens) \(again), when it next speaks", "an agent may use 1000 tokens now, and not 4096",
      ]),
    Case(
      testDescription: "less room than one has said", context: 1000, prompts: [("ada", 1001), ("bob", 9)],
      notes: [
        "what ada and bob said (1010 tokens) \(again), each when it next speaks",
        "an agent may use 1000 tokens now, and not 4096",
        "the conversation of ada has 1001 tokens, more than these: its older part is summarised first, if that fits",
      ]),
    Case(testDescription: "more room", context: 8192),
    Case(
      testDescription: "a template was given", template: .named("llama3"),
      notes: ["the chat template given for the model before stays behind; this one brings its own"]),
  ])
  func `What does not come along is said`(example: Case) {
    let config = InferenceConfig(modelPath: "/new.gguf", chatTemplate: example.template)
    let before = ModelFacts(path: "/old.gguf", name: "old", contextLength: 4096)
    let handover = ModelHandover(from: before, to: config, agents: 2, slots: 2)
    #expect(
      handover.change(
        to: ModelFacts(path: "/new.gguf", name: "new", contextLength: example.context), prompts: example.prompts)
        == ModelChange(model: "/new.gguf", before: "/old.gguf", context: example.context, notes: example.notes))
    #expect(handover.config.chatTemplate == .model)
  }

  @Test(arguments: [(2, 1, 4, 1), (9, 3, 9, 3)])
  func `The model is loaded for the agents and slots that there are now`(
    agents: Int, slots: Int, sequences: Int, permits: Int
  ) {
    var config = InferenceConfig(modelPath: "/new.gguf", sequences: 4, slots: 2, contextLength: 512)
    config.keyType = .q8_0
    var expected = config
    (expected.sequences, expected.slots) = (sequences, permits)
    let handover = ModelHandover(from: ModelFacts(), to: config, agents: agents, slots: slots)
    #expect(handover.config == expected)
  }

  @Test func `A failure says why, and who stays`() {
    let handover = ModelHandover(
      from: ModelFacts(path: "/old.gguf", name: "old"), to: InferenceConfig(modelPath: "/new.gguf"), agents: 1,
      slots: 1)
    #expect(
      handover.failure(InferenceError(.modelNotFound, "there is no model at '/new.gguf'"))
        == "there is no model at '/new.gguf'; the agents stay with old")
  }
}
