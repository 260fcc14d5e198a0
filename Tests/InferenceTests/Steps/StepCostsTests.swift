import Testing

@testable import Inference

@Suite struct StepCostsTests {
  @Test func chunkIsUnboundedAloneAndACautiousOneWhileNothingIsKnown() {
    let costs = StepCosts()
    #expect(costs.chunk(beside: 0) == .max)
    #expect(costs.chunk(beside: 4) == StepCosts.unknownChunk)
  }

  struct Case: Sendable {
    /// Seconds of a step of 8 that generate, and of one row of prefill.
    var step: Double
    var prefill: Double
    var chunk: Int
  }

  /// The stretch leaves 70 ms for prefill.
  static let cases = [
    Case(step: 0.04, prefill: 0.001, chunk: 68), Case(step: 0.04, prefill: 0.0004, chunk: 172),
    Case(step: 0.04, prefill: 0.003, chunk: 20), Case(step: 0.04, prefill: 0.1, chunk: 8),
  ]

  @Test(arguments: cases)
  func chunkKeepsAStepWithinItsStretch(_ expected: Case) {
    var costs = StepCosts()
    costs.computed(decodeRows: 8, prefillRows: 0, isChunk: true, seconds: expected.step)
    costs.computed(decodeRows: 8, prefillRows: 100, isChunk: true, seconds: expected.step + 100 * expected.prefill)
    let chunk = costs.chunk(beside: 8)
    #expect(chunk == expected.chunk)
    #expect(
      chunk == StepCosts.fewestRows
        || expected.step + Double(chunk) * expected.prefill <= StepCosts.stretch * expected.step * 1.001)
  }

  @Test func chunkNotSeenYetIsHalfOfWhatThePriceOfALargeStepWouldAllow() {
    var costs = StepCosts()
    costs.computed(decodeRows: 8, prefillRows: 0, isChunk: true, seconds: 0.04)
    costs.computed(decodeRows: 0, prefillRows: 500, isChunk: true, seconds: 0.5)
    #expect(costs.chunk(beside: 8) == 32)
  }

  @Test func shortPromptSaysNothingOfChunks() {
    var costs = StepCosts()
    costs.computed(decodeRows: 8, prefillRows: 0, isChunk: true, seconds: 0.04)
    costs.computed(decodeRows: 8, prefillRows: 100, isChunk: true, seconds: 0.14)
    let before = costs
    costs.computed(decodeRows: 8, prefillRows: 100, isChunk: false, seconds: 9)
    #expect(costs == before)
  }

  @Test func stepOfARowCountNotSeenIsTakenFromTheNearest() {
    var costs = StepCosts()
    costs.computed(decodeRows: 1, prefillRows: 0, isChunk: true, seconds: 0.01)
    costs.computed(decodeRows: 8, prefillRows: 0, isChunk: true, seconds: 0.04)
    #expect([1, 2, 4, 5, 7, 20].map { costs.decodeStep(rows: $0) } == [0.01, 0.01, 0.01, 0.04, 0.04, 0.04])
    #expect(costs.decodeStep(rows: 0) == nil)
  }
}
