import Inference

extension OptionTable {
  /// What the bench measures, and how much of it. What is not given suits the workload: see `BenchAmounts`. None of it
  /// comes from a settings file or the environment: a measurement is what its command line says.
  static let measurement: [OptionSpecification] = [
    .init(
      "workload", ResolvedOptions.Workload.allCases.map(\.rawValue).joined(separator: "|"),
      "decode: one turn, timing the generation alone; swarm: turns of agents with a common prefix; newcomer: a long prompt arrives while others stream; residents: more agents than the KV holds; permits: slots alone, without a model; transcript: the console with a long one, without a model (swarm)",
      .measurement, [.bench], isSetting: false
    ) { value, options throws(ValueError) in
      options.bench.workload = try ValueParser.choice(value, ResolvedOptions.Workload.self)
    },
    .init(
      "agents", "N", "agents (4; newcomer: 8, residents: 200)", .measurement, [.bench], isSetting: false
    ) { value, options throws(ValueError) in
      options.agents = try ValueParser.integer(value, InferenceConfig.sequenceCounts)
    },
    .init(
      "slots", "N", "agents that generate at the same time (all; residents: 8)", .measurement, [.bench],
      isSetting: false
    ) { value, options throws(ValueError) in
      options.slots = try ValueParser.integer(value, InferenceConfig.slotCounts)
    },
    amount("prefix", "P", "tokens that all agents share (1000; newcomer: 128, residents: 64)", 0...1_000_000) {
      $0.prefix = $1
    },
    amount(
      "turn", "U", "tokens of its own that an agent appends each turn (100; newcomer: 2000, residents: 16)",
      1...1_000_000
    ) { $0.turn = $1 },
    amount(
      "generate", "G",
      "tokens generated each turn, exactly (64; residents: 8); newcomer: before the newcomer comes", 1...1_000_000
    ) { $0.generate = $1 },
    amount("turns", "T", "turns of each agent (3); decode and newcomer always take one", 1...10_000) { $0.turns = $1 },
    amount("residents", "K", "residents: agents whose KV there is room for (16)", InferenceConfig.sequenceCounts) {
      $0.residents = $1
    },
    amount("waiters", "N", "permits: threads that wait for one slot (1000)", 1...10_000) { $0.waiters = $1 },
    amount("lines", "N", "transcript: lines that it has (1000000)", 1000...100_000_000) { $0.lines = $1 },
    .init(
      "design", "shared|contexts", "this program's way; or a pool of contexts, for comparison (shared)", .measurement,
      [.bench], isSetting: false
    ) { value, options throws(ValueError) in
      options.bench.design = try ValueParser.choice(value, ResolvedOptions.Design.self)
    },
  ]

  private static func amount(
    _ name: String, _ value: String, _ summary: String, _ range: ClosedRange<Int>,
    _ set: @escaping @Sendable (inout ResolvedOptions.Bench, Int) -> Void
  ) -> OptionSpecification {
    .init(name, value, summary, .measurement, [.bench], isSetting: false) { value, options throws(ValueError) in
      set(&options.bench, try ValueParser.integer(value, range))
    }
  }
}
