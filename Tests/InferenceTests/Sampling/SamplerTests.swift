import Testing

@testable import Inference

@Suite struct SamplerTests {
  private func sample(_ logits: [Float], _ sampler: inout Sampler) -> Token {
    var logits = logits
    return logits.withUnsafeMutableBufferPointer { sampler.sample($0) }
  }

  private func sample(_ logits: [Float], _ options: SamplingOptions) -> Token {
    var sampler = Sampler(options)
    return sample(logits, &sampler)
  }

  /// How often each token is drawn.
  private func counts(_ logits: [Float], draws: Int, _ options: SamplingOptions) -> [Int] {
    var sampler = Sampler(options)
    var counts = [Int](repeating: 0, count: logits.count)
    for _ in 0..<draws { counts[Int(sample(logits, &sampler))] += 1 }
    return counts
  }

  /// How far the counts are from what `weights` say; with as many degrees of freedom as weights, less one.
  private func chiSquare(_ counts: [Int], _ weights: [Double]) -> Double {
    let draws = Double(counts.reduce(0, +))
    let total = weights.reduce(0, +)
    return zip(counts, weights).reduce(0) { sum, pair in
      let expected = draws * pair.1 / total
      return expected == 0
        ? sum + (pair.0 == 0 ? 0 : .infinity)
        : sum + (Double(pair.0) - expected) * (Double(pair.0) - expected) / expected
    }
  }

  private func options(
    _ temperature: Double = 1, topK: Int = 0, topP: Double = 1, minP: Double = 0, penalty: Double = 1, window: Int = 64,
    seed: UInt64 = 1
  ) -> SamplingOptions {
    SamplingOptions(
      temperature: temperature, topK: topK, topP: topP, minP: minP, repeatPenalty: penalty, repeatWindow: window,
      seed: seed)
  }

  // MARK: - Greedy

  @Test func greedyTakesTheFirstOfTheLikeliestWhereverItStands() {
    var random = RandomNumbers(seed: 7)
    for count in 1...70 {
      for _ in 0..<10 {
        // Few different values, so that there are ties within and across the blocks that are compared at once.
        let logits = (0..<count).map { _ in Float(Int.random(in: -3...3, using: &random)) }
        let best = logits.max() ?? 0
        #expect(sample(logits, .greedy) == Token(logits.firstIndex(of: best) ?? 0), "\(logits)")
      }
    }
  }

  @Test func negativeTemperatureIsGreedy() {
    #expect(sample([0, 3, 1], options(-1)) == 1)
  }

  // MARK: - Distribution

  @Test(arguments: [0.3, 0.7, 1, 2.5])
  func drawsFollowTheSoftmaxAtTheTemperature(_ temperature: Double) {
    let logits: [Float] = [1, 0, -1, 0.5, 2]
    let weights = logits.map { exponential(Double($0) / temperature) }
    let counts = counts(logits, draws: 8000, options(temperature))
    // Four degrees of freedom: a bound that chance crosses once in two million seeds.
    #expect(chiSquare(counts, weights) < 35, "\(counts)")
  }

  @Test func topKLeavesOutAllBesideTheKLikeliest() {
    let logits: [Float] = [1, 0, -1, 0.5, 2]
    let weights = [exponential(1), 0, 0, exponential(0.5), exponential(2)]
    #expect(chiSquare(counts(logits, draws: 5000, options(topK: 3)), weights) < 35)
  }

  @Test func topPKeepsTheFewestThatReachItAndTheirProportions() {
    // 0.5, 0.3, 0.15, 0.05
    let logits = [0.15, 0.5, 0.05, 0.3].map { Float(logarithm($0)) }
    #expect(chiSquare(counts(logits, draws: 5000, options(topP: 0.79)), [0, 0.5, 0, 0.3]) < 35)
    #expect(chiSquare(counts(logits, draws: 5000, options(topP: 0.81)), [0.15, 0.5, 0, 0.3]) < 35)
    #expect(chiSquare(counts(logits, draws: 5000, options(topP: 0.49)), [0, 1, 0, 0]) == 0)
  }

  @Test func minPKeepsThoseNearTheLikeliestAndTheirProportions() {
    let logits = [0.15, 0.5, 0.05, 0.3].map { Float(logarithm($0)) }
    #expect(chiSquare(counts(logits, draws: 5000, options(minP: 0.29)), [0.15, 0.5, 0, 0.3]) < 35)
    #expect(chiSquare(counts(logits, draws: 5000, options(minP: 0.31)), [0, 0.5, 0, 0.3]) < 35)
  }

  @Test func topPOverAFlatVocabularyReachesAsFarAsItMust() {
    // A thousand that are nearly alike, the first the likeliest: half of the weight is the first half, and a little less.
    let logits = (0..<1000).map { Float(-1e-5 * Double($0)) }
    let last = counts(logits, draws: 4000, options(topP: 0.5)).lastIndex { $0 > 0 }
    #expect((450..<500).contains(last ?? 0))
  }

  private func logarithm(_ x: Double) -> Double {
    // By bisection of the exponential, which is all that the sampler itself has.
    var (low, high) = (-20.0, 20.0)
    for _ in 0..<80 { if exponential((low + high) / 2) < x { low = (low + high) / 2 } else { high = (low + high) / 2 } }
    return low
  }

  @Test(
    arguments: [
      (0, 0), (-1, 0), (1e-12, 0), (.nan, 0), (1, 1), (1, 5), (1, .infinity), (0, 1), (0.5, 0.999_999),
    ] as [(Double, Double)])
  func narrowestBoundsLeaveTheLikeliest(_ topP: Double, _ minP: Double) {
    let counts = counts([1, 5, 2, 0], draws: 200, options(0.01, topP: topP, minP: minP))
    #expect(counts == [0, 200, 0, 0])
  }

  @Test(arguments: [3, 4, 5, 1000, .max])
  func topKOfTheWholeVocabularyAndMoreIsAll(_ topK: Int) {
    let logits: [Float] = [1, 0, 2]
    #expect(counts(logits, draws: 300, options(topK: topK)) == counts(logits, draws: 300, options(topK: 0)))
  }

  @Test func topKOfOneIsGreedyAtAnyTemperature() {
    var random = RandomNumbers(seed: 8)
    for _ in 0..<50 {
      let logits = (0..<50).map { _ in Float.random(in: -5...5, using: &random) }
      #expect(sample(logits, options(100, topK: 1)) == sample(logits, .greedy))
    }
  }

  @Test func sameSeedGivesTheSameDrawsAndAnotherOneOthers() {
    let logits = (0..<100).map { Float($0 % 10) / 10 }
    func draws(_ seed: UInt64) -> [Token] {
      var sampler = Sampler(options(seed: seed))
      return (0..<50).map { _ in sample(logits, &sampler) }
    }
    #expect(draws(9) == draws(9))
    #expect(draws(9) != draws(10))
  }

  // MARK: - Repeat penalty

  @Test func penaltyMakesRepeatedTokensLessLikelyWhateverTheirSign() {
    func penalised(_ logits: [Float], by penalty: Double, after tokens: [Token], window: Int = 64) -> [Float] {
      var sampler = Sampler(options(0, penalty: penalty, window: window))
      for token in tokens { sampler.accept(token) }
      var logits = logits
      _ = logits.withUnsafeMutableBufferPointer { sampler.sample($0) }
      return logits
    }
    #expect(penalised([4, -4, 0, 8], by: 2, after: [0, 1, 2]) == [2, -8, 0, 8])
    #expect(penalised([4, -4, 0, 8], by: 2, after: [0, 0, 0]) == [2, -4, 0, 8])
    #expect(penalised([4, -4, 0, 8], by: 1, after: [0, 1, 2]) == [4, -4, 0, 8])
    #expect(penalised([4, -4, 0, 8], by: 2, after: [0, 1, 3], window: 2) == [4, -8, 0, 4])
    #expect(penalised([4, -4, 0, 8], by: 2, after: [0, 1, 3], window: 0) == [4, -4, 0, 8])
    #expect(penalised([4], by: 2, after: [0, 1, 7000]) == [2])
    #expect(penalised([-.infinity, 1], by: 2, after: [0]) == [-.infinity, 1])
  }

  @Test func penaltyChangesWhatGreedyTakes() {
    var sampler = Sampler(options(0, penalty: 1.5))
    var taken: [Token] = []
    for _ in 0..<3 {
      let token = sample([3, 2.9, 2.8], &sampler)
      sampler.accept(token)
      taken.append(token)
    }
    #expect(taken == [0, 1, 2])
  }

  // MARK: - What no model should give

  private static let strange: [[Float]] = [
    [], [.nan], [-.infinity], [-.infinity, -.infinity, -.infinity], [.nan, .nan, .nan], [.infinity, .infinity],
    [.nan, 1, .nan, 2], [Float](repeating: .nan, count: 40), [Float](repeating: -.infinity, count: 40),
    [Float](repeating: .nan, count: 17) + [3] + [Float](repeating: .nan, count: 20),
    (0..<64).map { $0 % 3 == 0 ? .nan : Float($0) }, [0, -.infinity, .infinity, .nan],
  ]

  @Test(arguments: [0, 1, 5, 40], [0, 0.8] as [Double])
  func strangeLogitsGiveATokenOfTheVocabulary(_ topK: Int, _ temperature: Double) {
    for logits in Self.strange {
      var sampler = Sampler(options(temperature, topK: topK, topP: 0.9, minP: 0.05, penalty: 1.1))
      for _ in 0..<5 {
        let token = sample(logits, &sampler)
        #expect((0..<max(1, logits.count)).contains(Int(token)), "\(logits)")
        sampler.accept(token)
      }
    }
  }

  @Test(arguments: [0, 3, 20], [0, 0.8] as [Double])
  func logitThatIsNoNumberIsNeverChosenWhereThereAreNumbers(_ topK: Int, _ temperature: Double) {
    var random = RandomNumbers(seed: 11)
    for _ in 0..<100 {
      var logits = (0..<Int.random(in: 1...60, using: &random)).map { _ in Float.random(in: 0...1, using: &random) }
      for index in logits.indices where Bool.random(using: &random) { logits[index] = .nan }
      let best = Int.random(in: logits.indices, using: &random)
      logits[best] = 50
      #expect(sample(logits, options(temperature, topK: topK)) == Token(best), "\(logits)")
    }
  }

  @Test(arguments: [0, 3], [0, 0.8] as [Double])
  func infiniteLogitIsChosen(_ topK: Int, _ temperature: Double) {
    #expect(sample([1, 2, .infinity, 3, 4], options(temperature, topK: topK, topP: 0.9, minP: 0.1)) == 2)
  }

  @Test func forbiddenTokenIsNeverDrawn() {
    let counts = counts([5, -.infinity, 5, -.infinity], draws: 500, options(10))
    #expect(counts[1] == 0 && counts[3] == 0 && counts[0] > 100 && counts[2] > 100)
  }

  @Test func choosingAgainDoesNotPenaliseTwice() {
    var sampler = Sampler(options(0, penalty: 4))
    sampler.accept(0)
    var logits: [Float] = [8, 1, 3]
    let first = logits.withUnsafeMutableBufferPointer { sampler.sample($0) }
    #expect(first == 2)
    logits[2] = -.infinity
    // Penalised once the first token has 2, twice it would have a half.
    let second = logits.withUnsafeBufferPointer { sampler.choose($0) }
    #expect(second == 0)
  }
}
