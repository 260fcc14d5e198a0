// Numbers as people read them at a glance, on a screen that is short of room.

extension Figures {
  /// `12 ms`, `3.2 s`, `45 s`, `2m05`, `1h02`.
  package static func duration(milliseconds: Int) -> String {
    let milliseconds = max(0, milliseconds)
    if milliseconds < 1000 { return "\(milliseconds) ms" }
    if milliseconds < 10_000 { return "\(milliseconds / 1000).\(milliseconds % 1000 / 100) s" }
    return seconds(milliseconds / 1000)
  }

  /// `45s`, `2m05`, `1h02`: what ticks.
  package static func seconds(_ seconds: Int) -> String {
    let seconds = max(0, seconds)
    if seconds < 60 { return "\(seconds)s" }
    if seconds < 3600 { return "\(seconds / 60)m\(twoDigits(seconds % 60))" }
    return "\(seconds / 3600)h\(twoDigits(seconds % 3600 / 60))"
  }

  /// `812`, `3.1k`, `42k`, `1.2M`.
  package static func count(_ count: Int) -> String {
    let count = max(0, count)
    if count < 1000 { return "\(count)" }
    if count < 10_000 { return "\(count / 1000).\(count % 1000 / 100)k" }
    if count < 1_000_000 { return "\(count / 1000)k" }
    return "\(count / 1_000_000).\(count % 1_000_000 / 100_000)M"
  }

  /// `37`, `4.2`, below one `0.4`.
  package static func rate(_ rate: Double) -> String {
    guard rate.isFinite, rate > 0 else { return "0" }
    if rate >= 10 { return "\(Int(min(rate, 1e9).rounded()))" }
    let tenths = Int((rate * 10).rounded())
    return tenths >= 100 ? "10" : "\(tenths / 10).\(tenths % 10)"
  }

  /// `14:03:07`, by the clock on the wall.
  package static func clock(_ milliseconds: Int64, utcOffset: Int) -> String {
    let seconds = Int(milliseconds / 1000) + utcOffset
    let day = ((seconds % 86_400) + 86_400) % 86_400
    return "\(twoDigits(day / 3600)):\(twoDigits(day % 3600 / 60)):\(twoDigits(day % 60))"
  }

  private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
