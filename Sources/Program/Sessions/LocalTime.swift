import System

/// Moments as people read them, in the time zone of this machine.
enum LocalTime {
  /// `2026-01-02 15:04`.
  static func text(milliseconds: Int64) -> String {
    var seconds = time_t(milliseconds / 1000)
    var local = tm()
    localtime_r(&seconds, &local)
    var buffer = [CChar](repeating: 0, count: 32)
    let length = strftime(&buffer, buffer.count, "%Y-%m-%d %H:%M", &local)
    return String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
