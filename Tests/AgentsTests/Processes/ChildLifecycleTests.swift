import Testing
import Threading

@testable import Agents

@Suite struct ChildLifecycleTests {
  private static func second(_ seconds: Double) -> MonotonicTime {
    MonotonicTime(nanoseconds: 0).advanced(bySeconds: seconds)
  }
  private var lifecycle = ChildLifecycle(deadline: Self.second(10), grace: 2, linger: 1)

  private mutating func step(
    at seconds: Double, ended: Bool = false, silent: Bool = false, _ request: ChildOutcome.Stop? = nil
  ) -> ChildLifecycle.Step {
    lifecycle.step(now: Self.second(seconds), hasEnded: ended, outputEnded: silent, request: request)
  }

  @Test mutating func aChildThatEndsIsWaitedForUntilItsOutputEnds() {
    #expect(step(at: 0) == .wait(until: Self.second(10)))
    #expect(step(at: 1, silent: true) == .wait(until: Self.second(10)))
    #expect(step(at: 2, ended: true, silent: true) == .finish)
    #expect(lifecycle.stop == nil)
    #expect(!lifecycle.leftRunning)
  }

  @Test mutating func aChildPastItsDeadlineIsAskedThenKilled() {
    #expect(step(at: 10) == .terminate)
    #expect(step(at: 10) == .wait(until: Self.second(12)))
    #expect(step(at: 12) == .kill)
    #expect(step(at: 12.5) == .wait(until: Self.second(13)))
    #expect(step(at: 12.6, ended: true, silent: true) == .finish)
    #expect(lifecycle.stop == .deadline)
  }

  @Test mutating func aCancelledChildIsEndedAndGivenUpWhenItDoesNotDie() {
    #expect(step(at: 1, .cancelled) == .terminate)
    #expect(step(at: 3, .cancelled) == .kill)
    #expect(step(at: 4, .cancelled) == .finish)
    #expect(lifecycle.stop == .cancelled)
  }

  @Test mutating func aChildWhoseReaderHasEnoughIsEnded() {
    #expect(step(at: 1, .enough) == .terminate)
    #expect(step(at: 1, ended: true, silent: true, .enough) == .finish)
    #expect(lifecycle.stop == .enough)
  }

  @Test mutating func outputAfterTheEndIsWaitedForShortlyAndThenEnded() {
    #expect(step(at: 1, ended: true) == .wait(until: Self.second(2)))
    #expect(step(at: 1.5, ended: true) == .wait(until: Self.second(2)))
    #expect(step(at: 2, ended: true) == .terminate)
    #expect(step(at: 2, ended: true, silent: true) == .finish)
    #expect(lifecycle.leftRunning)
    #expect(lifecycle.stop == nil)
  }

  @Test mutating func cancellingDoesNotWaitForOutputAfterTheEnd() {
    #expect(step(at: 1, ended: true, .cancelled) == .terminate)
  }
}
