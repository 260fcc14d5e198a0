import Testing

@testable import Inference

@Suite struct PutAwayCostsTests {
  @Test func whatIsNotKnownIsTriedAndWhatIsShortIsNot() {
    let costs = PutAwayCosts()
    #expect(costs.isWorthSaving(tokens: 100, bytes: 1_000_000))
    #expect(!costs.isWorthSaving(tokens: 15, bytes: 10))
  }

  @Test func copyingIsChosenWhereItIsCheaperThanComputing() {
    var costs = PutAwayCosts()
    costs.computed(tokens: 100, seconds: 1)  // 10 ms a token
    costs.copied(bytes: 1_000_000, seconds: 0.001)  // 1 ns a byte
    #expect(costs.isWorthSaving(tokens: 100, bytes: 100 * 20_000))
    #expect(!costs.isWorthSaving(tokens: 100, bytes: 100 * 6_000_000))
  }

  @Test func newerObservationsCountMoreEachTime() {
    var costs = PutAwayCosts()
    costs.computed(tokens: 1, seconds: 1)
    for _ in 0..<40 { costs.computed(tokens: 1, seconds: 0.1) }
    #expect((costs.secondsPerPrefill ?? 0) < 0.11)
  }
}
