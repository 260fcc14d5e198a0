import System

/// A moment on the clock that is never set back: what deadlines and durations are measured with.
///
/// `ContinuousClock.Instant` would do, but cannot be handed to `pthread_cond_timedwait`.
public struct MonotonicTime: Comparable, Hashable, Sendable {
  /// Nanoseconds since some fixed moment in the past.
  public let nanoseconds: Int64

  /// The moment `nanoseconds` after the clock's origin; for tests and arithmetic.
  public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// This moment.
  public static var now: MonotonicTime {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return MonotonicTime(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }

  /// Seconds from `earlier` to this moment.
  public func seconds(since earlier: MonotonicTime) -> Double {
    Double(nanoseconds - earlier.nanoseconds) / 1e9
  }

  /// Whole milliseconds from `earlier` to this moment.
  public func milliseconds(since earlier: MonotonicTime) -> Int {
    Int((nanoseconds - earlier.nanoseconds) / 1_000_000)
  }

  /// The moment `seconds` after this one; the clock's first or last moment where that is beyond it, so that a deadline
  /// may be made of any number. What is no number moves nothing.
  public func advanced(bySeconds seconds: Double) -> MonotonicTime {
    guard !seconds.isNaN else { return self }
    let end: Int64 = seconds < 0 ? .min : .max
    guard let distance = Int64(exactly: (seconds * 1e9).rounded(.towardZero)) else {
      return MonotonicTime(nanoseconds: end)
    }
    let (sum, isBeyond) = nanoseconds.addingReportingOverflow(distance)
    return MonotonicTime(nanoseconds: isBeyond ? end : sum)
  }

  /// Earlier comes first.
  public static func < (a: MonotonicTime, b: MonotonicTime) -> Bool { a.nanoseconds < b.nanoseconds }
}
