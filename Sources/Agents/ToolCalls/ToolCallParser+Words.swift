extension ToolCallParser {
  /// What a mark in the text means.
  enum Marker: Sendable {
    case call, reasoningStart, reasoningEnd, result, dropped, closer, head
  }

  private enum Found {
    case marker(Marker, [UInt8])
    case structure(Structure, length: Int)
    /// A call without its marks, as Python would make it.
    case pythonic
    /// `<function=…>` without what usually stands before it.
    case function
    /// Nothing more: what is left ends the turn.
    case turnEnd
  }

  /// Passes on words up to the first marker, or to what may become one. Whether there is more to do.
  mutating func drainWords(isFinal: Bool, _ outputs: inout [ModelOutput]) -> Bool {
    guard dropSpace() else { return false }
    let (place, found) = firstFound(isFinal: isFinal)
    if case .structure(.plain(let fence), let length)? = found {
      // It is a part of the text, with the white space before it.
      show(pending[..<(place + length)], &outputs)
      pending.removeFirst(place + length)
      if form == .blocks { outputs.append(.strayBlock(info: fence.info)) }
      state = .fence(fence)
      return true
    }
    var end = place
    if found != nil || !isFinal {
      while end > 0, isSpace(pending[end - 1]) { end -= 1 }
    }
    if end > 0, !isReasoningStart(found) {
      show(pending[..<end], &outputs)
      isBehindCall = false
    }
    guard let found else {
      pending.removeFirst(end)
      return false
    }
    heldSpace = Array(pending[min(end, place)..<place])
    switch found {
    case .marker(let marker, let bytes):
      pending.removeFirst(place + bytes.count)
      enter(marker, bytes, &outputs)
    case .structure(.block(let opening), let length):
      state = .block(BlockBody(opening, raw: pending[place..<(place + length)]))
      pending.removeFirst(place + length)
    case .structure(.json, _):
      state = .json(JSONBody())
      pending.removeFirst(place)
    case .structure(.plain, _):
      break  // dealt with above
    case .pythonic:
      pending.removeFirst(place)
      state = .call(.pythonic(PythonicBody(end: [], escapes: true)), Opening(raw: [], mark: [], isWeak: true))
    case .function:
      pending.removeFirst(place)
      state = .opened(Opening(raw: [], mark: [], isWeak: true))
    case .turnEnd:
      pending = []
      return false
    }
    return true
  }

  private func isReasoningStart(_ found: Found?) -> Bool {
    guard case .marker(.reasoningStart, _)? = found else { return false }
    return true
  }

  private mutating func enter(_ marker: Marker, _ bytes: [UInt8], _ outputs: inout [ModelOutput]) {
    beginsLine = false
    dropsSpace = true
    switch marker {
    case .call:
      isBehindCall = false
      state = .opened(
        Opening(raw: bytes, mark: bytes, isWeak: !bytes.contains { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "[") })
      )
    case .reasoningStart:
      (state, thoughtIsEmpty) = (.reasoning, true)
      thoughtEnds = marks.thoughts.filter { $0.open == bytes }.map(\.close)
    case .reasoningEnd, .dropped, .closer: break
    case .head:
      (state, dropsSpace) = (.head, false)
      // What a head begins with is a part of it, but for what begins a further message.
      if bytes != format.heads.map({ Array($0.start.utf8) }) { pending = bytes + pending }
    case .result:
      outputs.append(.imitatedResult)
      isOver = true
    }
  }

  /// Where the first marker, block or call begins and which it is; or where what may become one begins; or the end.
  private func firstFound(isFinal: Bool) -> (place: Int, found: Found?) {
    var onlySpaceBefore = !hasText
    var isBehindCall = isBehindCall
    var beginsLine = beginsLine
    var isInCode = isInCode
    for place in pending.indices {
      if isBehindCall, !isInCode {
        switch closer(at: pending[place...], isFinal: isFinal) {
        case .found(let found): return (place, found)
        case .undecided: return (place, nil)
        case .none: break
        }
      }
      if beginsLine || isBehindCall && form == .native {
        switch Structure.at(pending[place...], isFinal: isFinal, form: form, tools: names, isFile: isFile) {
        case .found(let structure, let length): return (place, .structure(structure, length: length))
        case .undecided: return (place, nil)
        case .none: break
        }
        switch bareCall(pending[place...], isFinal: isFinal) {
        case .found(let found): return (place, found)
        case .undecided: return (place, nil)
        case .none: break
        }
      }
      if !isInCode {
        switch marker(
          at: pending[place...], isFinal: isFinal, isFirst: onlySpaceBefore)
        {
        case .found(let found): return (place, found)
        case .undecided: return (place, nil)
        case .none: break
        }
      }
      if !isSpace(pending[place]) {
        onlySpaceBefore = false
        isBehindCall = false
      }
      beginsLine = pending[place] == UInt8(ascii: "\n")
      isInCode = Self.isInCode(after: pending[place], isInCode)
    }
    return (pending.count, nil)
  }

  private enum Finding {
    case found(Found)
    case undecided
    case none
  }

  /// The longest mark that the text begins with.
  private func marker(at text: ArraySlice<UInt8>, isFinal: Bool, isFirst: Bool) -> Finding {
    guard let byte = text.first, marks.firstBytes.contains(byte) else { return .none }
    var best: (marker: Marker, bytes: [UInt8])?
    var isUndecided = false
    func look(_ bytes: [UInt8], _ marker: Marker) {
      guard !bytes.isEmpty, bytes[0] == byte else { return }
      switch MarkerMatch(of: bytes, at: text) {
      case .whole: if bytes.count > best?.bytes.count ?? 0 { best = (marker, bytes) }
      case .beginning: if bytes.count > best?.bytes.count ?? 0 { isUndecided = true }
      case .none: break
      }
    }
    for start in marks.starts { look(start, .call) }
    for result in marks.results { look(result, .result) }
    for mark in marks.dropped { look(mark, .dropped) }
    if isFirst {
      for thought in marks.thoughts {
        look(thought.open, .reasoningStart)
        look(thought.close, .reasoningEnd)
      }
    }
    for mark in marks.heads { look(mark, .head) }
    // What ends the turn is text for a person who speaks of it, and nothing where it stands at the very end.
    if best == nil, byte == marks.turnEnd.first {
      switch MarkerMatch(of: marks.turnEnd, at: text) {
      case .whole where text.dropFirst(marks.turnEnd.count).allSatisfy(isSpace):
        return isFinal ? .found(.turnEnd) : .undecided
      case .beginning: isUndecided = true
      case .whole, .none: break
      }
    }
    if isUndecided, !isFinal { return .undecided }
    return best.map { .found(.marker($0.marker, $0.bytes)) } ?? .none
  }

  /// What closes a call or a section of calls, right behind one.
  private func closer(at text: ArraySlice<UInt8>, isFinal: Bool) -> Finding {
    var isUndecided = false
    for closer in marks.closers where closer.first == text.first {
      switch MarkerMatch(of: closer, at: text) {
      case .whole: return .found(.marker(.closer, closer))
      case .beginning: isUndecided = true
      case .none: break
      }
    }
    return isUndecided && !isFinal ? .undecided : .none
  }

  /// A call that begins a line without the marks of the format.
  private func bareCall(_ text: ArraySlice<UInt8>, isFinal: Bool) -> Finding {
    guard !names.isEmpty else { return .none }
    let rest = text.drop { $0 == 0x20 || $0 == 0x09 }
    switch rest.first {
    case UInt8(ascii: "["):
      let call = rest.dropFirst().drop(while: isSpace)
      return found(.pythonic, isName(call, before: UInt8(ascii: "(")), isFinal)
    case UInt8(ascii: "<"):
      for head in ForeignFormats.functionHeads {
        switch MarkerMatch(of: head, at: rest) {
        case .whole: return found(.function, isName(rest.dropFirst(head.count), before: nil), isFinal)
        case .beginning where !isFinal: return .undecided
        case .beginning, .none: break
        }
      }
      return .none
    case nil: return isFinal || text.isEmpty ? .none : .undecided
    default: return .none
    }
  }

  private func found(_ found: Found, _ match: MarkerMatch, _ isFinal: Bool) -> Finding {
    switch match {
    case .whole: .found(found)
    case .beginning: isFinal ? .none : .undecided
    case .none: .none
    }
  }

  /// Whether a text begins with the name of a tool and then this byte, or the end of the word.
  private func isName(_ text: ArraySlice<UInt8>, before end: UInt8?) -> MarkerMatch {
    let word = text.prefix { PythonLiteral.isName($0) }
    let name = String(decoding: Array(word), as: UTF8.self)
    guard let next = text.dropFirst(word.count).first else {
      return names.contains { $0.hasPrefix(name) } ? .beginning : .none
    }
    return names.contains(name) && end ?? next == next ? .whole : .none
  }
}
