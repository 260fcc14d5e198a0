import Inference
import Testing
import TestSupport

/// What cannot be is refused before the weights are read, with the value and what is accepted.
@Suite struct RefusalTests {
  private static let cases: [(String, @Sendable (inout InferenceConfig) -> Void)] = [
    ("slots must be from 1 to 255, and 0 was given", { $0.slots = 0 }),
    ("slots must be from 1 to 255, and 256 was given", { $0.slots = 256 }),
    ("threads must be from 1 to 512, and 513 was given", { $0.threads = 513 }),
    ("contextLength 9000 is more than the 8192 tokens that the model was trained on", { $0.contextLength = 9000 }),
    (
      "a context of 4096 tokens takes 94.4 MB of KV, and kvBudget is 1.0 MB; give at least kvBudget 1474560",
      { $0.kvBudget = 1_000_000 }
    ),
    (
      "a context of 4096 tokens takes 94.4 MB of KV, and kvBudget is 10.0 MB; contextLength 434 would fit",
      { $0.kvBudget = 10_000_000 }
    ),
    ("there is no device 'XPU7'; there are ", { $0.device = "XPU7" }),
    (
      "batchTokens 16 is less than a row for each of 20 sequences; give 20 or more",
      {
        $0.batchTokens = 16
        $0.sequences = 20
      }
    ),
    (
      "valueType q4_0 needs flash attention, and flashAttention off was given; leave one of them out",
      {
        $0.valueType = .q4_0
        $0.flashAttention = .off
      }
    ),
  ]

  @Test(arguments: cases.indices)
  func whatCannotBeIsRefusedBeforeAnythingIsLoaded(index: Int) {
    let (sentence, change) = Self.cases[index]
    var config = InferenceConfig(modelPath: TestModel.path)
    change(&config)
    var isLoading = false
    let error = #expect(throws: InferenceError.self) {
      try InferenceEngine.load(config) { _ in
        isLoading = true
        return true
      }
    }
    #expect(error?.code == .invalidConfiguration)
    #expect(error?.description.hasPrefix(sentence) == true, "\(error?.description ?? "")")
    #expect(!isLoading)
  }

  @Test func settingsAreCalledAsTheConfigurationSays() {
    var config = InferenceConfig(modelPath: TestModel.path)
    config.names = SettingNames(worker: "a helper") { "<\($0.rawValue)>" }
    config.threads = 0
    let error = #expect(throws: InferenceError.self) { try InferenceEngine.load(config) }
    #expect(
      error
        == InferenceError(
          .invalidConfiguration, "<threads> must be from 1 to 512, and 0 was given", about: [.threads]))
  }

  @Test func quantisedKeysAndValuesGenerateAndTakeLess() throws {
    let engine = try RealModel.engine(sequences: 1, context: 256) {
      $0.keyType = .q8_0
      $0.valueType = .q4_0
    }
    defer { engine.shutdown() }
    // 30 layers, 3 heads, 64 numbers: of 34/32 and 18/32 bytes each.
    #expect(engine.facts.kvBytes == engine.facts.kvCells * 9360)
    let sequence = try engine.openSequence(named: "ada")
    let (result, _) = try sequence.generate(
      GenerationRequest(prompt: [.text("Once upon a time")], sampling: .greedy, maxTokens: 6, ignoresEnd: true),
      on: engine)
    #expect(result.tokens.count == 6)
  }
}
