import Testing

@testable import Inference

/// The whole engine over models of every kind of memory, with agents on threads of their own.
@Suite(.serialized) struct TinyEngineTests {
  /// What one sequence of so many tokens costs, and so many more that hold no tokens of their own.
  private static func budget(_ kind: TinyModel, model: LoadedModel, tokens: Int, sequences: Int = 1) throws -> Int {
    let cost = try MemoryCost(of: model, config: kind.config(sequences: 1, context: tokens))
    return cost.ofSequence(tokens: tokens) + (sequences - 1) * cost.perSequence
  }

  @Test(arguments: TinyModel.allCases, [true, false])
  func agentsInCompanyGetOverSeveralTurnsWhatTheyGetAlone(_ kind: TinyModel, hasRoomForAll: Bool) throws {
    let oracle = try Oracle(kind)
    // Six agents of up to 170 tokens on 256 cells, or on two states.
    let budget = try Self.budget(kind, model: oracle.model, tokens: 256, sequences: 2)
    let engine = try InferenceEngine.load(
      kind.config(sequences: 6, context: 256) { if !hasRoomForAll { $0.kvBudget = budget } })
    defer { engine.shutdown() }
    #expect(hasRoomForAll || engine.facts.kvCells == 256 || engine.facts.maxSequences == 2)
    let turns = try TinyAgents(engine: engine, count: 6, turns: 3, maxTokens: 20, system: tinyTokens(70, seed: 1))
      .talk()
    #expect(turns.count == 18)
    for turn in turns {
      #expect(
        try oracle.says(turn.outcome.get().tokens, after: turn.prompt, count: 20),
        "agent \(turn.agent), prompt of \(turn.prompt.count)")
    }
  }

  @Test(arguments: TinyModel.allCases)
  func turnWhosePastWasRewrittenGetsWhatItGetsAlone(_ kind: TinyModel) throws {
    let oracle = try Oracle(kind)
    let engine = try InferenceEngine.load(kind.config(sequences: 2, context: 256))
    defer { engine.shutdown() }
    let agents = TinyAgents(engine: engine, count: 2, turns: 1, maxTokens: 8, system: [])
    let (one, other) = (try engine.openSequence(named: "one"), try engine.openSequence(named: "other"))
    let past = tinyTokens(120, seed: 4)
    let prompts = [
      past, past + [50], Array(past.prefix(110)) + [60, 61], Array(past.prefix(60)),
      Array(past.prefix(59)) + [7] + past,
      past, past, Array(past.prefix(1)), Array(past.dropFirst()), [9] + past,
    ]
    for (index, prompt) in prompts.enumerated() {
      let result = try agents.generate(prompt, in: index % 3 == 2 ? other : one)
      #expect(try oracle.says(result.tokens, after: prompt, count: 8), "prompt \(index)")
    }
  }

  @Test(arguments: TinyModel.allCases)
  func sequenceThatReachesItsContextEndsWithContextFullAndCanGoOnWithLess(_ kind: TinyModel) throws {
    let oracle = try Oracle(kind)
    let engine = try InferenceEngine.load(kind.config(sequences: 1, context: 64))
    defer { engine.shutdown() }
    let agents = TinyAgents(engine: engine, count: 1, turns: 1, maxTokens: 500, system: [])
    let sequence = try engine.openSequence(named: "ada")
    let prompt = tinyTokens(40, seed: 5)
    let full = try agents.generate(prompt, in: sequence)
    #expect(full.reason == .contextFull)
    #expect(try oracle.says(full.tokens, after: prompt, count: 24))
    let error = #expect(throws: InferenceError.self) { try agents.generate(prompt + full.tokens, in: sequence) }
    #expect(error?.code == .contextFull)
    let summary = Array(prompt.prefix(10)) + [70]
    let after = try agents.generate(summary, in: sequence)
    #expect(try oracle.says(after.tokens, after: summary, count: 53))
  }

  @Test(arguments: TinyModel.allCases)
  func budgetThatHoldsNotOneSequenceIsRefusedWithWhatWouldFit(_ kind: TinyModel) throws {
    let oracle = try Oracle(kind)
    let budget = try Self.budget(kind, model: oracle.model, tokens: 256) - 1
    let error = #expect(throws: InferenceError.self) {
      try InferenceEngine.load(kind.config(sequences: 1, context: 256) { $0.kvBudget = budget })
    }
    #expect(error?.code == .invalidConfiguration)
    let words = kind == .recurrent ? "give at least kvBudget \(budget + 1)" : "contextLength 255 would fit"
    #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
  }
}
