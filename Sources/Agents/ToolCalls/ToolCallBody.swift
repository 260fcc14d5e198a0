// `</tool_call>` inside a JSON string is part of the string: a model may well write a file about tool calls. So the
// end is looked for outside of strings. Where the quotes do not match, no such end comes; then the first marker that
// stands anywhere ends the call. A raw line break in a string shows at once that they do not match, or that the JSON
// is wrong anyway.

/// What has come of a tool call, with the state of looking for its end.
struct ToolCallBody: Sendable {
  private let marker: [UInt8]

  private var bytes: [UInt8] = []
  private var place = 0
  private var isInString = false
  private var isEscaped = false
  private var isBroken = false
  private var endInString: Int?

  /// - Parameter end: the marker behind the call.
  init(end: [UInt8]) { marker = end }

  mutating func append(_ more: [UInt8]) {
    bytes += more
  }

  /// Looks for the end in what has come since the last time.
  ///
  /// - Returns: the text before the end and the bytes behind it; nil when the end has not come.
  mutating func scan(isFinal: Bool) -> (body: String, rest: [UInt8])? {
    while place < bytes.count {
      if bytes[place] == marker[0] {
        switch MarkerMatch(of: marker, at: bytes[place...]) {
        case .whole where !isInString: return split(at: place)
        case .whole: if endInString == nil { endInString = place }
        case .beginning where !isFinal: return nil
        case .beginning, .none: break
        }
      }
      step(bytes[place])
      place += 1
      if isBroken, let endInString { return split(at: endInString) }
    }
    return isFinal ? endInString.map { split(at: $0) } : nil
  }

  /// All that came, without a marker that was begun at its end.
  var unfinishedText: String {
    var end = bytes.count
    if let start = bytes.lastIndex(of: marker[0]), marker.starts(with: bytes[start...]) { end = start }
    return String(decoding: bytes[..<end], as: UTF8.self)
  }

  private mutating func step(_ byte: UInt8) {
    guard isInString else {
      isInString = byte == UInt8(ascii: "\"") && !isBroken
      return
    }
    if isEscaped {
      isEscaped = false
    } else if byte == UInt8(ascii: "\\") {
      isEscaped = true
    } else if byte == UInt8(ascii: "\"") {
      isInString = false
    } else if byte == UInt8(ascii: "\n") {
      isBroken = true
      isInString = false
    }
  }

  private func split(at end: Int) -> (body: String, rest: [UInt8]) {
    (String(decoding: bytes[..<end], as: UTF8.self), Array(bytes[(end + marker.count)...]))
  }
}
