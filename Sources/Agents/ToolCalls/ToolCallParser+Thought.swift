extension ToolCallParser {
  /// Passes on a thought up to its end.
  mutating func drainReasoning(isFinal: Bool, _ outputs: inout [ModelOutput]) -> Bool {
    guard dropSpace() else { return false }
    if thoughtIsEmpty {
      switch firstOfThought(isFinal: isFinal) {
      case .undecided: return false
      case .isCall:
        state = .text
        return true
      case .repeated:
        pending.removeFirst(marks.reasoningOpen.count)
        dropsSpace = true
        return true
      case .words: thoughtIsEmpty = false
      }
    }
    let ends = thoughtEnds
    var place = 0
    var found: [UInt8]?
    search: while place < pending.count {
      for end in ends where end.first == pending[place] {
        switch MarkerMatch(of: end, at: pending[place...]) {
        case .whole:
          switch isQuoted(place, end.count) {
          case true?: break
          case false?:
            found = end
            break search
          case nil:
            if !isFinal { break search }
            found = end
            break search
          }
        case .beginning where !isFinal: break search
        case .beginning, .none: break
        }
      }
      place += 1
    }
    var end = place
    if found != nil || !isFinal {
      while end > 0, isSpace(pending[end - 1]) { end -= 1 }
    }
    if end > 0 {
      lastOfThought = pending[end - 1]
      outputs.append(.reasoning(String(decoding: pending[..<end], as: UTF8.self)))
    }
    guard let found else {
      pending.removeFirst(end)
      return false
    }
    pending.removeFirst(place + found.count)
    (state, dropsSpace, beginsLine) = (.text, true, true)
    return true
  }

  private enum FirstOfThought { case undecided, isCall, repeated, words }

  /// What a thought begins with: a model that has nothing to think may call at once, and one that was given the mark may
  /// write it again.
  private func firstOfThought(isFinal: Bool) -> FirstOfThought {
    var isUndecided = false
    if format.heads == nil, !marks.reasoningOpen.isEmpty {
      switch MarkerMatch(of: marks.reasoningOpen, at: pending[...]) {
      case .whole: return .repeated
      case .beginning: isUndecided = true
      case .none: break
      }
    }
    for start in marks.starts where reader.canCall {
      switch MarkerMatch(of: start, at: pending[...]) {
      case .whole: return .isCall
      case .beginning: isUndecided = true
      case .none: break
      }
    }
    return isUndecided && !isFinal ? .undecided : .words
  }

  /// Whether a mark stands between quotes of one kind; nil where what follows it has not come.
  private func isQuoted(_ place: Int, _ length: Int) -> Bool? {
    let before = place > 0 ? pending[place - 1] : lastOfThought
    guard before == UInt8(ascii: "`") || before == UInt8(ascii: "\"") || before == UInt8(ascii: "'") else {
      return false
    }
    guard place + length < pending.count else { return nil }
    return pending[place + length] == before
  }

  /// Passes on a fence's lines as they are, up to the one that closes it.
  mutating func drainFence(_ fence: FenceLine, isFinal: Bool, _ outputs: inout [ModelOutput]) -> Bool {
    // Where a marker binds the sampler, it is a call wherever it stands.
    let marker = form == .native ? firstCallMarker(isFinal: isFinal) : nil
    if let marker {
      show(pending[..<marker.place], &outputs)
      pending.removeFirst(marker.place)
      guard let bytes = marker.bytes else { return false }
      pending.removeFirst(bytes.count)
      (state, dropsSpace) = (.opened(Opening(raw: bytes, mark: bytes)), true)
      return true
    }
    while let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
      let isClosed = fence.isClosed(by: pending[..<end])
      show(pending[...end], &outputs)
      pending.removeFirst(end + 1)
      if isClosed {
        state = .text
        return true
      }
    }
    if isFinal || !FenceLine.mayBegin(pending) {
      show(pending, &outputs)
      pending = []
    }
    return false
  }

  /// Where a call begins in what is pending, or may begin at its end.
  private func firstCallMarker(isFinal: Bool) -> (place: Int, bytes: [UInt8]?)? {
    for place in pending.indices where marks.firstBytes.contains(pending[place]) {
      for start in marks.strongStarts where start[0] == pending[place] {
        switch MarkerMatch(of: start, at: pending[place...]) {
        case .whole: return (place, start)
        case .beginning where !isFinal: return (place, nil)
        case .beginning, .none: break
        }
      }
    }
    return nil
  }
}
