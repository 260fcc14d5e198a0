import Testing
import Threading

@testable import AgentTUI

@Suite struct FramePacerTests {
  private let start = ConsoleFixture.start

  /// A pacer that has just drawn and looked.
  private func rested() -> FramePacer {
    var pacer = FramePacer()
    pacer.fetched()
    pacer.looked(at: start)
    pacer.drew(at: start)
    return pacer
  }

  @Test func idleThereIsNoDeadline() {
    #expect(rested().deadline(ticks: false) == nil)
  }

  @Test func newsAreShownAThirtiethOfASecondAfterTheLastFrame() {
    var pacer = rested()
    pacer.newsArrived()
    #expect(!pacer.isFrameDue(at: start.advanced(bySeconds: 0.03)))
    #expect(pacer.isFrameDue(at: start.advanced(bySeconds: 0.034)))
    #expect(pacer.deadline(ticks: false) == start.advanced(bySeconds: FramePacer.frameSeconds))
  }

  @Test func newsAfterARestAreShownAtOnce() {
    var pacer = rested()
    pacer.newsArrived()
    #expect(pacer.isFrameDue(at: start.advanced(bySeconds: 5)))
  }

  @Test func elapsedTimesTickOnceASecondAndOnlyWhileSomethingRuns() {
    let pacer = rested()
    #expect(pacer.deadline(ticks: true) == start.advanced(bySeconds: 1))
    #expect(!pacer.isTickDue(at: start.advanced(bySeconds: 0.9), ticks: true))
    #expect(pacer.isTickDue(at: start.advanced(bySeconds: 1), ticks: true))
    #expect(!pacer.isTickDue(at: start.advanced(bySeconds: 9), ticks: false))
  }

  @Test func fleetIsLookedAtTenTimesASecondAtMost() {
    var pacer = rested()
    pacer.lookWanted()
    #expect(!pacer.isLookDue(at: start.advanced(bySeconds: 0.05)))
    #expect(pacer.isLookDue(at: start.advanced(bySeconds: 0.1)))
    #expect(pacer.deadline(ticks: false) == start.advanced(bySeconds: 0.1))
  }
}
