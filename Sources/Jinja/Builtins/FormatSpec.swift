/// How one value is to be written: what stands after `%`, or after `:` between braces.
struct FormatSpec {
  enum Side {
    case left, right
  }
  var filling: Text = " "
  /// `<`, `>`, `^` or `=`.
  var alignment: UInt8?
  /// `+`, `-` or a space.
  var sign: UInt8 = UInt8(ascii: "-")
  var isAlternate = false
  var fillsWithZeros = false
  var width = 0
  /// `,` or `_` between thousands.
  var grouping: UInt8?
  var precision: Int?
  var kind: UInt8 = 0

  /// The flags that stand after `%`.
  mutating func readFlags(_ reader: inout FormatReader) {
    while let byte = reader.peek {
      switch byte {
      case UInt8(ascii: "-"): alignment = UInt8(ascii: "<")
      case UInt8(ascii: "+"): sign = byte
      case UInt8(ascii: " "): if sign != UInt8(ascii: "+") { sign = byte }
      case UInt8(ascii: "#"): isAlternate = true
      case UInt8(ascii: "0"): fillsWithZeros = true
      default: return
      }
      _ = reader.next()
    }
  }

  /// The text in its width; `side` is where the text stands unless the format says otherwise.
  func padded(_ text: Text, _ side: Side) -> Text {
    let missing = width - text.scalarCount
    guard missing > 0 else { return text }
    let left: Int =
      switch alignment {
      case UInt8(ascii: "<"): 0
      case UInt8(ascii: ">"), UInt8(ascii: "="): missing
      case UInt8(ascii: "^"): missing / 2
      default: side == .right ? missing : 0
      }
    var builder = TextBuilder()
    for _ in 0..<left { builder.append(filling) }
    builder.append(text)
    for _ in left..<missing { builder.append(filling) }
    return builder.text()
  }

  /// A number from its digits, with sign, prefix, groups and width.
  func number(isNegative: Bool, _ digits: String, prefix: String = "", minimum: Int = 0) -> Text {
    var digits = String(repeating: "0", count: min(1000, max(0, minimum - digits.utf8.count))) + digits
    let shownSign = isNegative ? "-" : sign == UInt8(ascii: "+") ? "+" : sign == UInt8(ascii: " ") ? " " : ""
    let start = shownSign + prefix
    let padsInside = alignment == UInt8(ascii: "=") || (fillsWithZeros && alignment == nil)
    let zeros = padsInside && (filling == " " ? fillsWithZeros : filling == "0")
    if let grouping { digits = Self.grouped(digits, by: grouping, width: zeros ? width - start.utf8.count : 0) }
    guard padsInside else { return padded(Text(start + digits), .right) }
    var builder = TextBuilder()
    builder.append(start)
    let missing = width - start.utf8.count - digits.utf8.count
    let filling = fillsWithZeros && self.filling == " " ? Text("0") : self.filling
    if missing > 0 { for _ in 0..<missing { builder.append(filling) } }
    builder.append(digits)
    return builder.text()
  }

  /// Digits with a separator every three before the point, and zeros before them up to the width.
  private static func grouped(_ digits: String, by separator: UInt8, width: Int) -> String {
    let whole = digits.prefix { $0.isASCII && $0.isNumber }
    let rest = digits.dropFirst(whole.count)
    var all = Array(whole.utf8)
    var result: [UInt8] = []
    while !all.isEmpty || result.count < width - rest.utf8.count {
      if !result.isEmpty, result.filter({ $0 != separator }).count % 3 == 0 {
        result.append(separator)
        if all.isEmpty, result.count >= width - rest.utf8.count {
          result.append(0x30)
          break
        }
      }
      result.append(all.popLast() ?? 0x30)
      if result.count > 4096 { break }
    }
    return String(decoding: result.reversed(), as: UTF8.self) + rest
  }
}

/// Goes through a format.
struct FormatReader {
  let text: Text
  private(set) var place = 0

  init(_ text: Text) { self.text = text }

  var peek: UInt8? { place < text.bytes.count ? text.bytes[place] : nil }

  mutating func next() -> UInt8? {
    guard let byte = peek else { return nil }
    place += 1
    return byte
  }

  mutating func accept(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    place += 1
    return true
  }

  /// What stands up to a byte; nil at the end.
  mutating func literal(until byte: UInt8) -> Text? {
    guard place < text.bytes.count else { return nil }
    let start = place
    while let next = peek, next != byte { place += 1 }
    return text[start..<place]
  }

  /// A number of digits; one that is absurd is as large as they come.
  mutating func number() -> Int? {
    var value: Int?
    while let byte = peek, byte >= 0x30, byte <= 0x39 {
      value = min(1 << 40, (value ?? 0) * 10 + Int(byte - 0x30))
      place += 1
    }
    return value
  }

  /// What stands up to the parenthesis that closes one that was opened.
  mutating func balanced() -> Text? {
    let start = place
    var depth = 1
    while let byte = next() {
      if byte == UInt8(ascii: "(") { depth += 1 }
      if byte == UInt8(ascii: ")") { depth -= 1 }
      if depth == 0 { return text[start..<(place - 1)] }
    }
    return nil
  }

  /// One code point.
  mutating func character() -> Text? {
    guard let byte = peek else { return nil }
    let start = place
    place += Text.width(of: byte)
    return text[start..<place]
  }
}
