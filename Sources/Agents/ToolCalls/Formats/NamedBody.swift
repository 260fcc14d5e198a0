import OrderedJSON

/// A name, some marks, and the arguments as a JSON object.
struct NamedBody: Sendable {
  /// A name and what stands around it are shorter.
  private static let longestHead = 400

  private let closers: [[UInt8]]
  private let nameMarks: [[UInt8]]
  private let identifierMarks: [[UInt8]]
  /// What clings to a name: `functions.`
  private let namePrefix: [UInt8]
  private var head: [UInt8] = []
  private var json: JSONBody?
  private var name: String?
  private var identifier: String?

  /// - Parameters:
  ///   - name: the tool's, where it is known already.
  init(_ format: CallFormat, name: String? = nil) {
    let chunks = format.callOpen.pieces.contains(.identifier) ? format.callOpen.chunks : []
    nameMarks = chunks.last.map { [Array($0.utf8)] } ?? []
    closers = (format.callClose.tags + format.sectionClose.tags).map { Array($0.utf8) }
    if let place = format.nameEnd.pieces.firstIndex(of: .identifier), place > 0,
      case .text(let before) = format.nameEnd.pieces[place - 1]
    {
      identifierMarks = [Array(before.trimmingSpace.utf8)]
    } else {
      identifierMarks = []
    }
    let tail = MarkupText(format.callOpen.tail)
    let clinging = tail[(tail.tags.last?.upperBound ?? 0)..<tail.count]
    namePrefix = clinging.hasSuffix(".") || clinging.hasSuffix(":") ? Array(clinging.trimmingSpace.utf8) : []
    self.name = name
    if name != nil { json = JSONBody() }
  }

  mutating func append(_ bytes: [UInt8]) {
    if json == nil { head += bytes } else { json?.append(bytes) }
  }

  /// The call when it is whole; `.none` where this cannot become one, and is text.
  enum Finding {
    case undecided
    case call(WrittenCall, rest: [UInt8])
    case none
  }

  mutating func scan(isFinal: Bool) -> Finding {
    if json == nil {
      let head = head.prefix(Self.longestHead)
      let brace = head.firstIndex(of: UInt8(ascii: "{"))
      // A call that has no arguments may leave out even the braces.
      let end = closers.compactMap { head[..<(brace ?? head.endIndex)].firstRange(of: $0)?.lowerBound }.min()
      if let end {
        readHead(head[..<end])
        let call = WrittenCall(name: name, arguments: [:], identifier: identifier)
        return .call(call, rest: Array(self.head[end...]))
      }
      guard let brace else {
        if isFinal { readHead(head) }
        return isFinal || self.head.count > Self.longestHead ? .none : .undecided
      }
      readHead(head[..<brace])
      json = JSONBody()
      json?.append(self.head[brace...])
    }
    guard var body = json else { return .undecided }
    json = nil
    defer { json = body }
    guard let end = body.scan() else { return .undecided }
    let text = String(decoding: end.body, as: UTF8.self)
    do {
      let value = try JSON(parsing: text)
      return .call(WrittenCall(name: name, arguments: value, identifier: identifier), rest: end.rest)
    } catch {
      let call = WrittenCall(
        name: name, identifier: identifier, problem: "the tool call's arguments are not valid JSON (\(error))")
      return .call(call, rest: end.rest)
    }
  }

  /// What is known of a call that did not end.
  var unfinished: (name: String?, text: String) {
    (name, String(decoding: head + (json?.bytes ?? []), as: UTF8.self))
  }

  /// The name, and perhaps an identifier, among marks.
  private mutating func readHead(_ head: ArraySlice<UInt8>) {
    var rest = head
    for mark in nameMarks {
      guard let place = rest.firstRange(of: mark) else { continue }
      identifier = String(decoding: Array(rest[..<place.lowerBound]), as: UTF8.self).trimmingSpace
      rest = rest[place.upperBound...]
    }
    for mark in identifierMarks {
      guard let place = rest.firstRange(of: mark) else { continue }
      let text = rest[place.upperBound...].prefix { PythonLiteral.isName($0) }
      identifier = String(decoding: Array(text), as: UTF8.self)
    }
    rest = rest.drop { isSpace($0) }
    if !namePrefix.isEmpty, rest.starts(with: namePrefix) {
      // With the number behind it, it is what the call is known by.
      let name = rest.prefix { PythonLiteral.isName($0) || $0 == UInt8(ascii: ":") }
      if identifier == nil { identifier = String(decoding: Array(name), as: UTF8.self) }
      rest = rest.dropFirst(namePrefix.count)
    }
    let word = rest.prefix { PythonLiteral.isName($0) || $0 == UInt8(ascii: "/") }
    name = word.isEmpty ? nil : String(decoding: Array(word), as: UTF8.self)
  }
}

extension Collection where Element: Equatable {
  /// Where another collection stands in it first.
  func firstRange(of other: some Collection<Element>) -> Range<Index>? {
    guard let first = other.first else { return nil }
    var place = startIndex
    while place < endIndex {
      guard let next = self[place...].firstIndex(of: first) else { return nil }
      if self[next...].starts(with: other) { return next..<index(next, offsetBy: other.count) }
      place = index(after: next)
    }
    return nil
  }
}
