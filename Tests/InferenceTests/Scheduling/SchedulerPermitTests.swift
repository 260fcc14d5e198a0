import Testing
import Threading

@testable import Inference

@Suite struct SchedulerPermitTests {
  @Test(arguments: [0, -1, .min])
  func limitBelowOneIsAnError(_ limit: Int) throws {
    #expect(throws: SchedulerError.invalidLimit(limit)) { _ = try InferenceScheduler(maxConcurrent: limit) }
    let scheduler = try InferenceScheduler(maxConcurrent: 3)
    #expect(throws: SchedulerError.invalidLimit(limit)) { try scheduler.resize(to: limit) }
    #expect(scheduler.maxConcurrent == 3)
    #expect(SchedulerError.invalidLimit(limit).description.contains("\(limit)"))
  }

  @Test func permitIsGivenBackHoweverItsHolderLeaves() throws {
    struct Failure: Error {}
    let scheduler = try InferenceScheduler(maxConcurrent: 1)
    func early() throws {
      let permit = try scheduler.acquire()
      permit.release()
      #expect(scheduler.activeCount == 0)
    }
    func thrown() throws {
      let permit = try scheduler.acquire()
      #expect(scheduler.activeCount == 1)
      if permit.waitedSeconds >= 0 { throw Failure() }
    }
    func dropped() throws { _ = try scheduler.acquire() }
    func scoped() throws {
      let permit = try scheduler.acquire()
      #expect(permit.waitedSeconds == 0)
    }
    func returned() throws -> HeldPermit { HeldPermit(try scheduler.acquire()) }
    try early()
    #expect(scheduler.activeCount == 0)
    #expect(throws: Failure.self) { try thrown() }
    #expect(scheduler.activeCount == 0)
    try dropped()
    #expect(scheduler.activeCount == 0)
    try scoped()
    #expect(scheduler.activeCount == 0)
    do {
      let held = try returned()
      #expect(scheduler.activeCount == 1)
      withExtendedLifetime(held) {}
    }
    #expect(scheduler.activeCount == 0)
  }

  @Test func permitKeepsItsSchedulerAlive() throws {
    func made() throws -> HeldPermit { HeldPermit(try InferenceScheduler(maxConcurrent: 1).acquire()) }
    let held = try made()
    #expect(held.permit.heldSeconds >= 0)
  }

  @Test func snapshotNamesHoldersAndWaitersOfOneMoment() throws {
    let clock = TestClock()
    let scheduler = try InferenceScheduler(maxConcurrent: 2) { clock.now }
    let ada = HeldPermit(try scheduler.acquire(label: "ada"))
    clock.seconds = 2
    let bob = HeldPermit(try scheduler.acquire(label: "bob"))
    clock.seconds = 3
    let line = Line(at: scheduler)
    try line.join("eve", .background)
    clock.seconds = 4
    try line.join("dan", .interactive)
    clock.seconds = 6
    #expect(
      scheduler.snapshot()
        == SchedulerSnapshot(
          max: 2, holders: [.init(label: "ada", heldSeconds: 6), .init(label: "bob", heldSeconds: 4)],
          waiters: [
            .init(label: "dan", priority: .interactive, waitedSeconds: 2),
            .init(label: "eve", priority: .background, waitedSeconds: 3),
          ]))
    scheduler.close()
    _ = line.leave()
    withExtendedLifetime((ada, bob)) {}
  }

  @Test func permitTellsHowLongItsHolderWaited() throws {
    let clock = TestClock()
    let scheduler = try InferenceScheduler(maxConcurrent: 1) { clock.now }
    let holder = HeldPermit(try scheduler.acquire())
    let waited = Monitor<Double?>(nil)
    let queued = Monitor(false)
    let thread = try WorkerThread(name: "waiter") {
      guard
        let permit = try? scheduler.acquire(onWait: { _ in
          queued.withLock { $0 = true }
          queued.broadcast()
        })
      else { return }
      let seconds = permit.waitedSeconds
      waited.withLock { $0 = seconds }
    }
    _ = queued.wait { $0 ? true : nil }
    clock.seconds = 7
    try scheduler.resize(to: 2)
    thread.join()
    #expect(waited.withLock { $0 } == 7)
    withExtendedLifetime(holder) {}
  }

  @Test func shrinkingTakesNoPermitAwayAndGrantsNoneUntilThereIsRoom() throws {
    let scheduler = try InferenceScheduler(maxConcurrent: 4)
    var held = HeldPermit.all(of: scheduler)
    let line = Line(at: scheduler)
    for name in ["first", "second", "third"] { try line.join(name) }
    try scheduler.resize(to: 2)
    #expect(scheduler.snapshot().active == 4)
    for left in [3, 2] {
      held.removeLast()
      #expect(scheduler.snapshot().active == left)
      #expect(scheduler.snapshot().waiters.count == 3)
    }
    held.removeLast()
    #expect(line.leave().served.count == 3)
    #expect(scheduler.snapshot().active == 1)
    #expect(HeldPermit.all(of: scheduler).count == 1)
  }

  @Test func growingServesThoseWhoWaitAtOnce() throws {
    let scheduler = try InferenceScheduler(maxConcurrent: 1)
    let holder = try scheduler.acquire()
    let line = Line(at: scheduler)
    for name in ["first", "second", "third"] { try line.join(name) }
    try scheduler.resize(to: 2)
    #expect(line.leave().served == ["first", "second", "third"])
    #expect(scheduler.activeCount == 1)
    holder.release()
  }

  @Test func closingFailsAllWhoWaitAndAllWhoCome() throws {
    let scheduler = try InferenceScheduler(maxConcurrent: 1)
    let holder = try scheduler.acquire()
    let line = Line(at: scheduler)
    for name in ["first", "second", "third"] { try line.join(name) }
    scheduler.close()
    let record = line.leave()
    #expect(record.served.isEmpty)
    #expect(record.refused == ["first": .closed, "second": .closed, "third": .closed])
    #expect(throws: SchedulerError.closed) { _ = try scheduler.acquire() }
    #expect(HeldPermit.one(of: scheduler) == nil)
    holder.release()
    #expect(scheduler.activeCount == 0)
    #expect(throws: SchedulerError.closed) { _ = try scheduler.acquire() }
    scheduler.close()
  }

  @Test func cancelledOneIsRefusedBeforeItWaitsAndWhileItWaits() throws {
    let scheduler = try InferenceScheduler(maxConcurrent: 1)
    let cancelled = Cancellation()
    cancelled.cancel(reason: "stopped by hand")
    #expect(throws: SchedulerError.cancelled("stopped by hand")) {
      _ = try scheduler.acquire(cancellation: cancelled)
    }
    let holder = try scheduler.acquire()
    let inTime = Cancellation()
    #expect(throws: SchedulerError.cancelled("in the queue")) {
      _ = try scheduler.acquire(cancellation: inTime) { _ in inTime.cancel(reason: "in the queue") }
    }
    #expect(scheduler.snapshot().waiters.isEmpty)
    holder.release()
    #expect(HeldPermit.all(of: scheduler).count == 1)
  }

  @Test func deadlineThatPassesEndsTheWaitAndAFreeSlotNeedsNone() throws {
    let scheduler = try InferenceScheduler(maxConcurrent: 1)
    let past = MonotonicTime(nanoseconds: 0)
    let holder = try scheduler.acquire(deadline: past)
    let error = #expect(throws: SchedulerError.self) { _ = try scheduler.acquire(deadline: past) }
    guard case .deadlineExceeded? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(scheduler.snapshot().waiters.isEmpty)
    holder.release()
    #expect(HeldPermit.all(of: scheduler).count == 1)
  }
}
