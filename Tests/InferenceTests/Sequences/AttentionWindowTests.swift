import Testing

@testable import Inference

@Suite struct AttentionWindowTests {
  @Test(
    arguments: [
      // window, first position there, tokens to go on behind, whether it can
      (0, 0, 10, true), (0, 1, 10, false), (0, -1, 10, false), (0, -1, 0, true),
      (8, 0, 3, true), (8, 0, 100, true), (8, -1, 0, true),
      (8, 92, 100, true), (8, 93, 100, false), (8, 50, 100, true),
      (8, 50, 58, true), (8, 50, 57, false), (8, 50, 40, false),
      // Nothing is left of it, although something should be.
      (8, -1, 40, false),
    ] as [(Int, Int, Int, Bool)])
  func sequenceCanGoOnWhereItsWindowIsStillThere(_ tokens: Int, _ first: Int, _ count: Int, _ can: Bool) {
    #expect(AttentionWindow(tokens: tokens).canContinue(from: first, at: count) == can)
  }

  @Test(
    arguments: [
      (0, 0, 0..<10, true), (0, 0, 5..<10, true), (0, -1, 0..<10, false),
      (8, 0, 0..<100, true), (8, 92, 0..<100, true), (8, 93, 0..<100, false),
      // Behind tokens of its own there must be no gap, although the window would reach.
      (8, 50, 50..<100, true), (8, 40, 50..<100, true), (8, 51, 50..<100, false), (8, -1, 50..<100, false),
    ] as [(Int, Int, Range<Int>, Bool)])
  func positionsCanBeSharedWhereTheOtherCanGoOn(_ tokens: Int, _ first: Int, _ positions: Range<Int>, _ can: Bool) {
    #expect(AttentionWindow(tokens: tokens).canShare(positions, from: first) == can)
  }
}
