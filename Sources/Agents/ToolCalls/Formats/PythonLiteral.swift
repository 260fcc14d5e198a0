// Values as Python writes them, and as models mix them with JSON: quotes of either kind, True and true, None and null,
// tuples and trailing commas.

import OrderedJSON

/// Reads values as Python or JSON writes them.
struct PythonLiteral {
  private static let deepest = 64

  private let bytes: [UInt8]
  private(set) var place: Int
  /// Whether a backslash begins an escape in a string.
  private let escapes: Bool

  init(_ bytes: [UInt8], at place: Int = 0, escapes: Bool = true) {
    self.bytes = bytes
    self.place = place
    self.escapes = escapes
  }

  /// A text that is one value and nothing else.
  static func value(of text: String) -> JSON? {
    var reader = PythonLiteral(Array(text.utf8))
    guard let value = reader.value() else { return nil }
    reader.skipSpace()
    return reader.place == reader.bytes.count ? value : nil
  }

  /// The value that begins here; nil where none does.
  mutating func value(depth: Int = 0) -> JSON? {
    guard depth < Self.deepest else { return nil }
    skipSpace()
    switch peek {
    case UInt8(ascii: "{"): return dictionary(depth)
    case UInt8(ascii: "["): return list(depth, closing: UInt8(ascii: "]"))
    case UInt8(ascii: "("): return list(depth, closing: UInt8(ascii: ")"))
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return string(escapes: escapes || depth > 0).map(JSON.string)
    case nil: return nil
    default: return word()
    }
  }

  var peek: UInt8? { place < bytes.count ? bytes[place] : nil }

  mutating func skipSpace() {
    while let byte = peek, isSpace(byte) { place += 1 }
  }

  mutating func accept(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    place += 1
    return true
  }

  /// A name: letters, digits and what joins words.
  mutating func identifier() -> String? {
    skipSpace()
    let start = place
    while let byte = peek, Self.isName(byte) { place += 1 }
    return place > start ? String(decoding: bytes[start..<place], as: UTF8.self) : nil
  }

  static func isName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."), 0x80...:
      true
    default: false
    }
  }

  private mutating func word() -> JSON? {
    let start = place
    while let byte = peek, Self.isName(byte) || byte == UInt8(ascii: "+") { place += 1 }
    let word = String(decoding: bytes[start..<place], as: UTF8.self)
    switch word {
    case "True", "true": return true
    case "False", "false": return false
    case "None", "null": return .null
    default:
      guard let value = try? JSON(parsing: word), value.number != nil || value.integer != nil else { return nil }
      return value
    }
  }

  private mutating func list(_ depth: Int, closing: UInt8) -> JSON? {
    place += 1
    var elements: [JSON] = []
    while true {
      skipSpace()
      if accept(closing) { return .array(elements) }
      guard let element = value(depth: depth + 1) else { return nil }
      elements.append(element)
      skipSpace()
      if !accept(UInt8(ascii: ",")) { return accept(closing) ? .array(elements) : nil }
    }
  }

  private mutating func dictionary(_ depth: Int) -> JSON? {
    place += 1
    var object = JSONObject()
    while true {
      skipSpace()
      if accept(UInt8(ascii: "}")) { return .object(object) }
      let key: String?
      switch peek {
      case UInt8(ascii: "\""), UInt8(ascii: "'"): key = string(escapes: true)
      default: key = identifier()
      }
      skipSpace()
      guard let key, accept(UInt8(ascii: ":")), let element = value(depth: depth + 1) else { return nil }
      object[key] = element
      skipSpace()
      if !accept(UInt8(ascii: ",")) { return accept(UInt8(ascii: "}")) ? .object(object) : nil }
    }
  }

  // MARK: - Strings

  /// A string in quotes of either kind, with escapes or as it stands.
  private mutating func string(escapes: Bool) -> String? {
    guard let quote = peek else { return nil }
    place += 1
    if !escapes { return rawString(quote) }
    var text: [UInt8] = []
    while let byte = peek {
      place += 1
      if byte == quote { return String(decoding: text, as: UTF8.self) }
      guard byte == UInt8(ascii: "\\"), let escaped = peek else {
        text.append(byte)
        continue
      }
      place += 1
      switch escaped {
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "r"): text.append(0x0D)
      case UInt8(ascii: "b"): text.append(0x08)
      case UInt8(ascii: "f"): text.append(0x0C)
      case UInt8(ascii: "0"): text.append(0)
      case UInt8(ascii: "x"): appendScalar(digits: 2, to: &text)
      case UInt8(ascii: "u"): appendScalar(digits: 4, to: &text)
      case UInt8(ascii: "U"): appendScalar(digits: 8, to: &text)
      case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "/"): text.append(escaped)
      // A line that goes on; any other backslash stands for itself.
      case 0x0A: break
      default: text += [byte, escaped]
      }
    }
    return nil
  }

  private mutating func appendScalar(digits: Int, to text: inout [UInt8]) {
    func number(_ start: Int) -> UInt32? {
      guard start + digits <= bytes.count else { return nil }
      return UInt32(String(decoding: bytes[start..<(start + digits)], as: UTF8.self), radix: 16)
    }
    guard var value = number(place) else { return }
    place += digits
    // Half of a pair, as JSON writes characters beyond the first plane.
    if (0xD800..<0xDC00).contains(value), place + 1 < bytes.count, bytes[place] == UInt8(ascii: "\\"),
      bytes[place + 1] == UInt8(ascii: "u"), let low = number(place + 2), (0xDC00..<0xE000).contains(low)
    {
      value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
      place += 2 + digits
    }
    text += Array(String(Unicode.Scalar(value) ?? "\u{FFFD}").utf8)
  }

  /// Without escapes a quote within the text looks like one that ends it; it ends it where what follows can follow a value.
  private mutating func rawString(_ quote: UInt8) -> String? {
    let start = place
    while let byte = peek {
      if byte == quote, Self.endsValue(bytes[(place + 1)...]) {
        place += 1
        return String(decoding: bytes[start..<(place - 1)], as: UTF8.self)
      }
      place += 1
    }
    return nil
  }

  /// Whether the text goes on as behind a value: another argument, or the end of the call and of the list.
  static func endsValue(_ rest: ArraySlice<UInt8>) -> Bool {
    let rest = rest.drop(while: isSpace)
    switch rest.first {
    case nil: return true
    case UInt8(ascii: ","):
      let next = rest.dropFirst().drop(while: isSpace)
      let name = next.prefix(while: isName)
      return !name.isEmpty && next.dropFirst(name.count).first == UInt8(ascii: "=")
    case UInt8(ascii: ")"):
      let next = rest.dropFirst().drop(while: isSpace)
      guard let byte = next.first else { return true }
      if byte == UInt8(ascii: "]") {
        let end = next.dropFirst().drop(while: isSpace)
        return end.isEmpty || end.first == UInt8(ascii: "<")
      }
      guard byte == UInt8(ascii: ",") else { return false }
      let call = next.dropFirst().drop(while: isSpace)
      let name = call.prefix(while: isName)
      return !name.isEmpty && call.dropFirst(name.count).first == UInt8(ascii: "(")
    default: return false
    }
  }
}

/// Calls as Python would make them: `name(key=value, …)`, one or a list of them.
enum PythonicCalls {
  /// The calls in a text; nil where it is none.
  static func read(_ text: [UInt8], escapes: Bool) -> [WrittenCall]? {
    var reader = PythonLiteral(text, escapes: escapes)
    reader.skipSpace()
    let isList = reader.accept(UInt8(ascii: "["))
    var calls: [WrittenCall] = []
    while true {
      reader.skipSpace()
      if isList, reader.accept(UInt8(ascii: "]")) { break }
      guard let name = reader.identifier(), reader.accept(UInt8(ascii: "(")), let arguments = arguments(&reader) else {
        return nil
      }
      calls.append(WrittenCall(name: name, arguments: .object(arguments)))
      reader.skipSpace()
      if reader.accept(UInt8(ascii: ",")) || reader.accept(UInt8(ascii: ";")) { continue }
      if isList {
        guard reader.accept(UInt8(ascii: "]")) else { return nil }
      }
      break
    }
    reader.skipSpace()
    return reader.peek == nil && !calls.isEmpty ? calls : nil
  }

  private static func arguments(_ reader: inout PythonLiteral) -> JSONObject? {
    var object = JSONObject()
    while true {
      reader.skipSpace()
      if reader.accept(UInt8(ascii: ")")) { return object }
      guard let key = reader.identifier() else { return nil }
      reader.skipSpace()
      guard reader.accept(UInt8(ascii: "=")), let value = reader.value() else { return nil }
      object[key] = value
      reader.skipSpace()
      if !reader.accept(UInt8(ascii: ",")) { return reader.accept(UInt8(ascii: ")")) ? object : nil }
    }
  }
}
