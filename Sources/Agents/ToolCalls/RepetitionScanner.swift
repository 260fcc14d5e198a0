// A small model that has lost its way says one stretch again and again, to the limit of tokens. The end of the text is
// compared with itself, moved by each length that a stretch may have. What files hold may repeat itself too (a table of
// zeros, a line of dashes), so a stretch counts only when it has been said very often.

/// Notices text that repeats one stretch without end.
struct RepetitionScanner: Sendable {
  /// Bytes that are looked at.
  private static let window = 4096
  /// Longest stretch that is looked for.
  private static let longestStretch = 600

  private var tail: [UInt8] = []
  private var sinceLook = 0
  /// Whether it does.
  private(set) var isEndless = false

  /// Takes the next bytes.
  mutating func append(_ bytes: [UInt8]) {
    guard !isEndless else { return }
    tail += bytes
    if tail.count > 2 * Self.window { tail.removeFirst(tail.count - Self.window) }
    sinceLook += bytes.count
    // A look costs some microseconds: not at each token.
    guard sinceLook >= 24 else { return }
    sinceLook = 0
    isEndless = Self.stretch(atEndOf: tail[...]) != nil
  }

  /// The length of the stretch that the text ends with, and how many bytes of the text are such stretches; nil where it
  /// does not repeat itself so often.
  static func stretch(atEndOf text: ArraySlice<UInt8>) -> (length: Int, bytes: Int)? {
    let end = text.endIndex
    for length in 1...longestStretch {
      guard text.count > 2 * length else { return nil }
      var same = 0
      while same + length < text.count, text[end - 1 - same] == text[end - 1 - same - length] { same += 1 }
      let bytes = same + length
      if same > 0, bytes >= least(of: length) { return (length, bytes) }
    }
    return nil
  }

  /// So many bytes of repeated stretches are too many.
  private static func least(of length: Int) -> Int { max(length * (length < 80 ? 12 : 5), 900) }

  /// The text without its endless repetition: the stretch once or twice. The same text where it does not repeat itself.
  static func cut(_ text: String) -> String {
    let bytes = Array(text.utf8)
    guard let stretch = stretch(atEndOf: bytes[...]) else { return text }
    let kept = bytes.count - stretch.bytes + min(stretch.bytes, 2 * stretch.length)
    return String(decoding: bytes[..<kept], as: UTF8.self)
  }
}
