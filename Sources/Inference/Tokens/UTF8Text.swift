/// Where characters begin in text that is kept as bytes.
enum UTF8Text {
  /// Bytes of the character that begins here; 1 where none does.
  static func characterLength(_ bytes: [UInt8], at index: Int) -> Int {
    let length =
      switch bytes[index] {
      case 0xC0..<0xE0: 2
      case 0xE0..<0xF0: 3
      case 0xF0...: 4
      default: 1
      }
    return min(length, bytes.count - index)
  }

  /// Whether a character begins here, or the text ends.
  static func isBoundary(_ bytes: [UInt8], _ index: Int) -> Bool {
    index >= bytes.count || bytes[index] & 0b1100_0000 != 0b1000_0000
  }

  /// What C calls white space in its own locale, as libllama asks it.
  static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
}
