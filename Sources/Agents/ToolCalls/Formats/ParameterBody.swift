// Values stand as they are, so a value may hold what looks like its own end: a file about this very format. Its end is
// therefore the first one behind which another argument begins, or the call ends.

import OrderedJSON

/// A name, then arguments one by one.
struct ParameterBody: Sendable {
  private enum State: Sendable { case name, between, key, middle, value }

  /// Names, keys and marks are shorter.
  private static let longestPart = 300

  private let tools: [OfferedTool]
  private let marks: ParameterMarks
  private var bytes: [UInt8] = []
  private var state = State.name
  /// How far has been looked, and where the part begins that is being read.
  private var place = 0
  private var start = 0
  private(set) var name: String?
  private var key = ""
  private var kind = ArgumentKind.unknown
  private var arguments = JSONObject()

  init(_ format: CallFormat, _ parameters: CallFormat.Parameters, tools: [OfferedTool]) {
    self.tools = tools
    marks = ParameterMarks(format, parameters)
  }

  mutating func append(_ more: [UInt8]) { bytes += more }

  /// All that came.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  mutating func scan(isFinal: Bool) -> NamedBody.Finding {
    while true {
      switch state {
      case .name:
        while start < bytes.count, isSpace(bytes[start]) { start += 1 }
        guard let end = part.firstIndex(where: Self.endsWord) else {
          return bytes.count - start > Self.longestPart || isFinal ? .none : .undecided
        }
        guard end > start else { return .none }
        name = String(decoding: bytes[start..<end], as: UTF8.self)
        (state, place, start) = (.between, end, end)
      case .between:
        guard let found = between(isFinal: isFinal) else {
          if place == start + Self.longestPart { return broken("has text between its arguments") }
          // A model that ends its turn behind the last argument has said all that is needed.
          return isFinal ? (arguments.isEmpty ? .none : .call(call, rest: [])) : .undecided
        }
        if found.isEnd { return .call(call, rest: Array(bytes[found.range.upperBound...])) }
        (state, place, start) = (.key, found.range.upperBound, found.range.upperBound)
      case .key:
        guard let end = part.firstIndex(where: Self.endsKey) else {
          return tooLong("has an argument without an end to its name") ?? (isFinal ? .none : .undecided)
        }
        key = String(decoding: bytes[start..<end], as: UTF8.self).trimmingSpace
        (state, place, start) = (.middle, end, end)
      case .middle:
        guard let end = part.firstRange(of: marks.middleTail) else {
          return tooLong("has an argument '\(key)' without a value") ?? (isFinal ? .none : .undecided)
        }
        kind = marks.kind(of: bytes[start..<end.upperBound]) ?? schemaKind
        (state, place, start) = (.value, end.upperBound, end.upperBound)
      case .value:
        guard let end = valueEnd(isFinal: isFinal) else {
          return isFinal ? .none : .undecided
        }
        arguments[key] = marks.value(bytes[start..<end.lowerBound], kind)
        (state, place, start) = (.between, end.upperBound, end.upperBound)
      }
    }
  }

  private var call: WrittenCall { WrittenCall(name: name, arguments: .object(arguments)) }

  private var schemaKind: ArgumentKind {
    tools.first { $0.name == name }?.kind(ofArgument: key) ?? .unknown
  }

  /// The part that is being read, no longer than it may be: what is decided does not depend on how much has come.
  private var part: ArraySlice<UInt8> { bytes[start...].prefix(Self.longestPart) }

  private mutating func tooLong(_ problem: String) -> NamedBody.Finding? {
    guard bytes.count - start > Self.longestPart else { return nil }
    place = start + Self.longestPart
    return broken(problem)
  }

  private func broken(_ problem: String) -> NamedBody.Finding {
    .call(WrittenCall(name: name, problem: "the tool call \(problem)"), rest: Array(bytes[place...]))
  }

  private static func endsWord(_ byte: UInt8) -> Bool {
    isSpace(byte) || endsKey(byte) || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "]")
      || byte == UInt8(ascii: "|")
  }

  private static func endsKey(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "\"") || byte == 0x0A
  }

  /// The next argument's beginning or the call's end.
  private mutating func between(isFinal: Bool) -> (range: Range<Int>, isEnd: Bool)? {
    while place < min(bytes.count, start + Self.longestPart) {
      for (mark, isEnd) in marks.next {
        switch MarkerMatch(of: mark, at: bytes[place...]) {
        case .whole: return (place..<(place + mark.count), isEnd)
        case .beginning where !isFinal: return nil
        case .beginning, .none: break
        }
      }
      place += 1
    }
    return nil
  }

  private mutating func valueEnd(isFinal: Bool) -> Range<Int>? {
    let close = marks.close(key: key)
    var fallback: Range<Int>?
    while place < bytes.count {
      guard bytes[place] == close[0] else {
        place += 1
        continue
      }
      switch MarkerMatch(of: close, at: bytes[place...]) {
      case .whole:
        let end = place..<(place + close.count)
        switch follows(end.upperBound) {
        case .whole: return end
        case .beginning: if !isFinal { return nil } else { return end }
        case .none: if fallback == nil { fallback = end }
        }
      case .beginning where !isFinal: return nil
      case .beginning, .none: break
      }
      place += 1
    }
    return isFinal ? fallback : nil
  }

  /// Whether behind an argument's end there stands what may.
  private func follows(_ end: Int) -> MarkerMatch {
    let rest = bytes[end...].drop(while: isSpace)
    guard !rest.isEmpty else { return .beginning }
    var result = MarkerMatch.none
    for (mark, _) in marks.next {
      switch MarkerMatch(of: mark, at: rest) {
      case .whole: return .whole
      case .beginning: result = .beginning
      case .none: break
      }
    }
    return result
  }
}

/// The marks of arguments one by one, as bytes.
struct ParameterMarks: Sendable {
  /// What may stand between arguments: the beginning of one, and the call's end.
  let next: [(mark: [UInt8], isEnd: Bool)]
  /// What stands right before a value.
  let middleTail: [UInt8]
  private let parameters: CallFormat.Parameters
  private let open: [UInt8]
  private let stringMiddle: [UInt8]?
  /// White space that belongs to the marks.
  private let spaceBefore: [UInt8]
  private let spaceBehind: [UInt8]

  init(_ format: CallFormat, _ parameters: CallFormat.Parameters) {
    self.parameters = parameters
    open = Array(parameters.open.text().trimmingSpace.utf8)
    let end = format.callClose.text().trimmingSpace.prefix { !$0.isWhitespace }
    // Ends come first: where arguments are elements, an end begins as an argument does.
    var next = [(Array(end.utf8), true)]
    // Whoever forgets the inner end still writes the outer one.
    for chunk in format.callClose.chunks.dropFirst() where !end.contains(chunk) {
      next.append((Array(chunk.utf8), true))
    }
    next.append((open, false))
    self.next = next.filter { !$0.0.isEmpty }.map { (mark: $0.0, isEnd: $0.1) }
    let middle = parameters.middle["string"]?.text() ?? ""
    let trimmed = middle.trimmingSpace
    let marked = MarkupText(trimmed)
    if let tag = marked.tags.last, tag.upperBound == marked.count {
      middleTail = Array(marked[tag].utf8)
    } else {
      middleTail = Array(trimmed.suffix(1).utf8)
    }
    stringMiddle = parameters.middle.count > 1 ? Array(trimmed.utf8) : nil
    spaceBefore = Array(String(middle.reversed().prefix { $0.isWhitespace }.reversed()).utf8)
    spaceBehind = Array(parameters.close.head.prefix { $0.isWhitespace }.utf8)
  }

  /// What the text before a value says of its kind; nil where it is the same for all.
  func kind(of middle: ArraySlice<UInt8>) -> ArgumentKind? {
    guard let stringMiddle else { return nil }
    return String(decoding: middle, as: UTF8.self).trimmingSpace == String(decoding: stringMiddle, as: UTF8.self)
      ? .string : .other
  }

  func close(key: String) -> [UInt8] {
    let close = Array(parameters.close.text(key: key).trimmingSpace.utf8)
    return close.isEmpty ? [0x0A] : close
  }

  /// The value that a text is.
  func value(_ bytes: ArraySlice<UInt8>, _ kind: ArgumentKind) -> JSON {
    var bytes = bytes
    if !spaceBefore.isEmpty, bytes.starts(with: spaceBefore) { bytes = bytes.dropFirst(spaceBefore.count) }
    if !spaceBehind.isEmpty, bytes.reversed().starts(with: spaceBehind.reversed()) {
      bytes = bytes.dropLast(spaceBehind.count)
    }
    if let item = parameters.nestedItem, kind != .string, let nested = nested(bytes, item: item, depth: 0) {
      return nested
    }
    return ArgumentReader.value(String(decoding: bytes, as: UTF8.self), kind)
  }

  /// Elements within elements: a list where all have the name of a list's, else an object.
  private func nested(_ bytes: ArraySlice<UInt8>, item: String, depth: Int) -> JSON? {
    guard depth < 32 else { return nil }
    var rest = bytes.drop(while: isSpace)
    guard rest.starts(with: open), !open.isEmpty else { return nil }
    var members: [JSONObject.Member] = []
    while !rest.isEmpty {
      guard rest.starts(with: open) else { return nil }
      rest = rest.dropFirst(open.count)
      guard let tail = rest.firstRange(of: middleTail) else { return nil }
      let key = String(decoding: Array(rest[..<tail.lowerBound]), as: UTF8.self)
      rest = rest[tail.upperBound...]
      guard let end = matchingEnd(of: key, in: rest) else { return nil }
      let inside = rest[..<end.lowerBound]
      let value =
        nested(inside, item: item, depth: depth + 1)
        ?? ArgumentReader.value(String(decoding: Array(inside), as: UTF8.self), .unknown)
      members.append(.init(name: key, value: value))
      rest = rest[end.upperBound...].drop(while: isSpace)
    }
    return members.allSatisfy { $0.name == item } ? .array(members.map(\.value)) : .object(JSONObject(members))
  }

  /// The end of an element, past those of the same name within it.
  private func matchingEnd(of key: String, in bytes: ArraySlice<UInt8>) -> Range<Int>? {
    let close = close(key: key)
    let opening = open + Array(key.utf8) + middleTail
    var depth = 0
    var place = bytes.startIndex
    while place < bytes.endIndex {
      if bytes[place...].starts(with: close) {
        if depth == 0 { return place..<(place + close.count) }
        depth -= 1
        place += close.count
      } else if bytes[place...].starts(with: opening) {
        depth += 1
        place += opening.count
      } else {
        place += 1
      }
    }
    return nil
  }
}
