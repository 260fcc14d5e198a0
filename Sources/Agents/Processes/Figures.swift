/// Numbers as people and models read them.
enum Figures {
  /// `12,345`.
  static func grouped(_ number: Int) -> String {
    var text = ""
    let digits = String(number.magnitude)
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return number < 0 ? "-" + text : text
  }

  /// `312 bytes`, `4.5 kB`, `1.2 MB`.
  static func bytes(_ count: Int) -> String {
    if count == 1 { return "1 byte" }
    if count < 1000 { return "\(count) bytes" }
    for (unit, size) in [("kB", 1000), ("MB", 1_000_000)] where count < size * 1000 {
      return tenths(count, size) + " " + unit
    }
    return tenths(count, 1_000_000_000) + " GB"
  }

  /// `1 line`, `12 lines`.
  static func count(_ number: Int, _ noun: String) -> String {
    number == 1 ? "1 \(noun)" : "\(grouped(number)) \(noun)s"
  }

  private static func tenths(_ count: Int, _ unit: Int) -> String {
    let tenths = count / (unit / 10)
    return "\(grouped(tenths / 10)).\(tenths % 10)"
  }
}
