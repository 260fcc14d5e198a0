import Testing

@testable import Inference

@Suite struct ContextPlanTests {
  private static let gigabyte = 1_000_000_000

  private static func size(
    _ context: Int, _ agents: Int, _ cost: MemoryCost, _ budget: Int?, _ memory: Int
  ) throws(InferenceError) -> ContextPlan.Size {
    try ContextPlan.Size(
      contextLength: context, agents: agents, slots: agents, cost: cost, budget: budget, memoryBytes: UInt64(memory))
  }

  @Test(
    arguments: [
      // context, agents, bytes a token, budget, memory, cells
      (4096, 4, 20_000, nil, 16 * gigabyte, 16_384),
      (4096, 1, 20_000, nil, 16 * gigabyte, 4096),
      // A quarter of the memory bounds it, then the budget, in whole cells.
      (4096, 100, 20_000, nil, 4 * gigabyte, 50_000),
      (1000, 100, 10, 25_009, 4 * gigabyte, 2500),
      // One agent's context is the least there is, and just fits.
      (1000, 100, 10, 10_000, 4 * gigabyte, 1000),
      (64, 1, 1, 64, 1, 64),
    ] as [(Int, Int, Int, Int?, Int, Int)])
  func cellsAreEveryAgentsContextAsFarAsTheBudgetGoes(
    _ context: Int, _ agents: Int, _ bytes: Int, _ budget: Int?, _ memory: Int, _ cells: Int
  ) throws {
    let size = try Self.size(context, agents, MemoryCost(perToken: bytes), budget, memory)
    #expect(size.cells == cells)
    #expect(size.sequences == max(8, agents))
  }

  @Test(
    arguments: [
      // agents, bytes a token, bytes a state, budget, cells, sequences
      // A state alone: as many as there are bytes for, and cells for whatever they can hold.
      (4, 0, 1000, 1_000_000, 8000, 8), (4, 0, 1000, 3999, 4000, 3), (4, 0, 1000, 1000, 4000, 1),
      (100, 0, 1000, 1_000_000, 100_000, 100), (400, 0, 1000, 1_000_000, 400_000, 255),
      // Both: a context first, then states, then more cells.
      (4, 10, 1000, 1_000_000, 4000, 8), (4, 10, 1000, 11_000, 1000, 1), (4, 10, 1000, 13_999, 1099, 3),
      (4, 10, 1000, 20_000, 1200, 8),
    ] as [(Int, Int, Int, Int, Int, Int)])
  func statesAreTakenFromTheBudgetBeforeCellsBeyondOneContext(
    _ agents: Int, _ token: Int, _ state: Int, _ budget: Int, _ cells: Int, _ sequences: Int
  ) throws {
    let size = try Self.size(1000, agents, MemoryCost(perToken: token, perSequence: state), budget, 1)
    #expect([size.cells, size.sequences] == [cells, sequences])
    #expect(size.sequences * state + (token > 0 ? size.cells * token : 0) <= budget)
  }

  @Test(
    arguments: [
      (9999 as Int?, 1, 10, 0, ["10.0 kB", "kvBudget is 10.0 kB", "contextLength 999 would fit"]),
      (nil, 39_999, 10, 0, ["10.0 kB", "a quarter of this machine's memory", "contextLength 999 would fit"]),
      (5, 1, 10, 0, ["give at least kvBudget 640"]),
      (10_500, 1, 10, 1000, ["11.0 kB", "contextLength 950 would fit"]),
      (1500, 1, 10, 1000, ["give at least kvBudget 1640"]),
      (999, 1, 0, 1000, ["1.0 kB", "give at least kvBudget 1000"]),
    ] as [(Int?, Int, Int, Int, [String])])
  func contextThatOneAgentCannotHaveIsRefusedWithWhatWouldFit(
    _ budget: Int?, _ memory: Int, _ token: Int, _ state: Int, _ words: [String]
  ) {
    let error = #expect(throws: InferenceError.self) {
      try Self.size(1000, 1, MemoryCost(perToken: token, perSequence: state), budget, memory)
    }
    #expect(error?.code == .invalidConfiguration)
    for word in words { #expect(error?.message.contains(word) == true, "\(word) in \(error?.message ?? "")") }
  }

  /// What a header says, with 10 layers of 2 heads of 64 numbers each for key and value unless told otherwise.
  private func header(trained: Int? = 8192, keyLength: Int = 64, hasAttention: Bool = true) -> ModelHeader {
    ModelHeader(
      architecture: "llama", trainedContext: trained,
      attention: hasAttention ? AttentionShape(layers: 10, heads: 2, keyLength: keyLength, valueLength: 64) : nil)
  }

  private func refusal(
    _ header: ModelHeader, memory: Int = gigabyte, _ change: (inout InferenceConfig) -> Void
  ) -> String? {
    var config = InferenceConfig(modelPath: "m", sequences: 1)
    change(&config)
    do throws(InferenceError) {
      try ContextPlan.check(config, header: header, memoryBytes: UInt64(memory))
      return nil
    } catch {
      return error.code == .invalidConfiguration ? error.message : "\(error.code)"
    }
  }

  @Test func whatAHeaderRulesOutIsRefused() {
    #expect(refusal(header()) { _ in } == nil)
    #expect(
      refusal(header()) { $0.contextLength = 8193 }
        == "contextLength 8193 is more than the 8192 tokens that the model was trained on")
    // 10 layers, 2 heads, 64 + 64 numbers of 2 bytes: 5120 bytes a token.
    #expect(
      refusal(header(), memory: 4 * 5120 * 1000) { $0.contextLength = 1001 }
        == "a context of 1001 tokens takes 5.1 MB of KV, and a quarter of this machine's memory is 5.1 MB; contextLength 1000 would fit"
    )
    #expect(refusal(header(), memory: 4 * 5120 * 1000) { $0.contextLength = 1000 } == nil)
    // Smaller types hold more.
    #expect(
      refusal(header(), memory: 4 * 5120 * 1000) {
        $0.contextLength = 1001
        $0.keyType = .q8_0
      } == nil)
    #expect(
      refusal(header()) { $0.kvBudget = 5120 }
        == "a context of 4096 tokens takes 21.0 MB of KV, and kvBudget is 5.1 kB; give at least kvBudget 327680"
    )
    #expect(
      refusal(header(keyLength: 80)) { $0.keyType = .q8_0 }
        == "keyType q8_0 packs 32 numbers at a time, and a head of this model has 80; give f16")
    #expect(refusal(header(keyLength: 80)) { $0.valueType = .q8_0 } == nil)
  }

  @Test(
    arguments: [
      // trained, bytes a token, memory, tokens of an agent, cells for four
      (8192, 20_000, 16 * gigabyte, 8192, 16_384),
      (32_768, 20_000, 16 * gigabyte, 32_768, 32_768),
      (131_072, 20_000, 16 * gigabyte, 32_768, 32_768),
      // Half of a quarter of the memory is for one agent, in steps of 256; never less than the ordinary length.
      (131_072, 100_000, 16 * gigabyte, 19_968, 19_968),
      (131_072, 400_000, 16 * gigabyte, 4864, 10_000),
      (131_072, 500_000, 16 * gigabyte, 4096, 8000),
    ] as [(Int, Int, Int, Int, Int)])
  func contextThatNobodyChoseFollowsTheModelAndTheMemory(
    _ trained: Int, _ bytes: Int, _ memory: Int, _ length: Int, _ cells: Int
  ) throws {
    let config = InferenceConfig(modelPath: "m", sequences: 4)
    let cost = MemoryCost(perToken: bytes)
    let context = try ContextPlan.context(config, trained: trained, cost: cost, memoryBytes: UInt64(memory))
    #expect(context.length == length)
    #expect(!context.reason.isEmpty)
    let size = try ContextPlan.Size(
      contextLength: context.length, agents: 4, slots: 4, cost: cost, budget: nil, memoryBytes: UInt64(memory),
      isAutomatic: true)
    #expect(size.cells == cells)
  }

  @Test func whatAHeaderDoesNotSayIsLeftToTheLoadedModel() {
    #expect(refusal(header(trained: nil)) { $0.contextLength = 100_000 } == nil)
    #expect(refusal(header(hasAttention: false)) { $0.kvBudget = 1 } == nil)
    // Whatever a damaged file says stays a number.
    let absurd = AttentionShape(layers: .max, heads: .max, keyLength: .max, valueLength: .max)
    #expect(absurd.cacheBytesPerToken(keys: .f16, values: .f16) == 100_000_000)
  }
}
