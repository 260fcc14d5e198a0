/// Makes whole characters of bytes that come token by token: an unfinished UTF-8 tail is held back until it is
/// finished, bytes that can never become a character turn into U+FFFD.
struct CharacterAssembler: Sendable {
  private var held: [UInt8] = []

  /// The text that is certain now.
  mutating func append(_ bytes: some Sequence<UInt8>) -> String {
    held.append(contentsOf: bytes)
    let certain = held.count - unfinishedTail()
    let text = String(decoding: held[..<certain], as: UTF8.self)
    held.removeFirst(certain)
    return text
  }

  /// What is left at the end, with U+FFFD for an unfinished character.
  mutating func finish() -> String {
    defer { held = [] }
    return String(decoding: held, as: UTF8.self)
  }

  /// Length of the last character if it is well-formed so far but not whole.
  private func unfinishedTail() -> Int {
    for length in 1...3 where length <= held.count {
      let lead = held[held.count - length]
      if lead & 0b1100_0000 == 0b1000_0000 { continue }
      let needed =
        lead & 0b1110_0000 == 0b1100_0000
        ? 2 : lead & 0b1111_0000 == 0b1110_0000 ? 3 : lead & 0b1111_1000 == 0b1111_0000 ? 4 : 1
      return needed > length ? length : 0
    }
    return 0
  }
}
