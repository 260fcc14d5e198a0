import Inference
import Threading

/// What slots cost by themselves: one that nobody else wants, and one that goes through a long queue.
struct PermitMeasurement {
  /// What it found, in nanoseconds.
  struct Outcome: Sendable, Equatable {
    /// Taking a permit and giving it back, with nobody else there.
    var permit: Double
    /// From one thread's giving it back to its being the next one's: what the scheduler does, with the queue behind it.
    var grant: Double
    /// From one thread's giving it back to the next one's running with it: its waking by the system included.
    var handOver: Double
  }

  /// Threads that wait.
  var waiters = 1000
  /// Pairs of taking and giving back that are timed as one, and how often.
  var pairs = 2000
  var batches = 101
  /// How often the whole queue is served.
  var rounds = 9

  /// Medians, so that what else the machine does does not count.
  ///
  /// - Throws: `ThreadError` when the system does not give so many threads; `InferenceError` when interrupted.
  func run(_ progress: BenchProgress, interruption: Cancellation) throws -> Outcome {
    progress.show("a permit that nobody else wants")
    let scheduler = try InferenceScheduler(maxConcurrent: 1)
    let permits = try (0..<batches).map { _ in
      let start = MonotonicTime.now
      for _ in 0..<pairs { try scheduler.acquire(label: "bench").release() }
      return MonotonicTime.now.seconds(since: start) * 1e9 / Double(pairs)
    }
    var (grants, handOvers): ([Double], [Double]) = ([], [])
    for round in 1...max(1, rounds) {
      progress.show("\(waiters) threads wait for a permit, \(round) of \(rounds)")
      if interruption.isCancelled { throw InferenceError(.cancelled, "interrupted") }
      let holdings = try serveQueue(of: scheduler).sorted { $0.granted < $1.granted }
      for (former, next) in zip(holdings, holdings.dropFirst()) {
        grants.append(next.granted.seconds(since: former.released) * 1e9)
        handOvers.append(next.running.seconds(since: former.released) * 1e9)
      }
    }
    return Outcome(permit: permits.median ?? 0, grant: grants.median ?? 0, handOver: handOvers.median ?? 0)
  }

  /// A permit on its way through one thread.
  private struct Holding: Sendable {
    var granted: MonotonicTime
    var running: MonotonicTime
    var released: MonotonicTime
  }

  /// Lets all wait for the one permit, gives it back, and waits until it has gone through every hand.
  private func serveQueue(of scheduler: InferenceScheduler) throws -> [Holding] {
    let queued = Monitor(0)
    let holdings = Monitor<[Holding]>([])
    let failure = Monitor<SchedulerError?>(nil)
    let permit = try scheduler.acquire(label: "bench")
    var threads: [WorkerThread] = []
    // Before an error leaves, whoever waits is let go: the permit first, then the threads.
    do {
      for _ in 0..<waiters {
        threads.append(
          try WorkerThread(name: "waiter", stackBytes: 256 << 10) {
            do throws(SchedulerError) {
              let permit = try scheduler.acquire(label: "waiter") { _ in
                queued.withLock { $0 += 1 }
                queued.broadcast()
              }
              let running = MonotonicTime.now
              let granted = permit.acquiredAt
              let released = MonotonicTime.now
              permit.release()
              holdings.withLock { $0.append(Holding(granted: granted, running: running, released: released)) }
            } catch {
              failure.withLock { $0 = error }
            }
          })
      }
    } catch {
      permit.release()
      for thread in threads { thread.join() }
      throw error
    }
    _ = queued.wait { $0 == waiters ? true : nil }
    permit.release()
    for thread in threads { thread.join() }
    if let failure = failure.withLock({ $0 }) { throw failure }
    return holdings.withLock { $0 }
  }
}
