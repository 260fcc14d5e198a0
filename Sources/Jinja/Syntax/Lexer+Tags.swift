extension Lexer {
  /// The tokens of one tag, up to and with its end.
  mutating func inside(isVariable: Bool) throws(JinjaError) {
    tokens.append(Token(kind: isVariable ? .variableBegin : .blockBegin, line: line))
    /// Closing brackets that are awaited: `}}` in a dictionary ends no tag.
    var awaited: [Token.Symbol] = []
    while true {
      if awaited.isEmpty, acceptEnd(isVariable: isVariable) { return }
      let start = place
      guard let byte = peek else { return }
      if byte < 0x80, !Text.isSpace(Unicode.Scalar(byte)), !isNamePart(start) {
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
          try string(quote: byte)
        } else {
          try symbol(&awaited)
        }
      } else if Text.isSpace(scalar(at: start)) {
        place = skipSpace(from: start)
        count(start..<place)
      } else if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
        try number()
      } else if isNamePart(start) {
        name()
      } else {
        throw unexpected
      }
    }
  }

  private var unexpected: JinjaError { error("unexpected character '\(scalar(at: place))' in a tag") }

  private mutating func acceptEnd(isVariable: Bool) -> Bool {
    let start = place
    var end = place
    var sign: UInt8 = 0
    if let byte = peek, byte == UInt8(ascii: "-") || (byte == UInt8(ascii: "+") && !isVariable) {
      sign = byte
      end += 1
    }
    guard starts(with: isVariable ? "}}" : "%}", at: end) else { return false }
    tokens.append(Token(kind: isVariable ? .variableEnd : .blockEnd, line: line))
    place = end + 2
    finishTag(sign, dropsNewline: !isVariable)
    count(start..<place)
    return true
  }

  private func isNamePart(_ place: Int) -> Bool {
    guard place < bytes.count else { return false }
    let byte = bytes[place]
    if byte < 0x80 {
      return byte == UInt8(ascii: "_") || (byte >= 0x30 && byte <= 0x39) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A)
    }
    let properties = scalar(at: place).properties
    return properties.isXIDContinue
  }

  private mutating func name() {
    let start = place
    while isNamePart(place) { place += Text.width(of: bytes[place]) }
    tokens.append(Token(kind: .name(String(decoding: bytes[start..<place], as: UTF8.self)), line: line))
  }

  private mutating func symbol(_ awaited: inout [Token.Symbol]) throws(JinjaError) {
    var found: Token.Symbol?
    for length in [2, 1] where found == nil && place + length <= bytes.count {
      found = Token.Symbol(rawValue: String(decoding: bytes[place..<(place + length)], as: UTF8.self))
    }
    guard let found else { throw unexpected }
    switch found {
    case .openBrace: awaited.append(.closeBrace)
    case .openBracket: awaited.append(.closeBracket)
    case .openParenthesis: awaited.append(.closeParenthesis)
    case .closeBrace, .closeBracket, .closeParenthesis:
      guard let expected = awaited.popLast() else { throw error("unexpected '\(found.rawValue)'") }
      guard expected == found else {
        throw error("unexpected '\(found.rawValue)', expected '\(expected.rawValue)'")
      }
    default: break
    }
    tokens.append(Token(kind: .symbol(found), line: line))
    place += found.rawValue.utf8.count
  }

  // MARK: Numbers

  private mutating func number() throws(JinjaError) {
    let start = place
    if bytes[place] == UInt8(ascii: "0"), place + 2 < bytes.count {
      let radix: Int? =
        switch bytes[place + 1] | 0x20 {
        case UInt8(ascii: "x"): 16
        case UInt8(ascii: "o"): 8
        case UInt8(ascii: "b"): 2
        default: nil
        }
      if let radix, isDigit(place + 2, radix) {
        place += 2
        try integer(digits(radix), radix)
        return
      }
    }
    var text = digits(10)
    var isFloat = false
    let afterDot = start > 0 && bytes[start - 1] == UInt8(ascii: ".")
    if !afterDot, peek == UInt8(ascii: "."), isDigit(place + 1, 10) {
      place += 1
      text += "." + digits(10)
      isFloat = true
    }
    if !afterDot, let byte = peek, byte | 0x20 == UInt8(ascii: "e") {
      var end = place + 1
      var sign = ""
      if end < bytes.count, bytes[end] == UInt8(ascii: "-") || bytes[end] == UInt8(ascii: "+") {
        sign = bytes[end] == UInt8(ascii: "-") ? "-" : ""
        end += 1
      }
      if isDigit(end, 10) {
        place = end
        text += "e" + sign + digits(10)
        isFloat = true
      }
    }
    guard isFloat else {
      try integer(text, 10)
      return
    }
    guard let value = Double(text) else { throw error("'\(text)' is no number") }
    tokens.append(Token(kind: .float(value), line: line))
  }

  private mutating func integer(_ text: String, _ radix: Int) throws(JinjaError) {
    guard let value = Int(text, radix: radix) else { throw error("the number \(text) is too large") }
    tokens.append(Token(kind: .integer(value), line: line))
  }

  private func isDigit(_ place: Int, _ radix: Int) -> Bool {
    guard place < bytes.count, bytes[place] < 0x80 else { return false }
    return Character(Unicode.Scalar(bytes[place])).hexDigitValue.map { $0 < radix } ?? false
  }

  /// Digits with single underscores between them, which are left out.
  private mutating func digits(_ radix: Int) -> String {
    var text = ""
    while isDigit(place, radix) || (peek == UInt8(ascii: "_") && isDigit(place + 1, radix)) {
      if bytes[place] != UInt8(ascii: "_") { text.unicodeScalars.append(Unicode.Scalar(bytes[place])) }
      place += 1
    }
    return text
  }

  // MARK: Strings

  /// Python's escapes; an unknown one stays as it is written.
  private mutating func string(quote: UInt8) throws(JinjaError) {
    let startLine = line
    let start = place
    place += 1
    var builder = TextBuilder()
    while let byte = peek, byte != quote {
      place += 1
      guard byte == UInt8(ascii: "\\") else {
        builder.append(byte: byte, mark: 0)
        continue
      }
      guard let escaped = peek else { break }
      place += 1
      try escape(escaped, &builder)
    }
    guard peek == quote else {
      place = start
      throw error("the string that begins here has no end")
    }
    place += 1
    count(start..<place)
    tokens.append(Token(kind: .string(builder.text()), line: startLine))
  }

  private mutating func escape(_ byte: UInt8, _ builder: inout TextBuilder) throws(JinjaError) {
    switch byte {
    case 0x0A: break
    case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): builder.append(byte: byte, mark: 0)
    case UInt8(ascii: "n"): builder.append(byte: 0x0A, mark: 0)
    case UInt8(ascii: "t"): builder.append(byte: 0x09, mark: 0)
    case UInt8(ascii: "r"): builder.append(byte: 0x0D, mark: 0)
    case UInt8(ascii: "a"): builder.append(byte: 0x07, mark: 0)
    case UInt8(ascii: "b"): builder.append(byte: 0x08, mark: 0)
    case UInt8(ascii: "f"): builder.append(byte: 0x0C, mark: 0)
    case UInt8(ascii: "v"): builder.append(byte: 0x0B, mark: 0)
    case UInt8(ascii: "x"): builder.append(try codePoint(digits: 2), mark: 0)
    case UInt8(ascii: "u"): builder.append(try codePoint(digits: 4), mark: 0)
    case UInt8(ascii: "U"): builder.append(try codePoint(digits: 8), mark: 0)
    case UInt8(ascii: "0")...UInt8(ascii: "7"):
      var value = UInt32(byte - 0x30)
      var length = 1
      while length < 3, let next = peek, next >= 0x30, next <= 0x37 {
        value = value * 8 + UInt32(next - 0x30)
        place += 1
        length += 1
      }
      builder.append(Unicode.Scalar(value) ?? "\u{FFFD}", mark: 0)
    case UInt8(ascii: "N"): throw error("names of characters ('\\N') are not known here")
    default:
      builder.append(byte: UInt8(ascii: "\\"), mark: 0)
      builder.append(byte: byte, mark: 0)
    }
  }

  private mutating func codePoint(digits: Int) throws(JinjaError) -> Unicode.Scalar {
    var value: UInt32 = 0
    for _ in 0..<digits {
      guard isDigit(place, 16), let digit = Character(Unicode.Scalar(bytes[place])).hexDigitValue else {
        throw error("expected \(digits) hexadecimal digits in the escape of a string")
      }
      value = value << 4 | UInt32(digit)
      place += 1
    }
    guard value <= 0x10FFFF else { throw error("the escape of a string is beyond U+10FFFF") }
    return Unicode.Scalar(value) ?? "\u{FFFD}"
  }
}
