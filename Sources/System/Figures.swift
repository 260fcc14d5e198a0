// Numbers and sizes as people and models read them: one way for the whole program. Written by hand, because no formatter
// of Foundation is worth its start-up time.

/// How figures are written.
package enum Figures {
  /// `12,345`.
  package static func grouped(_ number: Int) -> String {
    var text = ""
    let digits = String(number.magnitude)
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return number < 0 ? "-" + text : text
  }

  /// `1 byte`, `312 bytes`, `4.5 kB`, `98.4 MB`, `1.1 GB`: by 1000, as files are listed and disks are sold.
  package static func bytes(_ count: some BinaryInteger) -> String {
    if count == 1 { return "1 byte" }
    if count < 1000 { return "\(count) bytes" }
    let units = ["kB", "MB", "GB", "TB", "PB"]
    var value = Double(count) / 1000
    var unit = 0
    // What would round to 1000 belongs to the next unit.
    while value >= 999.95, unit < units.count - 1 {
      value /= 1000
      unit += 1
    }
    let tenths = Int((value * 10).rounded())
    return "\(grouped(tenths / 10)).\(tenths % 10) \(units[unit])"
  }

  /// `1 line`, `12 lines`.
  package static func count(_ number: Int, _ noun: String) -> String {
    number == 1 ? "1 \(noun)" : "\(grouped(number)) \(noun)s"
  }
}
