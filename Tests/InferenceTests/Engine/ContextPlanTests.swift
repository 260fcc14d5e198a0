import Testing

@testable import Inference

@Suite struct ContextPlanTests {
  private static let gigabyte = 1_000_000_000

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
      // A model without KV per token needs no memory.
      (4096, 4, 0, nil, 1, 16_384),
      (4096, 4, 0, 1, 1, 16_384),
    ] as [(Int, Int, Int, Int?, Int, Int)])
  func cellsAreEveryAgentsContextAsFarAsTheBudgetGoes(
    _ context: Int, _ agents: Int, _ bytes: Int, _ budget: Int?, _ memory: Int, _ cells: Int
  ) throws {
    #expect(
      try ContextPlan.cells(
        contextLength: context, agents: agents, bytesPerToken: bytes, budget: budget, memoryBytes: UInt64(memory))
        == cells)
  }

  @Test(
    arguments: [
      (9999 as Int?, 1, ["10.0 kB", "--kv-budget is 10.0 kB", "--context 999 would fit"]),
      (nil, 39_999, ["10.0 kB", "a quarter of this machine's memory", "--context 999 would fit"]),
      (5, 1, ["--context 0 would fit"]),
    ])
  func contextThatOneAgentCannotHaveIsRefusedWithWhatWouldFit(_ budget: Int?, _ memory: Int, _ words: [String]) {
    let error = #expect(throws: InferenceError.self) {
      try ContextPlan.cells(
        contextLength: 1000, agents: 1, bytesPerToken: 10, budget: budget, memoryBytes: UInt64(memory))
    }
    #expect(error?.code == .invalidConfiguration)
    for word in words { #expect(error?.message.contains(word) == true, "\(word) in \(error?.message ?? "")") }
  }
}
