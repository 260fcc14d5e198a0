/// What terminals say of their background.
enum Background {
  /// From `COLORFGBG` (`15;0`, `0;default;15`): whether the last number is a dark colour; nil where it is missing or
  /// no number.
  static func isDark(colorFGBG: String?) -> Bool? {
    guard let last = colorFGBG?.split(separator: ";").last, let index = UInt8(last), index < 16 else { return nil }
    return index < 7 || index == 8
  }

  /// From an answer to OSC 11, the text between `ESC ]` and its end: `11;rgb:1e1e/1e1e/2e2e`.
  static func isDark(report: String) -> Bool? {
    guard report.hasPrefix("11;rgb:") || report.hasPrefix("11;rgba:") else { return nil }
    let parts = report.drop { $0 != ":" }.dropFirst().split(separator: "/").prefix(3)
    let values = parts.compactMap { part -> Double? in
      guard (1...4).contains(part.count), let value = Int(part, radix: 16) else { return nil }
      return Double(value) / Double((1 << (4 * part.count)) - 1)
    }
    guard values.count == 3 else { return nil }
    return 0.2126 * values[0] + 0.7152 * values[1] + 0.0722 * values[2] < 0.5
  }
}
