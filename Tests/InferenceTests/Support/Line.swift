import Threading

@testable import Inference

/// People who ask a scheduler for a slot, each on a thread of its own, one behind the other; each gives its slot back
/// at once. What became of them is known when all have left.
final class Line {
  struct Record: Sendable {
    var served: [String] = []
    var refused: [String: SchedulerError] = [:]
    var positions: [Int] = []
  }

  private let scheduler: InferenceScheduler
  private let record = Monitor(Record())
  private var threads: [WorkerThread] = []

  init(at scheduler: InferenceScheduler) {
    self.scheduler = scheduler
  }

  /// Someone joins; returns when they wait, or have been refused. All slots must be held.
  func join(
    _ label: String, _ priority: SlotPriority = .normal, cancellation: Cancellation? = nil,
    deadline: MonotonicTime? = nil
  ) throws {
    threads.append(
      try WorkerThread(name: label) { [scheduler, record] in
        do throws(SchedulerError) {
          let permit = try scheduler.acquire(
            label: label, priority: priority, cancellation: cancellation, deadline: deadline
          ) { position in
            record.withLock { $0.positions.append(position) }
            record.broadcast()
          }
          record.withLock { $0.served.append(label) }
          permit.release()
        } catch {
          record.withLock { $0.refused[label] = error }
          record.broadcast()
        }
      })
    let count = threads.count
    _ = record.wait { $0.positions.count >= count || $0.refused[label] != nil ? true : nil }
  }

  /// What became of them, once all have left.
  func leave() -> Record {
    for thread in threads { thread.join() }
    return record.withLock { $0 }
  }
}

/// A permit where a place of its own is needed for it: in an array, or over a scope's end.
final class HeldPermit: Sendable {
  let permit: InferencePermit
  init(_ permit: consuming InferencePermit) { self.permit = permit }

  /// One, if the scheduler gives it without waiting.
  static func one(of scheduler: InferenceScheduler) -> HeldPermit? {
    guard let permit = scheduler.tryAcquire() else { return nil }
    return HeldPermit(permit)
  }

  /// As many as the scheduler gives without waiting.
  static func all(of scheduler: InferenceScheduler) -> [HeldPermit] {
    var held: [HeldPermit] = []
    while let permit = scheduler.tryAcquire(label: "holder \(held.count)") { held.append(HeldPermit(permit)) }
    return held
  }
}

/// A clock that stands still until it is set.
final class TestClock: Sendable {
  private let time = Monitor(0.0)
  var seconds: Double {
    get { time.withLock { $0 } }
    set { time.withLock { $0 = newValue } }
  }
  var now: MonotonicTime { MonotonicTime(nanoseconds: 0).advanced(bySeconds: seconds) }
}
