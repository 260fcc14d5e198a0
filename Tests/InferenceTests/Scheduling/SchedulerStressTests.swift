import Synchronization
import Testing
import Threading

import System

@testable import Inference

/// Thousands of acquirers on real threads. Nothing here is timed: what must hold holds in every order.
@Suite(.serialized) struct SchedulerStressTests {
  /// What acquirers saw.
  final class Tally: Sendable {
    let holding = Atomic(0)
    let most = Atomic(0)
    let granted = Atomic(0)
    let cancelled = Atomic(0)
    let late = Atomic(0)
    let refused = Atomic(0)

    func enter() {
      let now = holding.add(1, ordering: .sequentiallyConsistent).newValue
      most.max(now, ordering: .relaxed)
      granted.add(1, ordering: .relaxed)
    }

    func leave() { holding.subtract(1, ordering: .sequentiallyConsistent) }

    var outcomes: Int {
      [granted.load(ordering: .relaxed), cancelled.load(ordering: .relaxed), late.load(ordering: .relaxed)].reduce(
        refused.load(ordering: .relaxed), +)
    }
  }

  private struct Failure: Error {}

  /// One attempt of one thread: waits or does not, is cancelled or late, and leaves in one of several ways.
  private static func attempt(
    _ scheduler: InferenceScheduler, _ tally: Tally, cancellations: Monitor<[Cancellation]>, random: inout RandomNumbers
  ) {
    let kind = Int.random(in: 0..<10, using: &random)
    let pauses = Int.random(in: 0...3, using: &random)
    if kind == 0 {
      guard let permit = scheduler.tryAcquire() else {
        tally.refused.add(1, ordering: .relaxed)
        return
      }
      hold(permit, tally, pauses: pauses)
      return
    }
    var cancellation: Cancellation?
    if kind <= 4 {
      let fresh = Cancellation()
      cancellation = fresh
      cancellations.withLock { $0.append(fresh) }
    }
    let deadline =
      (4...6).contains(kind)
      ? MonotonicTime.now.advanced(bySeconds: Double.random(in: 0...0.002, using: &random)) : nil
    do throws(SchedulerError) {
      let permit = try scheduler.acquire(
        priority: SlotPriority.allCases.randomElement(using: &random) ?? .normal, cancellation: cancellation,
        deadline: deadline)
      if kind == 9 { try? leaveByThrowing(permit, tally, pauses: pauses) } else { hold(permit, tally, pauses: pauses) }
    } catch {
      switch error {
      case .cancelled: tally.cancelled.add(1, ordering: .relaxed)
      case .deadlineExceeded: tally.late.add(1, ordering: .relaxed)
      case .closed, .invalidLimit: Issue.record("\(error)")
      }
    }
  }

  private static func hold(_ permit: consuming InferencePermit, _ tally: Tally, pauses: Int) {
    tally.enter()
    for _ in 0..<pauses { sched_yield() }
    tally.leave()
    permit.release()
  }

  private static func leaveByThrowing(_ permit: consuming InferencePermit, _ tally: Tally, pauses: Int) throws {
    tally.enter()
    for _ in 0..<pauses { sched_yield() }
    tally.leave()
    throw Failure()
  }

  private func crowd(
    of scheduler: InferenceScheduler, _ tally: Tally, threads: Int, attempts: Int, seed: UInt64,
    beside other: @escaping @Sendable (inout RandomNumbers) -> Void
  ) throws {
    let cancellations = Monitor<[Cancellation]>([])
    let isOver = Atomic(false)
    let workers = try (0..<threads).map { number in
      try WorkerThread(name: "acquirer") {
        var random = RandomNumbers(seed: seed &* 1000 &+ UInt64(number))
        for _ in 0..<attempts {
          Self.attempt(scheduler, tally, cancellations: cancellations, random: &random)
        }
      }
    }
    let canceller = try WorkerThread(name: "canceller") {
      var random = RandomNumbers(seed: seed)
      while !isOver.load(ordering: .acquiring) {
        let some = cancellations.withLock { list -> [Cancellation] in
          defer { list = [] }
          return list
        }
        for cancellation in some where Bool.random(using: &random) { cancellation.cancel() }
        sched_yield()
      }
    }
    let beside = try WorkerThread(name: "beside") {
      var random = RandomNumbers(seed: seed &+ 1)
      while !isOver.load(ordering: .acquiring) {
        other(&random)
        sched_yield()
      }
    }
    for worker in workers { worker.join() }
    isOver.store(true, ordering: .releasing)
    canceller.join()
    beside.join()
  }

  @Test(arguments: [(1, 1), (2, 3), (3, 7)] as [(UInt64, Int)])
  func slotsAreNeitherLostNorGivenTwice(_ seed: UInt64, _ limit: Int) throws {
    let scheduler = try InferenceScheduler(maxConcurrent: limit)
    let tally = Tally()
    try crowd(of: scheduler, tally, threads: 32, attempts: 60, seed: seed) { _ in
      let snapshot = scheduler.snapshot()
      #expect(snapshot.active <= limit)
      #expect(snapshot.waiters.isEmpty || snapshot.active == limit, "a slot is free and somebody waits")
    }
    #expect(tally.most.load(ordering: .relaxed) <= limit)
    #expect(tally.outcomes == 32 * 60)
    #expect(tally.granted.load(ordering: .relaxed) > 500)
    #expect(scheduler.snapshot() == SchedulerSnapshot(max: limit, holders: [], waiters: []))
    #expect(HeldPermit.all(of: scheduler).count == limit)
  }

  @Test(arguments: [4, 5] as [UInt64])
  func resizesLoseNoSlotAndGiveNoneTwice(_ seed: UInt64) throws {
    let scheduler = try InferenceScheduler(maxConcurrent: 3)
    let tally = Tally()
    try crowd(of: scheduler, tally, threads: 32, attempts: 60, seed: seed) { random in
      try? scheduler.resize(to: Int.random(in: 1...6, using: &random))
      let snapshot = scheduler.snapshot()
      #expect(snapshot.active <= 6)
      #expect(snapshot.waiters.isEmpty || snapshot.active >= snapshot.max, "a slot is free and somebody waits")
    }
    #expect(tally.most.load(ordering: .relaxed) <= 6)
    #expect(tally.outcomes == 32 * 60)
    #expect(scheduler.activeCount == 0)
    try scheduler.resize(to: 5)
    #expect(HeldPermit.all(of: scheduler).count == 5)
  }

  @Test func waiterCancelledAtTheMomentOfItsGrantNeitherLosesNorDoublesTheSlot() throws {
    let scheduler = try InferenceScheduler(maxConcurrent: 1)
    let served = Atomic(0)
    for round in 0..<400 {
      var held: HeldPermit? = HeldPermit(try scheduler.acquire(label: "holder"))
      let cancellation = Cancellation()
      let (queued, start) = (Monitor(false), Monitor(false))
      let waiter = try WorkerThread(name: "waiter") {
        if let permit = try? scheduler.acquire(
          cancellation: cancellation,
          onWait: { _ in
            queued.withLock { $0 = true }
            queued.broadcast()
          })
        {
          served.add(1, ordering: .relaxed)
          permit.release()
        }
      }
      _ = queued.wait { $0 ? true : nil }
      let canceller = try WorkerThread(name: "canceller") {
        _ = start.wait { $0 ? true : nil }
        cancellation.cancel()
      }
      start.withLock { $0 = true }
      start.broadcast()
      for _ in 0..<round % 4 { sched_yield() }
      held = nil
      waiter.join()
      canceller.join()
      #expect(held == nil)
      #expect(HeldPermit.all(of: scheduler).count == 1)
    }
    #expect(served.load(ordering: .relaxed) > 0)
  }

  @Test func closingAmidACrowdEndsEveryWait() throws {
    let scheduler = try InferenceScheduler(maxConcurrent: 2)
    let tally = Tally()
    let closed = Atomic(0)
    let threads = try (0..<32).map { number in
      try WorkerThread(name: "acquirer") {
        while true {
          do throws(SchedulerError) {
            Self.hold(try scheduler.acquire(), tally, pauses: number % 3)
          } catch {
            #expect(error == .closed)
            closed.add(1, ordering: .relaxed)
            return
          }
        }
      }
    }
    while tally.granted.load(ordering: .relaxed) < 200 { sched_yield() }
    scheduler.close()
    for thread in threads { thread.join() }
    #expect(closed.load(ordering: .relaxed) == 32)
    #expect(scheduler.snapshot() == SchedulerSnapshot(max: 2, holders: [], waiters: []))
  }
}
