import Testing

@testable import Inference

@Suite struct LikeliestTokensTests {
  private func likeliest(_ logits: [Float], _ limit: Int) -> [LikeliestTokens.Candidate] {
    var heap = LikeliestTokens()
    logits.withUnsafeBufferPointer { heap.collect(from: $0, limit: limit) }
    return heap.sortedLikeliestFirst()
  }

  @Test func heapGivesWhatAFullSortGives() {
    var random = RandomNumbers(seed: 12)
    for count in [1, 2, 15, 16, 17, 31, 33, 64, 100, 257] {
      for limit in [1, 2, 3, 7, 16, 40, 100, 256, 257, 300] {
        let logits = (0..<count).map { _ in Float.random(in: -10...10, using: &random) }
        let sorted = logits.indices.sorted { logits[$0] > logits[$1] }.prefix(limit)
        #expect(likeliest(logits, limit).map { Int($0.token) } == Array(sorted), "\(limit) of \(count)")
      }
    }
  }

  @Test func tiesGiveTheSameLogitsAndLowerTokensFirst() {
    var random = RandomNumbers(seed: 13)
    for _ in 0..<200 {
      let logits = (0..<80).map { _ in Float(Int.random(in: 0...5, using: &random)) }
      let limit = Int.random(in: 1...80, using: &random)
      let found = likeliest(logits, limit)
      #expect(found.map(\.logit) == Array(logits.sorted(by: >).prefix(limit)))
      #expect(found.allSatisfy { logits[Int($0.token)] == $0.logit })
      #expect(zip(found, found.dropFirst()).allSatisfy { $0.logit > $1.logit || $0.token < $1.token })
    }
  }

  @Test func heapIsUsedAgainWithoutARest() {
    var heap = LikeliestTokens()
    for logits in [[9, 8, 7, 6], [1, 2, 3]] as [[Float]] {
      logits.withUnsafeBufferPointer { heap.collect(from: $0, limit: 2) }
    }
    #expect(heap.sortedLikeliestFirst() == [.init(token: 2, logit: 3), .init(token: 1, logit: 2)])
  }
}
