// The calendar date of a moment, and its RFC 3339 spelling. Written out here because a formatter of the
// full Foundation costs more start-up time than the whole first frame may take.

/// A date and time of day, as a calendar and a clock show them; in UTC unless it is said otherwise.
public struct CivilTime: Sendable, Hashable {
  /// In the Gregorian calendar.
  public var year: Int
  /// 1 to 12.
  public var month: Int
  /// 1 to 31.
  public var day: Int
  /// 0 to 23.
  public var hour: Int
  /// 0 to 59.
  public var minute: Int
  /// 0 to 59; 60 in a leap second.
  public var second: Int
  /// 0 to 999.
  public var millisecond: Int

  /// A date and time of day, given part by part.
  public init(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, millisecond: Int = 0) {
    (self.year, self.month, self.day) = (year, month, day)
    (self.hour, self.minute, self.second, self.millisecond) = (hour, minute, second, millisecond)
  }

  /// The date and time of day now, in the time zone of this machine; to the second.
  package static func local() -> CivilTime {
    var seconds = time(nil)
    var local = tm()
    localtime_r(&seconds, &local)
    return CivilTime(
      year: Int(local.tm_year) + 1900, month: Int(local.tm_mon) + 1, day: Int(local.tm_mday), hour: Int(local.tm_hour),
      minute: Int(local.tm_min), second: Int(local.tm_sec))
  }

  /// The date and time of day in UTC, `milliseconds` after the start of 1970.
  ///
  /// The calendar arithmetic counts in eras of 400 years that begin on the first of March, so that the leap day is
  /// the last day of its year (Howard Hinnant, "chrono-compatible low-level date algorithms").
  public init(milliseconds: Int64) {
    let (days, inDay) = Self.floorDivide(Int(milliseconds), 86_400_000)
    let (era, dayOfEra) = Self.floorDivide(days + 719_468, 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    hour = inDay / 3_600_000
    minute = inDay / 60_000 % 60
    second = inDay / 1000 % 60
    millisecond = inDay % 1000
  }

  /// Milliseconds after the start of 1970.
  public var milliseconds: Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let (era, yearOfEra) = Self.floorDivide(shifted, 400)
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    let days = era * 146_097 + dayOfEra - 719_468
    return Int64(((days * 24 + hour) * 60 + minute) * 60 + second) * 1000 + Int64(millisecond)
  }

  /// `2026-01-02T15:04:05.678Z`.
  public var rfc3339: String {
    let date = "\(Self.pad(year, 4))-\(Self.pad(month, 2))-\(Self.pad(day, 2))"
    return "\(date)T\(Self.pad(hour, 2)):\(Self.pad(minute, 2)):\(Self.pad(second, 2)).\(Self.pad(millisecond, 3))Z"
  }

  /// `20260102-150405`: sorts as time does.
  package var compact: String {
    "\(Self.pad(year, 4))\(Self.pad(month, 2))\(Self.pad(day, 2))-\(Self.pad(hour, 2))\(Self.pad(minute, 2))\(Self.pad(second, 2))"
  }

  /// Reads what `rfc3339` writes; nil for everything else, other spellings of RFC 3339 included.
  public init?(rfc3339 text: String) {
    let bytes = Array(text.utf8)
    guard let time = bytes.withUnsafeBufferPointer({ Self(rfc3339: $0) }) else { return nil }
    self = time
  }

  /// The same from its bytes.
  package init?(rfc3339 bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.count == 24 else { return nil }
    func isMarked(_ place: Int, _ mark: Unicode.Scalar) -> Bool { bytes[place] == UInt8(ascii: mark) }
    guard isMarked(4, "-"), isMarked(7, "-"), isMarked(10, "T"), isMarked(13, ":"), isMarked(16, ":"),
      isMarked(19, "."), isMarked(23, "Z")
    else { return nil }
    func number(_ range: Range<Int>, _ allowed: ClosedRange<Int>) -> Int? {
      var value = 0
      for byte in bytes[range] {
        guard (48...57).contains(byte) else { return nil }
        value = value * 10 + Int(byte - 48)
      }
      return allowed.contains(value) ? value : nil
    }
    guard let year = number(0..<4, 0...9999), let month = number(5..<7, 1...12), let day = number(8..<10, 1...31),
      let hour = number(11..<13, 0...23), let minute = number(14..<16, 0...59), let second = number(17..<19, 0...60),
      let millisecond = number(20..<23, 0...999)
    else { return nil }
    self.init(
      year: year, month: month, day: day, hour: hour, minute: minute, second: second, millisecond: millisecond)
  }

  private static func floorDivide(_ value: Int, _ by: Int) -> (quotient: Int, remainder: Int) {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: by)
    return remainder < 0 ? (quotient - 1, remainder + by) : (quotient, remainder)
  }

  private static func pad(_ value: Int, _ digits: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
  }
}
