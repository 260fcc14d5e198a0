// All marks of Markdown are ASCII, and in UTF-8 no byte of another character is: so the marks are looked for among
// bytes, which is many times faster than among graphemes, and what stands between them is taken as it is.

/// The marks within a line: `**bold**`, `*italic*`, `_italic_`, `` `code` ``, `[text](address)`, `\*`.
///
/// A mark without its partner stays as it was written, unless the line is still being written (`isOpen`): then it
/// counts as closed at the end, so that a word does not change its look when its last mark arrives.
struct MarkdownInline {
  let base: Style
  let isOpen: Bool

  private typealias Bytes = ArraySlice<UInt8>
  private static let star = UInt8(ascii: "*")
  private static let underscore = UInt8(ascii: "_")
  private static let tick = UInt8(ascii: "`")
  private static let backslash = UInt8(ascii: "\\")
  private static let bracket = UInt8(ascii: "[")
  private static let space = UInt8(ascii: " ")

  func format(_ text: String) -> StyledLine {
    guard text.utf8.contains(where: Self.isMark) else { return StyledLine(text, base) }
    var line = StyledLine()
    format(Array(text.utf8)[...], base, into: &line)
    return line
  }

  private func format(_ text: Bytes, _ style: Style, into line: inout StyledLine) {
    var plain: [UInt8] = []
    var place = text.startIndex
    func flush() {
      line.append(string(plain[...]), style)
      plain = []
    }
    while place < text.endIndex {
      let rest = text[place...]
      if !Self.isMark(text[place]) {
        let end = rest.firstIndex(where: Self.isMark) ?? text.endIndex
        plain += text[place..<end]
        place = end
      } else if text[place] == Self.backslash, let next = rest.dropFirst().first, Self.isPunctuation(next) {
        plain.append(next)
        place += 2
      } else if let (code, end) = codeSpan(rest) {
        flush()
        line.append(string(code), Style(.code, on: style.ground))
        place = end
      } else if let (inner, marks, end) = emphasis(rest, before: place > text.startIndex ? text[place - 1] : nil) {
        flush()
        var emphasized = style
        if marks != 2 { emphasized.italic = true }
        if marks >= 2 { emphasized.bold = true }
        format(inner, emphasized, into: &line)
        place = end
      } else if let (label, address, end) = link(rest) {
        flush()
        var linked = style
        linked.underline = true
        format(label, linked, into: &line)
        if !address.isEmpty, address != label { line.append(" (\(string(address)))", Style(.dim)) }
        place = end
      } else {
        // A run of marks that opened nothing is taken whole, or its tail would be read as another mark.
        let isRun = text[place] != Self.bracket && text[place] != Self.backslash
        let run = isRun ? rest.prefix { $0 == text[place] } : rest.prefix(1)
        plain += run
        place += run.count
      }
    }
    flush()
  }

  private func codeSpan(_ text: Bytes) -> (Bytes, end: Int)? {
    let marks = text.prefix { $0 == Self.tick }.count
    guard marks > 0 else { return nil }
    let start = text.startIndex + marks
    var place = start
    while place < text.endIndex {
      let run = text[place...].prefix { $0 == Self.tick }.count
      if run == marks { return (text[start..<place], place + run) }
      place += max(1, run)
    }
    return isOpen && start < text.endIndex ? (text[start...], text.endIndex) : nil
  }

  private func emphasis(_ text: Bytes, before: UInt8?) -> (inner: Bytes, marks: Int, end: Int)? {
    guard let mark = text.first, mark == Self.star || mark == Self.underscore else { return nil }
    let marks = text.prefix { $0 == mark }.count
    guard marks <= 3 else { return nil }
    let start = text.startIndex + marks
    if start == text.endIndex, isOpen { return (text[start...], marks, start) }
    guard start < text.endIndex, text[start] != Self.space else { return nil }
    if mark == Self.underscore, let before, Self.isWord(before) { return nil }
    var place = start
    while place < text.endIndex {
      if text[place] == Self.tick, let (_, end) = codeSpan(text[place...]) {
        place = end
        continue
      }
      if text[place] == Self.backslash {
        place += 2
        continue
      }
      let run = text[place...].prefix { $0 == mark }.count
      if run >= marks, place > start, text[place - 1] != Self.space {
        // `**bold *italic***`: the inner mark closes with the first of the three.
        let close = place + run - marks
        let end = close + marks
        let isInWord = mark == Self.underscore && end < text.endIndex && Self.isWord(text[end])
        if !isInWord { return (text[start..<close], marks, end) }
      }
      place += max(1, run)
    }
    return isOpen ? (text[start...], marks, text.endIndex) : nil
  }

  private func link(_ text: Bytes) -> (label: Bytes, address: Bytes, end: Int)? {
    guard text.first == Self.bracket, let close = text.firstIndex(of: UInt8(ascii: "]")), close + 1 < text.endIndex,
      text[close + 1] == UInt8(ascii: "(")
    else { return nil }
    let start = close + 2
    let label = text[text.startIndex + 1..<close]
    if let end = text[start...].firstIndex(of: UInt8(ascii: ")")) { return (label, text[start..<end], end + 1) }
    return isOpen ? (label, text[start..<start], text.endIndex) : nil
  }

  private func string(_ bytes: Bytes) -> String { String(decoding: bytes, as: UTF8.self) }

  private static func isMark(_ byte: UInt8) -> Bool {
    byte == star || byte == underscore || byte == tick || byte == backslash || byte == bracket
  }

  /// A letter or a digit; every character beyond ASCII counts as one.
  private static func isWord(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  private static func isPunctuation(_ byte: UInt8) -> Bool {
    byte > 0x20 && byte < 0x7F && !isWord(byte)
  }
}
