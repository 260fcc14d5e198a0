// In some formats an answer is several messages, each with a head that says what it is: a thought, a call, words for the
// person. Heads are read loosely: the order of their parts differs from what the template renders.

extension ToolCallParser {
  private static let longestHead = 300

  /// Reads the head of a message up to its end.
  mutating func drainHead(isFinal: Bool, _ outputs: inout [ModelOutput]) -> Bool {
    guard let heads = format.heads else {
      state = .text
      return true
    }
    for mark in [heads.start] {
      switch MarkerMatch(of: Array(mark.utf8), at: pending[...]) {
      case .whole: pending.removeFirst(mark.utf8.count)
      case .beginning where !isFinal: return false
      case .beginning, .none: break
      }
    }
    // An answer without a head is one all the same.
    let begins = heads.begin + [heads.end]
    let text = pending.drop(while: isSpace)
    let matches = begins.map { MarkerMatch(of: Array($0.utf8).dropLeadingSpace, at: text) }
    guard matches.contains(.whole) || matches.contains(.beginning) && !isFinal else {
      state = .text
      return true
    }
    guard let end = pending.firstRange(of: Array(heads.end.utf8)) else {
      if pending.count > Self.longestHead || isFinal {
        // It never ends: words, without what they began with.
        state = .text
        pending = pending.firstRange(of: Array(heads.begin[0].utf8)).map { Array(pending[$0.upperBound...]) } ?? pending
        return !pending.isEmpty
      }
      return false
    }
    let head = String(decoding: pending[..<end.lowerBound], as: UTF8.self)
    pending.removeFirst(end.upperBound)
    dropsSpace = true
    if !heads.recipient.isEmpty, let place = MarkupText(head).first(heads.recipient) {
      let text = MarkupText(head)
      let name = text[place.upperBound..<text.count].prefix {
        $0 == "_" || $0 == "-" || $0 == "." || $0.isLetter || $0.isNumber
      }
      if let body = nativeBody(name: String(name)) {
        state = .call(body, Opening(raw: Array(head.utf8), mark: []))
        return true
      }
    }
    if head.contains(heads.thought) {
      (state, thoughtIsEmpty, thoughtEnds) = (.reasoning, false, marks.messageEnds)
    } else {
      (state, beginsLine) = (.text, true)
    }
    return true
  }
}

extension Array where Element == UInt8 {
  fileprivate var dropLeadingSpace: [UInt8] { Array(drop(while: isSpace)) }
}
