import Testing
import Threading

@testable import AgentTUI

@Suite struct RateHistoryTests {
  private func moment(_ seconds: Double) -> MonotonicTime {
    MonotonicTime(nanoseconds: 1_000_000_000_000).advanced(bySeconds: seconds)
  }

  @Test func tokensAreCountedInTheSecondInWhichTheyCame() {
    var rates = RateHistory()
    rates.add(3, at: moment(0))
    rates.add(4, at: moment(0.9))
    rates.add(5, at: moment(2.5))
    #expect(rates.values(at: moment(3)).suffix(4) == [0, 7, 0, 5])
    #expect(rates.values(at: moment(3)).count == RateHistory.seconds)
  }

  @Test func secondThatIsNotOverIsNotShown() {
    var rates = RateHistory()
    rates.add(3, at: moment(0))
    #expect(rates.isEmpty(at: moment(0.5)))
    #expect(!rates.isEmpty(at: moment(1)))
  }

  @Test func whatIsOlderThanAMinuteIsGoneAlsoWhereItsPlaceIsUsedAgain() {
    var rates = RateHistory()
    rates.add(3, at: moment(0))
    #expect(rates.isEmpty(at: moment(61)))
    rates.add(1, at: moment(200))
    #expect(rates.values(at: moment(201)).reduce(0, +) == 1)
  }
}
