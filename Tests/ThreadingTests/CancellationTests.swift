import Synchronization
import Testing
import Threading

@Suite struct CancellationTests {
  @Test func firstReasonStays() {
    let cancellation = Cancellation()
    #expect(!cancellation.isCancelled && cancellation.reason == nil)
    cancellation.cancel(reason: "the agent was closed")
    cancellation.cancel(reason: "later")
    #expect(cancellation.isCancelled && cancellation.reason == "the agent was closed")
  }

  @Test func handlersRunOnceInTheOrderInWhichTheyCame() {
    let cancellation = Cancellation()
    let calls = Monitor<[Int]>([])
    for number in 1...3 { _ = cancellation.onCancel { calls.withLock { $0.append(number) } } }
    cancellation.cancel()
    cancellation.cancel()
    #expect(calls.withLock { $0 } == [1, 2, 3])
  }

  @Test func handlerThatComesTooLateRunsAtOnce() {
    let cancellation = Cancellation()
    cancellation.cancel()
    let calls = Atomic(0)
    let id = cancellation.onCancel { calls.add(1, ordering: .relaxed) }
    #expect(calls.load(ordering: .relaxed) == 1)
    cancellation.removeHandler(id)
    cancellation.cancel()
    #expect(calls.load(ordering: .relaxed) == 1)
  }

  @Test func removedHandlerDoesNotRunAndTheOthersDo() {
    let cancellation = Cancellation()
    let calls = Monitor<[Int]>([])
    let ids = (1...3).map { number in cancellation.onCancel { calls.withLock { $0.append(number) } } }
    cancellation.removeHandler(ids[1])
    cancellation.removeHandler(999)
    cancellation.cancel()
    #expect(calls.withLock { $0 } == [1, 3])
  }

  @Test func handlerOfAScopeIsGoneWhenTheScopeThrows() {
    struct Failure: Error {}
    let cancellation = Cancellation()
    let calls = Atomic(0)
    #expect(throws: Failure.self) {
      try cancellation.withHandler({ calls.add(1, ordering: .relaxed) }) { throw Failure() }
    }
    cancellation.cancel()
    #expect(calls.load(ordering: .relaxed) == 0)
  }

  @Test func handlerMayUseTheCancellationItself() {
    let cancellation = Cancellation()
    let seen = Monitor<[String]>([])
    _ = cancellation.onCancel {
      cancellation.cancel(reason: "again")
      cancellation.removeHandler(1)
      _ = cancellation.onCancel { seen.withLock { $0.append("nested") } }
      seen.withLock { $0.append(cancellation.reason ?? "") }
    }
    cancellation.cancel(reason: "first")
    #expect(seen.withLock { $0 } == ["nested", "first"])
  }

  @Test func handlersOfManyThreadsRunOnceEachWhoeverCancels() throws {
    for _ in 0..<50 {
      let cancellation = Cancellation()
      let calls = Atomic(0)
      let start = Monitor(false)
      let threads = try (0..<12).map { number in
        try WorkerThread(name: "canceller") {
          _ = start.wait { $0 ? true : nil }
          if number % 3 == 0 {
            cancellation.cancel(reason: "\(number)")
          } else {
            for _ in 0..<5 { _ = cancellation.onCancel { calls.add(1, ordering: .relaxed) } }
          }
        }
      }
      start.withLock { $0 = true }
      start.broadcast()
      for thread in threads { thread.join() }
      #expect(calls.load(ordering: .relaxed) == 40)
    }
  }
}
