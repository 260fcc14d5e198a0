/// Makes whole characters of bytes that come in pieces: a character that is cut in half waits for its other half, and
/// what can never become one is replaced by U+FFFD.
struct UTF8Assembler: Sendable {
  private var held: [UInt8] = []
  /// Whether something was replaced.
  private(set) var isRepaired = false

  /// The text that is complete with these bytes.
  mutating func append(_ bytes: some Sequence<UInt8>) -> String {
    held += bytes
    let whole = held.count - Self.unfinishedCount(held)
    defer { held.removeFirst(whole) }
    return decode(held[..<whole])
  }

  /// What is left when no more comes.
  mutating func finish() -> String {
    defer { held = [] }
    return decode(held[...])
  }

  private mutating func decode(_ bytes: ArraySlice<UInt8>) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    isRepaired = true
    return String(decoding: bytes, as: UTF8.self)
  }

  /// How many bytes at the end are the beginning of a character whose rest may still come.
  private static func unfinishedCount(_ bytes: [UInt8]) -> Int {
    for back in 1...4 where back <= bytes.count {
      let byte = bytes[bytes.count - back]
      if byte & 0b1100_0000 == 0b1000_0000 { continue }
      let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
      return length > back ? back : 0
    }
    return 0
  }
}
