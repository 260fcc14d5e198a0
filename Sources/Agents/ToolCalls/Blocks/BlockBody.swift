// The inside of a fence, line by line as it comes. A file in Markdown may have fences of its own: behind a line that
// opens one with a language, the next bare line of backticks closes that one.

/// What has come of a block, with the state of looking for its end.
struct BlockBody: Sendable {
  let opening: BlockOpening
  /// Everything from the line that opened it on, as the model wrote it.
  private(set) var raw: [UInt8]
  private var place: Int
  private let inside: Int
  private var nested = 0

  /// - Parameter raw: what came before the inside.
  init(_ opening: BlockOpening, raw: some Collection<UInt8>) {
    self.opening = opening
    self.raw = Array(raw)
    place = self.raw.count
    inside = place
  }

  mutating func append(_ more: some Collection<UInt8>) { raw += more }

  /// Looks for the end in what has come since the last time.
  ///
  /// - Returns: the inside and the bytes behind the closing line; nil when that has not come.
  mutating func scan(isFinal: Bool) -> (body: [UInt8], rest: [UInt8])? {
    while place < raw.count {
      let end = raw[place...].firstIndex(of: UInt8(ascii: "\n"))
      guard end != nil || isFinal else { return nil }
      let line = raw[place..<(end ?? raw.count)]
      if opening.fence.isClosed(by: line) {
        if nested == 0 {
          // The line's end belongs to it.
          return (Array(raw[inside..<place]), Array(raw[(end.map { $0 + 1 } ?? raw.count)...]))
        }
        nested -= 1
      } else if isMarkdown, let fence = FenceLine(line), !fence.info.isEmpty {
        nested += 1
      }
      place = end.map { $0 + 1 } ?? raw.count
    }
    return nil
  }

  /// All that came of the inside.
  var unfinished: [UInt8] { Array(raw[inside...]) }

  private var isMarkdown: Bool {
    guard case .file(let path) = opening.kind else { return false }
    return path.hasSuffix(".md") || path.hasSuffix(".markdown") || path.hasSuffix(".mdx")
  }
}

/// What has come of a bare JSON value, with the state of looking for its end.
struct JSONBody: Sendable {
  private(set) var bytes: [UInt8] = []
  private var place = 0
  private var depth = 0
  private var isInString = false
  private var isEscaped = false

  mutating func append(_ more: some Collection<UInt8>) { bytes += more }

  /// The value and the bytes behind it; nil when its end has not come.
  mutating func scan() -> (body: [UInt8], rest: [UInt8])? {
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isInString = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth <= 0 { return (Array(bytes[..<place]), Array(bytes[place...])) }
      default: break
      }
    }
    return nil
  }
}
