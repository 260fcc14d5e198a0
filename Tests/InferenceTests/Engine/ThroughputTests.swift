import Testing
import Threading

@testable import Inference

@Suite struct ThroughputTests {
  private func time(_ seconds: Double) -> MonotonicTime { MonotonicTime(nanoseconds: 0).advanced(bySeconds: seconds) }

  @Test func nothingGeneratedIsNoRate() {
    #expect(Throughput().tokensPerSecond(at: time(5)) == 0)
  }

  @Test func evenStreamHasItsRate() {
    var throughput = Throughput()
    for step in 0..<200 { throughput.count(at: time(100 + Double(step) / 50)) }
    #expect(abs(throughput.tokensPerSecond(at: time(104 - 0.01)) - 50) < 3)
  }

  @Test func youngStreamIsMeasuredOverItsOwnTime() {
    var throughput = Throughput()
    for step in 0..<25 { throughput.count(at: time(100 + Double(step) / 50)) }
    #expect(abs(throughput.tokensPerSecond(at: time(100.49)) - 50) < 3)
  }

  @Test func rateFallsWhileNothingComesAndIsGoneAfterTwoSeconds() {
    var throughput = Throughput()
    for step in 0..<100 { throughput.count(at: time(100 + Double(step) / 50)) }
    let rates = [102, 103, 103.5, 104.2].map { throughput.tokensPerSecond(at: time($0)) }
    #expect(rates == rates.sorted(by: >))
    #expect(rates.last == 0)
  }

  @Test func tokensOfLongAgoDoNotCountAgain() {
    var throughput = Throughput()
    for _ in 0..<1000 { throughput.count(at: time(100)) }
    throughput.count(at: time(200))
    #expect(throughput.tokensPerSecond(at: time(200)) == 10)
  }
}
