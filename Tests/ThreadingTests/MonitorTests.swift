import Testing
import Threading

@Suite struct MonitorTests {
  @Test func conditionThatHoldsIsReturnedWithoutWaiting() {
    let monitor = Monitor(7)
    #expect(monitor.wait { $0 == 7 ? "seven" : nil } == "seven")
  }

  @Test func deadlineThatHasPassedEndsTheWaitWithNil() {
    let monitor = Monitor(0)
    #expect(monitor.wait(until: .now) { $0 > 0 ? $0 : nil } == nil)
    #expect(monitor.wait(until: .now.advanced(bySeconds: 0.002)) { $0 > 0 ? $0 : nil } == nil)
  }

  @Test func conditionThatHoldsBeatsADeadlineThatHasPassed() {
    let monitor = Monitor(3)
    #expect(monitor.wait(until: MonotonicTime(nanoseconds: 0)) { $0 } == 3)
  }

  @Test func conditionIsAskedOnceMoreWhenTheDeadlineHasPassed() {
    let monitor = Monitor(0)
    let deadline = MonotonicTime.now.advanced(bySeconds: 0.002)
    // It comes to hold at the deadline itself, and nobody wakes the waiter for it.
    #expect(monitor.wait(until: deadline) { _ in MonotonicTime.now >= deadline ? "late" : nil } == "late")
  }

  @Test func waitLeavesTheStateChangedByItsCondition() {
    let monitor = Monitor([1, 2, 3])
    #expect(monitor.wait { $0.isEmpty ? nil : $0.removeFirst() } == 1)
    #expect(monitor.withLock { $0 } == [2, 3])
  }

  @Test func throwingBodyGivesTheLockBack() {
    struct Failure: Error {}
    let monitor = Monitor(0)
    #expect(throws: Failure.self) {
      try monitor.withLock { state in
        state = 1
        throw Failure()
      }
    }
    #expect(monitor.withLock { $0 } == 1)
  }

  @Test func broadcastWakesEveryWaiter() throws {
    struct State {
      var waiting = 0
      var isOpen = false
    }
    let gate = Monitor(State())
    let threads = try (0..<24).map { _ in
      try WorkerThread(name: "waiter") {
        gate.withLock { $0.waiting += 1 }
        gate.broadcast()
        _ = gate.wait { $0.isOpen ? true : nil }
        gate.withLock { $0.waiting -= 1 }
      }
    }
    _ = gate.wait { $0.waiting == 24 ? true : nil }
    gate.withLock { $0.isOpen = true }
    gate.broadcast()
    for thread in threads { thread.join() }
    #expect(gate.withLock { $0.waiting } == 0)
  }

  @Test func eachSignalLetsOneWaiterTakeOneThing() throws {
    struct State {
      var things = 0
      var taken = 0
    }
    let shelf = Monitor(State())
    let takers = try (0..<8).map { _ in
      try WorkerThread(name: "taker") {
        for _ in 0..<100 {
          _ = shelf.wait { state -> Bool? in
            guard state.things > 0 else { return nil }
            state.things -= 1
            state.taken += 1
            return true
          }
        }
      }
    }
    for _ in 0..<800 {
      shelf.withLock { $0.things += 1 }
      shelf.signal()
    }
    for taker in takers { taker.join() }
    #expect(shelf.withLock { [$0.things, $0.taken] } == [0, 800])
  }

  @Test func changesOfManyThreadsAreAllThere() throws {
    let sum = Monitor(0)
    let threads = try (0..<16).map { _ in
      try WorkerThread(name: "adder") { for _ in 0..<2000 { sum.withLock { $0 += 1 } } }
    }
    for thread in threads { thread.join() }
    #expect(sum.withLock { $0 } == 32_000)
  }
}
