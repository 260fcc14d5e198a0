import OrderedJSON

/// Calls as Python would make them, up to a mark or to the bracket that closes them.
struct PythonicBody: Sendable {
  private let end: [UInt8]
  private let escapes: Bool
  private(set) var bytes: [UInt8] = []
  private var place = 0
  private var depth = 0
  private var quote: UInt8?
  private var isEscaped = false
  /// Whether a bracket has been opened at all.
  private var hasOpened = false

  /// - Parameters:
  ///   - end: the mark behind them; empty: they end with their bracket.
  ///   - escapes: whether strings have escapes.
  init(end: [UInt8], escapes: Bool) {
    self.end = end
    self.escapes = escapes
  }

  mutating func append(_ more: [UInt8]) { bytes += more }

  /// The text of the calls and what is behind it; nil when its end has not come.
  mutating func scan(isFinal: Bool) -> (body: [UInt8], rest: [UInt8])? {
    if !end.isEmpty {
      while place < bytes.count {
        if bytes[place] == end[0] {
          switch MarkerMatch(of: end, at: bytes[place...]) {
          case .whole: return (Array(bytes[..<place]), Array(bytes[(place + end.count)...]))
          case .beginning where !isFinal: return nil
          case .beginning, .none: break
          }
        }
        place += 1
      }
      return nil
    }
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      if let open = quote {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == open {
          quote = nil
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "'"): quote = byte
      case UInt8(ascii: "["), UInt8(ascii: "("), UInt8(ascii: "{"):
        depth += 1
        hasOpened = true
      case UInt8(ascii: "]"), UInt8(ascii: ")"), UInt8(ascii: "}"):
        depth -= 1
        if depth <= 0, hasOpened { return (Array(bytes[..<place]), Array(bytes[place...])) }
      default: break
      }
    }
    return nil
  }

  /// The calls of a text.
  func calls(_ text: [UInt8]) -> [WrittenCall]? {
    // Whoever was taught without escapes may write them all the same, where the text is not otherwise to be read.
    PythonicCalls.read(text, escapes: escapes) ?? PythonicCalls.read(text, escapes: !escapes)
  }
}
