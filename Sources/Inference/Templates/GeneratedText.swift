/// What a model generated, as text of which each place belongs to a token.
struct GeneratedText: Sendable {
  /// What the tokens print; bytes that are no characters are replaced.
  let text: String
  private let tokens: [Token]
  private let bytes: [UInt8]
  /// Where each token begins in the bytes, and the end.
  private let starts: [Int]

  init(_ tokens: [Token], bytesOf: (Token) -> [UInt8]) {
    var bytes: [UInt8] = []
    var starts = [0]
    for token in tokens {
      bytes += bytesOf(token)
      starts.append(bytes.count)
    }
    self.tokens = tokens
    self.bytes = bytes
    self.starts = starts
    text = String(decoding: bytes, as: UTF8.self)
  }

  /// The tokens of a part that a template let through: those that lie wholly in it, and as text what it cut.
  func parts(of part: String) -> [PromptPart] {
    guard part.utf8.elementsEqual(text.utf8) == false else { return [.tokens(tokens)] }
    let wanted = Array(part.utf8)
    guard let start = place(of: wanted) else { return [.text(part)] }
    let end = start + wanted.count
    guard let first = starts.firstIndex(where: { $0 >= start && isBorder($0) }),
      let last = starts.lastIndex(where: { $0 <= end && isBorder($0) }), starts[first] < starts[last]
    else { return [.text(part)] }
    var parts: [PromptPart] = []
    func append(_ range: Range<Int>) {
      if !range.isEmpty { parts.append(.text(String(decoding: bytes[range], as: UTF8.self))) }
    }
    append(start..<starts[first])
    parts.append(.tokens(Array(tokens[first..<last])))
    append(starts[last]..<end)
    return parts
  }

  private func place(of wanted: [UInt8]) -> Int? {
    guard let first = wanted.first, wanted.count <= bytes.count else { return nil }
    return (0...(bytes.count - wanted.count)).first { start in
      bytes[start] == first && bytes[start..<(start + wanted.count)].elementsEqual(wanted)
    }
  }

  /// Whether a character begins or ends here.
  private func isBorder(_ place: Int) -> Bool { place == bytes.count || bytes[place] & 0xC0 != 0x80 }
}
