/// The time of day, for what people and other programs read; durations are measured on a clock that is never set back.
package enum WallClock {
  /// Nanoseconds since the start of 1970.
  package static func nanoseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// Milliseconds since the start of 1970.
  @Sendable package static func milliseconds() -> Int64 { nanoseconds() / 1_000_000 }

  /// Seconds that local time is ahead of UTC now.
  package static func utcOffset() -> Int {
    var now = time(nil)
    var local = tm()
    localtime_r(&now, &local)
    return local.tm_gmtoff
  }
}
