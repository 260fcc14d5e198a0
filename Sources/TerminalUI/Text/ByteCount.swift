/// Sizes as people read them.
package enum ByteCount {
  /// `94 MB`, `4.1 GB`: by 1024, as memory is counted.
  package static func text(_ bytes: Int) -> String {
    let units = ["bytes", "KB", "MB", "GB", "TB"]
    var value = Double(bytes)
    var unit = 0
    while value >= 1024, unit < units.count - 1 {
      value /= 1024
      unit += 1
    }
    if unit == 0 { return "\(bytes) bytes" }
    if value >= 10 || value.rounded() == value { return "\(Int(value.rounded())) \(units[unit])" }
    return "\((value * 10).rounded() / 10) \(units[unit])"
  }
}
