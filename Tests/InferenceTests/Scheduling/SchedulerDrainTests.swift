import Testing
import Threading

@testable import Inference

@Suite struct SchedulerDrainTests {
  /// Drains on a thread of its own.
  private final class Drain: Sendable {
    let cancellation = Cancellation()
    private let hasBegun = Monitor(false)
    private let end = Monitor<Result<Void, SchedulerError>?>(nil)
    private let thread: WorkerThread

    init(_ scheduler: InferenceScheduler) throws {
      thread = try WorkerThread(name: "drain") { [end, hasBegun, cancellation] in
        let result = Result { () throws(SchedulerError) in
          try scheduler.drain(cancellation: cancellation) {
            hasBegun.withLock { $0 = true }
            hasBegun.broadcast()
          }
        }
        end.withLock { $0 = result }
      }
      _ = hasBegun.wait { $0 ? true : nil }
    }

    var hasEnded: Bool { end.withLock { $0 != nil } }

    /// Why it failed; nil: nobody holds a slot.
    func failure() -> SchedulerError? {
      thread.join()
      if case .failure(let error) = end.withLock({ $0! }) { return error }
      return nil
    }
  }

  /// A scheduler of two slots, one held, that is being drained.
  private func draining() throws -> (InferenceScheduler, HeldPermit, Drain) {
    let scheduler = try InferenceScheduler(maxConcurrent: 2)
    let held = try #require(HeldPermit.one(of: scheduler))
    let drain = try Drain(scheduler)
    try #require(HeldPermit.one(of: scheduler) == nil)  // Though one of the two is free.
    return (scheduler, held, drain)
  }

  @Test func drainedSchedulerServesNobodyHoweverManySlotsAreFreeUntilItIsReopened() throws {
    let scheduler = try InferenceScheduler(maxConcurrent: 1)
    try scheduler.drain(cancellation: Cancellation())
    let line = Line(at: scheduler)
    for name in ["first", "second"] { try line.join(name) }
    try scheduler.resize(to: 3)
    #expect(scheduler.snapshot().waiters.map(\.label) == ["first", "second"])
    #expect(scheduler.activeCount == 0)
    scheduler.reopen()
    #expect(Set(line.leave().served) == ["first", "second"])
  }

  @Test func drainingLastsAsLongAsASlotIsHeld() throws {
    func release() throws -> Drain {
      let (scheduler, held, drain) = try draining()
      #expect(scheduler.activeCount == 1)
      #expect(!drain.hasEnded)
      withExtendedLifetime(held) {}
      return drain
    }
    #expect(try release().failure() == nil)
  }

  @Test func drainingThatIsCancelledGivesOutSlotsAgain() throws {
    let (scheduler, held, drain) = try draining()
    let line = Line(at: scheduler)
    try line.join("first")
    drain.cancellation.cancel(reason: "thought better of it")
    #expect(drain.failure() == .cancelled("thought better of it"))
    #expect(line.leave().served == ["first"])
    #expect(scheduler.activeCount == 1)
    withExtendedLifetime(held) {}
  }

  @Test func closingEndsDrainingAndWaiting() throws {
    let (scheduler, held, drain) = try draining()
    let line = Line(at: scheduler)
    try line.join("first")
    scheduler.close()
    #expect(drain.failure() == .closed)
    #expect(line.leave().refused == ["first": .closed])
    withExtendedLifetime(held) {}
  }
}
