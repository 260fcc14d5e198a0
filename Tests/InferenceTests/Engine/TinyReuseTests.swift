import Testing

@testable import Inference

/// What each kind of memory does not compute again.
@Suite(.serialized) struct TinyReuseTests {
  @Test(arguments: TinyModel.allCases)
  func turnThatOnlyAppendsComputesOnlyWhatIsNew(_ kind: TinyModel) throws {
    let tiny = try TinyCore(kind, model: Oracle(kind).model)
    tiny.open(1)
    var history = tinyTokens(80, seed: 1)
    for turn in 0..<20 {
      let result = try #require(try tiny.generate(1, history, maxTokens: 5))
      // The last token that was generated has not been computed.
      #expect(result.reusedTokens == (turn == 0 ? 0 : history.count - 5), "turn \(turn)")
      history += result.tokens + tinyTokens(4, seed: 10 + turn)
    }
  }

  @Test(arguments: TinyModel.allCases)
  func commonBeginningOfThoseWhoBeginTogetherIsComputedOnce(_ kind: TinyModel) throws {
    let oracle = try Oracle(kind)
    let tiny = try TinyCore(kind, model: oracle.model)
    let system = tinyTokens(100, seed: 1)
    // Two have more in common than all.
    let own = [[20, 21], [30, 31], [40] + tinyTokens(30, seed: 2) + [41], [40] + tinyTokens(30, seed: 2) + [42]]
    let jobs = try own.enumerated().map { index, tokens in
      tiny.open(index)
      return try tiny.submit(index, system + tokens, maxTokens: 6)
    }
    #expect(tiny.drain())
    var reused: [Int] = []
    for (job, tokens) in zip(jobs, own) {
      let result = try job.wait { _ in }
      #expect(try oracle.says(result.tokens, after: system + tokens, count: 6))
      reused.append(result.reusedTokens)
    }
    #expect(reused == [0, 100, 100, 131])
  }

  @Test(arguments: TinyModel.allCases)
  func newcomerTakesWhatAnIdleNeighbourHolds(_ kind: TinyModel) throws {
    let oracle = try Oracle(kind)
    let tiny = try TinyCore(kind, model: oracle.model)
    tiny.open(1, 2)
    let past = tinyTokens(40, seed: 1)
    let first = try #require(try tiny.generate(1, past, maxTokens: 3))
    // A fork of the conversation: all that the neighbour has computed, then something else.
    let fork = past + first.tokens.prefix(2) + [77, 78]
    let second = try #require(try tiny.generate(2, fork, maxTokens: 6))
    #expect(second.reusedTokens == 42)
    #expect(try oracle.says(second.tokens, after: fork, count: 6))
    // The neighbour goes on, undisturbed by the one that has taken from it.
    let third = try #require(try tiny.generate(1, past + first.tokens + [79], maxTokens: 6))
    #expect(try oracle.says(third.tokens, after: past + first.tokens + [79], count: 6))
    #expect(third.reusedTokens == 42)
  }

  @Test(arguments: TinyModel.allCases)
  func beginningThatIsOnlyAPartOfWhatANeighbourHoldsIsSharedWhereThereAreParts(_ kind: TinyModel) throws {
    let oracle = try Oracle(kind)
    let tiny = try TinyCore(kind, model: oracle.model)
    tiny.open(1, 2)
    let system = tinyTokens(20, seed: 1)
    _ = try tiny.generate(1, system + [20, 21, 22], maxTokens: 3)
    let prompt = system + [30, 31]
    let result = try #require(try tiny.generate(2, prompt, maxTokens: 6))
    #expect(result.reusedTokens == (oracle.model.sequenceMemory.hasParts ? 20 : 0))
    #expect(try oracle.says(result.tokens, after: prompt, count: 6))
  }
}
