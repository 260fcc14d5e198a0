import OrderedJSON

/// `name{key:value, …}`, with strings between marks of their own.
struct BareKeysBody: Sendable {
  private static let longestName = 300
  private static let deepest = 64

  private let quote: [UInt8]
  private(set) var bytes: [UInt8] = []
  private var place = 0
  private var depth = 0
  private var isInString = false

  init(quote: String) { self.quote = Array(quote.utf8) }

  mutating func append(_ more: [UInt8]) { bytes += more }

  mutating func scan(isFinal: Bool) -> NamedBody.Finding {
    while place < bytes.count {
      if depth == 0, place > Self.longestName { return .none }
      if bytes[place] == quote.first {
        switch MarkerMatch(of: quote, at: bytes[place...]) {
        case .whole:
          isInString.toggle()
          place += quote.count
          continue
        case .beginning where !isFinal: return .undecided
        case .beginning, .none: break
        }
      }
      if !isInString {
        switch bytes[place] {
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
          depth -= 1
          if depth <= 0 {
            place += 1
            return .call(read(bytes[..<place]), rest: Array(bytes[place...]))
          }
        default: break
        }
      }
      place += 1
    }
    return isFinal ? .none : .undecided
  }

  private func read(_ text: ArraySlice<UInt8>) -> WrittenCall {
    var reader = Reader(bytes: Array(text), quote: quote)
    guard let name = reader.word() else { return WrittenCall(problem: "the tool call has no name") }
    guard let value = reader.value(depth: 0), value.object != nil else {
      return WrittenCall(name: name, problem: "the arguments of '\(name)' cannot be read")
    }
    return WrittenCall(name: name, arguments: value)
  }

  private struct Reader {
    let bytes: [UInt8]
    let quote: [UInt8]
    var place = 0

    private mutating func skipSpace() {
      while place < bytes.count, isSpace(bytes[place]) { place += 1 }
    }

    private mutating func accept(_ byte: UInt8) -> Bool {
      skipSpace()
      guard place < bytes.count, bytes[place] == byte else { return false }
      place += 1
      return true
    }

    /// A name, or a key.
    mutating func word() -> String? {
      skipSpace()
      if let text = string() { return text }
      let start = place
      while place < bytes.count, !isSpace(bytes[place]), !Array(":{}[],".utf8).contains(bytes[place]) { place += 1 }
      return place > start ? String(decoding: bytes[start..<place], as: UTF8.self) : nil
    }

    private mutating func string() -> String? {
      guard !quote.isEmpty, bytes[place...].starts(with: quote) else { return nil }
      let start = place + quote.count
      guard let end = bytes[start...].firstRange(of: quote) else { return nil }
      place = end.upperBound
      return String(decoding: bytes[start..<end.lowerBound], as: UTF8.self)
    }

    mutating func value(depth: Int) -> JSON? {
      guard depth < BareKeysBody.deepest else { return nil }
      skipSpace()
      if let text = string() { return .string(text) }
      if accept(UInt8(ascii: "{")) {
        var object = JSONObject()
        while !accept(UInt8(ascii: "}")) {
          guard let key = word(), accept(UInt8(ascii: ":")), let element = value(depth: depth + 1) else { return nil }
          object[key] = element
          if !accept(UInt8(ascii: ",")) { return accept(UInt8(ascii: "}")) ? .object(object) : nil }
        }
        return .object(object)
      }
      if accept(UInt8(ascii: "[")) {
        var elements: [JSON] = []
        while !accept(UInt8(ascii: "]")) {
          guard let element = value(depth: depth + 1) else { return nil }
          elements.append(element)
          if !accept(UInt8(ascii: ",")) { return accept(UInt8(ascii: "]")) ? .array(elements) : nil }
        }
        return .array(elements)
      }
      var literal = PythonLiteral(bytes, at: place)
      if let value = literal.value() {
        place = literal.place
        return value
      }
      // A word without its marks.
      let start = place
      while place < bytes.count, !Array("{}[],".utf8).contains(bytes[place]) { place += 1 }
      return place > start ? .string(String(decoding: bytes[start..<place], as: UTF8.self).trimmingSpace) : nil
    }
  }
}
