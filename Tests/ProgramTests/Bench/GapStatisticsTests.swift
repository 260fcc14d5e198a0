import Testing
import Threading

@testable import Program

@Suite struct GapStatisticsTests {
  private func statistics(
    ordinary: [[Double]], disturbed: [[Double]], from: Double, to: Double
  ) -> (step: Double, longest: Double, steps: Double)? {
    GapStatistics(
      ordinary: ordinary.map { $0.map(moment) }, disturbed: disturbed.map { $0.map(moment) },
      prefill: (from: moment(from), to: moment(to))
    ).map { ($0.step, $0.longest, $0.steps) }
  }

  /// What was seen, and step, longest gap and their ratio.
  static let cases: [(ordinary: [[Double]], disturbed: [[Double]], from: Double, to: Double, expected: [Double])] = [
    // One agent, a step a second; the newcomer doubles one.
    ([[0, 1, 2, 3]], [[10, 11, 13, 14]], 11.5, 13.5, [1, 2, 2]),
    // The gap in which the newcomer comes counts wholly, and that in which it is answered.
    ([[0, 1, 2, 3]], [[10, 14, 15]], 13, 13.5, [1, 4, 4]),
    // What lies wholly before or behind does not.
    ([[0, 1, 2, 3]], [[10, 19, 20, 21, 30]], 19.5, 20.5, [1, 1, 1]),
    // The longest of all agents.
    ([[0, 2, 4, 6], [0, 2, 4, 6]], [[10, 12, 14], [10, 13, 16]], 10, 16, [2, 3, 1.5]),
    // Gaps while not all stream yet, or any more, are no ordinary steps: 4 to 6 and 6 to 8 are.
    ([[0, 1, 2, 3, 4, 6, 8, 9], [4, 6, 8]], [[20, 24]], 20, 24, [2, 4, 2]),
    // Nobody had a token while the newcomer prefilled.
    ([[0, 1, 2]], [[10, 11]], 12, 13, [1, 0, 0]),
  ]

  @Test(arguments: cases)
  func `The longest gap that touches the prefill is told in ordinary steps`(
    ordinary: [[Double]], disturbed: [[Double]], from: Double, to: Double, expected: [Double]
  ) throws {
    let found = try #require(statistics(ordinary: ordinary, disturbed: disturbed, from: from, to: to))
    #expect([found.step, found.longest, found.steps] == expected)
  }

  @Test(arguments: [[], [[]], [[1]], [[0, 1, 2], [3, 4, 5]]])
  func `Streams that were never there together give no step`(ordinary: [[Double]]) {
    #expect(statistics(ordinary: ordinary, disturbed: [[10, 11]], from: 10, to: 11) == nil)
  }

  @Test(arguments: [([], nil), ([3], 3), ([9, 1, 5], 5), ([4, 1, 2, 3], 3)] as [([Double], Double?)])
  func `The median is the middle one, the upper of two`(values: [Double], median: Double?) {
    #expect(values.median == median)
  }
}
