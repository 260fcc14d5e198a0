// Cuts a template's source into tokens, with the rules that chat templates are written for: the newline after a
// block is dropped (trim_blocks), so is white space between the start of a line and a block (lstrip_blocks); a `-` at
// a tag takes all white space beside it, a `+` keeps what would be dropped. As in jinja2's own lexer, one newline at
// the very end is dropped too, and every kind of newline becomes `\n`.

struct Lexer {
  let bytes: [UInt8]
  var place = 0
  var line = 1
  var tokens: [Token] = []
  /// Whether the match before ended with a newline: then a tag that follows stands at the start of its line.
  private var isAtLineStart = true

  init(_ source: String) {
    var normal: [UInt8] = []
    normal.reserveCapacity(source.utf8.count)
    var wasReturn = false
    for byte in source.utf8 {
      if byte == 0x0D {
        normal.append(0x0A)
      } else if byte != 0x0A || !wasReturn {
        normal.append(byte)
      }
      wasReturn = byte == 0x0D
    }
    if normal.last == 0x0A { normal.removeLast() }
    bytes = normal
  }

  mutating func tokenize() throws(JinjaError) -> [Token] {
    while place < bytes.count { try root() }
    tokens.append(Token(kind: .end, line: line))
    return tokens
  }

  // MARK: Text and the beginnings of tags

  private mutating func root() throws(JinjaError) {
    let start = place
    var tag = place
    while tag + 1 < bytes.count, !(bytes[tag] == UInt8(ascii: "{") && isTagMark(bytes[tag + 1])) { tag += 1 }
    guard tag + 1 < bytes.count else {
      data(start..<bytes.count)
      place = bytes.count
      return
    }
    let kind = bytes[tag + 1]
    place = tag + 2
    var sign: UInt8 = 0
    if let byte = peek, byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") {
      sign = byte
      place += 1
    }
    data(start..<trimmedEnd(start..<tag, sign, isVariable: kind == UInt8(ascii: "{")), lines: start..<tag)
    switch kind {
    case UInt8(ascii: "#"): try comment()
    case UInt8(ascii: "{"): try inside(isVariable: true)
    default:
      if let begin = endOfRawBegin() {
        try raw(from: begin)
      } else {
        try inside(isVariable: false)
      }
    }
  }

  private func isTagMark(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "%") || byte == UInt8(ascii: "{") || byte == UInt8(ascii: "#")
  }

  /// Where text before a tag ends when white space that the tag takes is left out.
  private func trimmedEnd(_ range: Range<Int>, _ sign: UInt8, isVariable: Bool) -> Int {
    let text = Text(bytes: Array(bytes[range]), mark: 0)
    if sign == UInt8(ascii: "-") { return range.lowerBound + text.stripped(left: false).bytes.count }
    guard sign != UInt8(ascii: "+"), !isVariable else { return range.upperBound }
    let lineStart = text.bytes.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    guard lineStart > 0 || isAtLineStart, text[lineStart..<text.bytes.count].stripped().isEmpty else {
      return range.upperBound
    }
    return range.lowerBound + lineStart
  }

  /// A token of the text in a range; the lines counted are those of `lines`, which may be longer.
  private mutating func data(_ range: Range<Int>, lines: Range<Int>? = nil) {
    if !range.isEmpty {
      tokens.append(Token(kind: .data(Text(bytes: Array(bytes[range]), mark: 0)), line: line))
    }
    count(lines ?? range)
  }

  private mutating func comment() throws(JinjaError) {
    let start = place
    while place + 1 < bytes.count, !(bytes[place] == UInt8(ascii: "#") && bytes[place + 1] == UInt8(ascii: "}")) {
      place += 1
    }
    guard place + 1 < bytes.count else { throw error("the comment that begins with '{#' has no end '#}'") }
    let sign = place > start ? bytes[place - 1] : 0
    place += 2
    finishTag(sign, dropsNewline: true)
    count(start..<place)
  }

  // MARK: Raw text

  /// The place after `raw %}`, when that is what stands here.
  private func endOfRawBegin() -> Int? {
    var end = skipSpace(from: place)
    guard starts(with: "raw", at: end) else { return nil }
    end = skipSpace(from: end + 3)
    if starts(with: "-%}", at: end) { return skipSpace(from: end + 3) }
    return starts(with: "%}", at: end) ? end + 2 : nil
  }

  private mutating func raw(from begin: Int) throws(JinjaError) {
    count(place..<begin)
    var tag = begin
    while tag < bytes.count {
      if starts(with: "{%", at: tag) {
        var end = tag + 2
        var sign: UInt8 = 0
        if end < bytes.count, bytes[end] == UInt8(ascii: "-") || bytes[end] == UInt8(ascii: "+") {
          sign = bytes[end]
          end += 1
        }
        end = skipSpace(from: end)
        if starts(with: "endraw", at: end) {
          end = skipSpace(from: end + 6)
          let closing = end < bytes.count ? bytes[end] : 0
          if closing == UInt8(ascii: "-") || closing == UInt8(ascii: "+") { end += 1 }
          if starts(with: "%}", at: end) {
            isAtLineStart = begin > 0 && bytes[begin - 1] == 0x0A
            data(begin..<trimmedEnd(begin..<tag, sign, isVariable: false), lines: begin..<tag)
            place = end + 2
            finishTag(closing, dropsNewline: true)
            count(tag..<place)
            return
          }
        }
      }
      tag += 1
    }
    throw error("'{% raw %}' has no '{% endraw %}'")
  }

  // MARK: Ends of tags

  /// What follows the `}` of a tag with this sign before its end: white space after `-`, else one newline.
  mutating func finishTag(_ sign: UInt8, dropsNewline: Bool) {
    if sign == UInt8(ascii: "-") {
      place = skipSpace(from: place)
    } else if sign != UInt8(ascii: "+"), dropsNewline, peek == 0x0A {
      place += 1
    }
    isAtLineStart = bytes[place - 1] == 0x0A
  }

  // MARK: Bytes

  var peek: UInt8? { place < bytes.count ? bytes[place] : nil }

  func starts(with word: StaticString, at place: Int) -> Bool {
    guard place + word.utf8CodeUnitCount <= bytes.count else { return false }
    return word.withUTF8Buffer { $0.elementsEqual(bytes[place..<(place + $0.count)]) }
  }

  func skipSpace(from start: Int) -> Int {
    var place = start
    while place < bytes.count {
      let scalar = scalar(at: place)
      guard Text.isSpace(scalar) else { break }
      place += Text.width(of: bytes[place])
    }
    return place
  }

  func scalar(at place: Int) -> Unicode.Scalar {
    let end = min(bytes.count, place + 4)
    return Text(bytes: Array(bytes[place..<end]), mark: 0).scalar(at: 0)
  }

  mutating func count(_ range: Range<Int>) {
    for byte in bytes[range] where byte == 0x0A { line += 1 }
  }

  func error(_ reason: String) -> JinjaError { JinjaError(.syntax, line: line, reason) }
}
