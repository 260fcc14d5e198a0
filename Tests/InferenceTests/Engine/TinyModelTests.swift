import Testing

@testable import Inference

/// The tiny models themselves: what the other suites conclude from them holds only if these do.
@Suite(.serialized) struct TinyModelTests {
  @Test(arguments: TinyModel.allCases)
  func everyTokenOfThePastDecidesWhatFollows(_ kind: TinyModel) throws {
    let oracle = try Oracle(kind)
    let prompt = tinyTokens(200, seed: 1)
    let said = try oracle.tokens(after: prompt, count: 24)
    for position in [0, 1, 50, 120, 198] {
      var other = prompt
      other[position] = other[position] == 100 ? 101 : 100
      #expect(try oracle.tokens(after: other, count: 24) != said, "position \(position)")
    }
  }

  @Test(arguments: TinyModel.allCases)
  func arrangementOfTheRowsTurnsOnlyCloseChoices(_ kind: TinyModel) throws {
    let oracle = try Oracle(kind)
    for chunk in [1, 7, 50] {
      for seed in 1...5 {
        #expect(try oracle.change(after: tinyTokens(150, seed: seed), chunk: chunk) < Oracle.closeLead / 10)
      }
    }
  }

  @Test(
    arguments: [
      (.plain, .cells), (.window, .window(TinyModel.windowTokens)), (.recurrent, .state), (.hybrid, .cellsAndState),
    ] as [(TinyModel, SequenceMemory)])
  func modelKeepsOfASequence(_ kind: TinyModel, _ memory: SequenceMemory) throws {
    #expect(try Oracle(kind).model.sequenceMemory == memory)
  }

  @Test(
    arguments: [
      // Layers, times heads, times length of a head, times keys and values, times bytes of a number.
      (.plain, 4 * 2 * 8 * 2 * 4, 0),
      (.window, 4 * 2 * 8 * 2 * 4, 0),
      // Layers, times what the convolution and the state hold, times bytes of a number.
      (.recurrent, 0, 4 * (3 * 64 + 16 * 64) * 4),
      (.hybrid, 2 * 2 * 8 * 2 * 4, 2 * (3 * 64 + 16 * 64) * 4),
    ] as [(TinyModel, Int, Int)])
  func sequenceCostsWhatItsLayersKeepAndLittleMore(_ kind: TinyModel, _ perToken: Int, _ perSequence: Int) throws {
    let oracle = try Oracle(kind)
    let cost = try MemoryCost(of: oracle.model, config: kind.config(sequences: 2, context: 256))
    #expect((perToken...perToken + 16).contains(cost.perToken), "\(cost)")
    #expect((perSequence...perSequence + 512).contains(cost.perSequence), "\(cost)")
  }
}

/// Ordinary tokens of the tiny models.
func tinyTokens(_ count: Int, seed: Int) -> [Token] {
  var random = RandomNumbers(seed: UInt64(seed))
  return (0..<count).map { _ in Token.random(in: 3..<Token(TinyModel.vocabulary), using: &random) }
}
