// RFC 8259, nothing more: no comments, no trailing commas, no NaN. What the RFC leaves open is settled so:
// of two members with one name the later value counts; a number that does not fit `Int` becomes `Double`, and
// one that does not fit that either is an error; half a surrogate pair becomes U+FFFD. Works on bytes, because
// all that has a meaning in JSON is ASCII, and Swift's characters would join a quote with a mark that follows.

extension JSON {
  /// How deep arrays and objects may stand in each other: the parser recurses, and stacks end.
  public static let maxDepth = 200

  /// The value that `text` is.
  ///
  /// - Throws: `JSONError` with the first place at which it is none.
  public init(parsing text: String) throws(JSONError) {
    try self.init(parsing: Array(text.utf8))
  }

  /// The value that these bytes of UTF-8 are.
  ///
  /// - Throws: `JSONError` with the first place at which they are none.
  public init(parsing bytes: [UInt8]) throws(JSONError) {
    var parser = JSONParser(bytes: bytes)
    self = try parser.document()
  }
}

struct JSONParser {
  private let bytes: [UInt8]
  private var place = 0

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func document() throws(JSONError) -> JSON {
    skipSpace()
    let value = try value(depth: 0)
    skipSpace()
    guard place == bytes.count else { throw error("expected the end after the value, found \(found)") }
    return value
  }

  // MARK: Values

  private mutating func value(depth: Int) throws(JSONError) -> JSON {
    guard let byte = peek else { throw error("expected a value, found the end") }
    switch byte {
    case UInt8(ascii: "{"): return .object(try object(depth: depth + 1))
    case UInt8(ascii: "["): return .array(try array(depth: depth + 1))
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: throw error("expected a value, found \(found)")
    }
  }

  private mutating func object(depth: Int) throws(JSONError) -> JSONObject {
    try enter(depth)
    if accept("}") { return JSONObject() }
    var members: [JSONObject.Member] = []
    while true {
      guard peek == UInt8(ascii: "\"") else { throw error("expected a member's name in quotes, found \(found)") }
      let name = try string()
      skipSpace()
      guard accept(":") else { throw error("expected ':' after a member's name, found \(found)") }
      skipSpace()
      members.append(JSONObject.Member(name: name, value: try value(depth: depth)))
      skipSpace()
      if accept("}") { return JSONObject(members) }
      guard accept(",") else { throw error("expected ',' or '}' after a member, found \(found)") }
      skipSpace()
    }
  }

  private mutating func array(depth: Int) throws(JSONError) -> [JSON] {
    try enter(depth)
    if accept("]") { return [] }
    var elements: [JSON] = []
    while true {
      elements.append(try value(depth: depth))
      skipSpace()
      if accept("]") { return elements }
      guard accept(",") else { throw error("expected ',' or ']' after an element, found \(found)") }
      skipSpace()
    }
  }

  private mutating func enter(_ depth: Int) throws(JSONError) {
    guard depth <= JSON.maxDepth else { throw error("arrays and objects are nested deeper than \(JSON.maxDepth)") }
    place += 1
    skipSpace()
  }

  private mutating func word(_ word: String, _ value: JSON) throws(JSONError) -> JSON {
    guard bytes[place...].starts(with: word.utf8) else { throw error("expected a value, found \(found)") }
    place += word.utf8.count
    return value
  }

  private mutating func number() throws(JSONError) -> JSON {
    let start = place
    var isInteger = true
    _ = accept("-")
    if !accept("0") { try digits("a digit") }
    if accept(".") {
      isInteger = false
      try digits("a digit after '.'")
    }
    if accept("e") || accept("E") {
      isInteger = false
      if !accept("+") { _ = accept("-") }
      try digits("a digit in the exponent")
    }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    if isInteger, let integer = Int(text) { return .integer(integer) }
    guard let number = Double(text), number.isFinite else {
      place = start
      throw error("the number is too large")
    }
    return .number(number)
  }

  private mutating func digits(_ what: String) throws(JSONError) {
    let start = place
    while let byte = peek, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { place += 1 }
    guard place > start else { throw error("expected \(what), found \(found)") }
  }

  // MARK: Strings

  private mutating func string() throws(JSONError) -> String {
    let opening = place
    place += 1
    var result = ""
    while true {
      let start = place
      while let byte = peek, byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { place += 1 }
      if place > start {
        guard let run = String(validating: bytes[start..<place], as: UTF8.self) else {
          place = start
          throw error("the text is not UTF-8")
        }
        if result.isEmpty { result = run } else { result += run }
      }
      if accept("\"") { return result }
      if accept("\\") {
        result.unicodeScalars.append(try escape())
      } else if peek == nil {
        place = opening
        throw error("the string has no end")
      } else {
        throw error("a control character in a string must be escaped, found \(found)")
      }
    }
  }

  private mutating func escape() throws(JSONError) -> Unicode.Scalar {
    if accept("\"") { return "\"" }
    if accept("\\") { return "\\" }
    if accept("/") { return "/" }
    if accept("b") { return "\u{08}" }
    if accept("f") { return "\u{0C}" }
    if accept("n") { return "\n" }
    if accept("r") { return "\r" }
    if accept("t") { return "\t" }
    guard accept("u") else { throw error("expected one of \" \\ / b f n r t u after '\\', found \(found)") }
    let unit = try hexadecimal()
    if let scalar = Unicode.Scalar(unit) { return scalar }
    let afterFirst = place
    if (0xD800..<0xDC00).contains(unit), accept("\\"), accept("u") {
      let second = try hexadecimal()
      if (0xDC00..<0xE000).contains(second),
        let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (second - 0xDC00))
      {
        return scalar
      }
    }
    place = afterFirst
    return "\u{FFFD}"
  }

  private mutating func hexadecimal() throws(JSONError) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw error("expected four hexadecimal digits after '\\u', found \(found)")
      }
      unit = unit << 4 + UInt32(digit)
      place += 1
    }
    return unit
  }

  // MARK: Bytes

  private var peek: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func accept(_ wanted: Unicode.Scalar) -> Bool {
    guard peek == UInt8(ascii: wanted) else { return false }
    place += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { place += 1 }
  }

  /// What stands at this place, for people.
  private var found: String {
    guard place < bytes.count else { return "the end" }
    let scalar = String(decoding: bytes[place..<min(place + 4, bytes.count)], as: UTF8.self).unicodeScalars.first!
    return scalar.value < 0x20 || scalar.value == 0x7F ? "U+\(hexadecimalDigits(scalar.value))" : "'\(scalar)'"
  }

  private func error(_ reason: String) -> JSONError {
    let before = bytes[..<place]
    let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    return JSONError(
      line: before.count { $0 == 0x0A } + 1,
      column: before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1, reason: reason)
  }
}

/// At least four hexadecimal digits.
func hexadecimalDigits(_ value: UInt32) -> String {
  let digits = String(value, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}
