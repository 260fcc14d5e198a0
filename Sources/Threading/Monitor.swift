// One lock with the condition that its state changed, and nothing else: every wait in this program goes
// through `wait(until:for:)`, which holds the reason for waiting beside the wait. The standard library has
// `Mutex` but no condition variable, and the worker threads must block outside Swift's cooperative pool.

import System

/// A value guarded by one lock, on whose changes threads can wait.
///
/// No lock is held across a call out of the closure: keep the closures short and free of callbacks.
public final class Monitor<State>: @unchecked Sendable {  // state is only touched under `lock`
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var state: State

  /// Guards `state`.
  public init(_ state: sending State) {
    self.state = state
    pthread_mutex_init(lock, nil)
    #if canImport(Darwin)
      pthread_cond_init(changed, nil)
    #else
      // Deadlines are measured on the monotonic clock, so that setting the time of day moves none of them.
      var attributes = pthread_condattr_t()
      pthread_condattr_init(&attributes)
      pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
      pthread_cond_init(changed, &attributes)
      pthread_condattr_destroy(&attributes)
    #endif
  }

  deinit {
    pthread_cond_destroy(changed)
    pthread_mutex_destroy(lock)
    changed.deallocate()
    lock.deallocate()
  }

  /// Reads or changes the state. Wakes nobody: call `broadcast()` or `signal()` after a change that somebody waits for.
  public func withLock<Result, Failure: Error>(
    _ body: (inout State) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    return try body(&state)
  }

  /// Wakes all who wait.
  public func broadcast() {
    pthread_cond_broadcast(changed)
  }

  /// Wakes one who waits: only right where every waiter waits for the same thing.
  public func signal() {
    pthread_cond_signal(changed)
  }

  /// Blocks this thread until `condition` returns a value, or until `deadline` (never, if nil).
  ///
  /// - Returns: what `condition` returned, or nil when the deadline passed first. The condition is asked once
  ///   more after the deadline, so that a change at the last moment is not lost.
  public func wait<Result>(until deadline: MonotonicTime? = nil, for condition: (inout State) -> Result?) -> Result? {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    while true {
      if let result = condition(&state) { return result }
      guard let deadline else {
        pthread_cond_wait(changed, lock)
        continue
      }
      if MonotonicTime.now >= deadline { return nil }
      wait(until: deadline)
    }
  }

  private func wait(until deadline: MonotonicTime) {
    #if canImport(Darwin)
      let left = max(0, deadline.nanoseconds - MonotonicTime.now.nanoseconds)
      var time = timespec(tv_sec: Int(left / 1_000_000_000), tv_nsec: Int(left % 1_000_000_000))
      pthread_cond_timedwait_relative_np(changed, lock, &time)
    #else
      var time = timespec(
        tv_sec: Int(deadline.nanoseconds / 1_000_000_000), tv_nsec: Int(deadline.nanoseconds % 1_000_000_000))
      pthread_cond_timedwait(changed, lock, &time)
    #endif
  }
}
