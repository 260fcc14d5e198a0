import Testing

@testable import Inference

/// Real contexts of every kind of memory under random lives: whatever is shared, copied, cut back, put away, waited for or
/// cut into chunks, each generation gives the tokens that it gives alone and from nothing.
@Suite(.serialized) struct TinyLivesTests {
  private static let roomy = TinyCore.Arrangement(cells: 2048, contextLength: 300)
  private static let tight = TinyCore.Arrangement(
    cells: 512, sequences: 4, batchTokens: 32, prefillChunk: 7, contextLength: 200, savedBytes: 1 << 20)

  @Test(arguments: TinyModel.allCases, [true, false])
  func everyGenerationGivesWhatItGivesAlone(_ kind: TinyModel, isRoomy: Bool) throws {
    let oracle = try Oracle(kind)
    var seen = TinyLives.Seen()
    for seed in 0..<3 {
      var lives = try TinyLives(
        kind, oracle: oracle, agents: 6, seed: UInt64(seed), isRoomy ? Self.roomy : Self.tight)
      try lives.live(turns: 120)
      #expect(lives.problems.isEmpty, "seed \(seed): \(lives.problems.prefix(3))")
      seen.add(lives.seen)
    }
    #expect(seen.finished > 100 && seen.cancelled > 0 && seen.reused > 1000 && seen.waiting > 0, "\(seen)")
    #expect((seen.restored > 0) == (!isRoomy && oracle.model.savesStates))
  }
}
