import Testing
import Threading

@Suite struct MonotonicTimeTests {
  @Test func timeIsReckonedInNanoseconds() {
    let time = MonotonicTime(nanoseconds: 1_500_000_000)
    #expect(time.advanced(bySeconds: 0.25) == MonotonicTime(nanoseconds: 1_750_000_000))
    #expect(time.advanced(bySeconds: -1) == MonotonicTime(nanoseconds: 500_000_000))
    #expect(time.seconds(since: MonotonicTime(nanoseconds: 500_000_000)) == 1)
    #expect(time.milliseconds(since: MonotonicTime(nanoseconds: 1_498_100_000)) == 1)
    #expect(MonotonicTime(nanoseconds: 1) < time)
    #expect(MonotonicTime.now >= time)
  }

  @Test(arguments: [1e12, 1e300, .infinity, .greatestFiniteMagnitude])
  func momentBeyondTheClockIsItsEnd(_ seconds: Double) {
    #expect(MonotonicTime.now.advanced(bySeconds: seconds) == MonotonicTime(nanoseconds: .max))
    #expect(MonotonicTime.now.advanced(bySeconds: -seconds) == MonotonicTime(nanoseconds: .min))
  }

  @Test func momentBesideTheEndOfTheClockIsItsEnd() {
    #expect(MonotonicTime(nanoseconds: .max - 5).advanced(bySeconds: 1) == MonotonicTime(nanoseconds: .max))
    #expect(MonotonicTime(nanoseconds: .min + 5).advanced(bySeconds: -1) == MonotonicTime(nanoseconds: .min))
  }

  @Test func noNumberOfSecondsIsNoTime() {
    let time = MonotonicTime(nanoseconds: 5)
    #expect(time.advanced(bySeconds: .nan) == time)
  }
}
