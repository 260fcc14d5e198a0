import AgentTUI
import Inference
import System
import Testing
import TestSupport

@testable import Program

@Suite struct BenchAmountsTests {
  private func options(_ arguments: String) throws -> ResolvedOptions {
    let resolver = OptionResolver(environment: ProgramEnvironment(variables: [:], directory: "/ws")) {
      path throws(SmallFile.Failure) in throw SmallFile.Failure(path: path, reason: "none", isMissing: true)
    }
    return try resolver.resolve(["bench"] + arguments.split(separator: " ").map(String.init))
  }

  /// What is given, and agents, slots, prefix, turn, generate, turns, residents, waiters, context of an agent.
  static let cases: [(String, [Int])] = [
    ("", [4, 4, 1000, 100, 64, 3, 16, 1000, 1500]),
    ("--agents 8 --slots 2 --prefix 0 --turn 1 --generate 2 --turns 5", [8, 2, 0, 1, 2, 5, 16, 1000, 64]),
    ("--workload decode --agents 8 --prefix 128 --turn 1 --turns 7", [8, 8, 128, 1, 64, 1, 16, 1000, 201]),
    ("--workload newcomer", [8, 8, 128, 2000, 64, 1, 16, 1000, 2265]),
    ("--workload newcomer --agents 3 --turn 500", [3, 3, 128, 500, 64, 1, 16, 1000, 765]),
    ("--workload residents", [200, 8, 64, 16, 8, 3, 16, 1000, 144]),
    ("--workload residents --agents 6 --residents 2 --turns 2", [6, 6, 64, 16, 8, 2, 2, 1000, 120]),
    ("--workload permits --waiters 10", [1, 1, 0, 1, 1, 1, 16, 10, 64]),
  ]

  @Test(arguments: cases)
  func `What is not given suits the workload`(arguments: String, expected: [Int]) throws {
    let amounts = try BenchAmounts(options(arguments))
    #expect(
      [
        amounts.agents, amounts.slots, amounts.prefix, amounts.turn, amounts.generate, amounts.turns, amounts.residents,
        amounts.waiters, amounts.contextLength,
      ] == expected)
  }

  @Test(arguments: [
    (
      "--workload newcomer --agents 1",
      "--workload newcomer needs 2 agents or more, those who stream and the newcomer, but --agents 1 was given."
    ),
    (
      "--workload newcomer --slots 2",
      "--workload newcomer needs a slot for each of its 8 agents, but --slots 2 was given."
    ),
    (
      "--workload newcomer --generate 7",
      "--workload newcomer takes the ordinary step from at least 8 tokens, but --generate 7 was given."
    ),
    (
      "--workload residents --agents 16",
      "A KV for 16 holds all 16 agents, and nothing would be put away; give fewer with --residents."
    ),
    (
      "--workload permits --design contexts",
      "--design contexts measures decode and swarm; leave it out for permits."
    ),
  ])
  func `What contradicts itself is refused`(arguments: String, sentence: String) throws {
    let options = try options(arguments)
    #expect(throws: UsageError(sentence)) { try BenchAmounts(options) }
  }

  /// The small model's header: 8192 tokens, 23 040 bytes of KV for each.
  private func check(_ arguments: String, budget: Int?) throws {
    let amounts = try BenchAmounts(options(arguments))
    var config = InferenceConfig(modelPath: "m.gguf")
    config.kvBudget = budget
    try amounts.check(try #require(ModelHeader.read(TestModel.path)), config)
  }

  @Test func `Amounts that the model or the memory cannot hold are refused by its header`() throws {
    try check("--agents 8", budget: 1500 * 23_040)
    #expect(
      throws: UsageError(
        "The KV of one agent takes 34.6 MB, and --kv-budget is 34.6 MB; give fewer agents or tokens.")
    ) { try check("--agents 8", budget: 1500 * 23_040 - 1) }
    #expect(
      throws: UsageError(
        "The KV of all 200 agents, which is the comparison, takes 663.6 MB, and --kv-budget is 536.9 MB; give fewer agents or tokens."
      )
    ) { try check("--workload residents", budget: 512 << 20) }
    #expect(
      throws: UsageError(
        "These amounts take a context of 9500 tokens, and the model was trained on 8192; give fewer with --prefix, --turn, --generate or --turns."
      )
    ) { try check("--prefix 9000", budget: nil) }
  }

  @Test func `The title says what is measured`() throws {
    #expect(
      try BenchAmounts(options("--agents 1 --turns 1")).title
        == "swarm: 1 agent on 1 slot, prefix 1000, 1 turn of 100 + 64 tokens; one shared context")
    #expect(
      try BenchAmounts(options("--workload newcomer")).title
        == "newcomer: 7 stream on a prefix of 128, and one comes with 2000 tokens to prefill")
  }
}
