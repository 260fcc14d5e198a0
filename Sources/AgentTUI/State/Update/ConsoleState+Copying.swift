// Selecting lines in a pane.

extension ConsoleState {
  mutating func beginCopying() {
    guard let focused else { return }
    let window = window(of: focus)
    guard let top = window.top(focused.scroll) else { return }
    place = .panes
    copy = CopyMode(cursor: window.moved(top, by: window.height - 1), mark: nil)
    // What comes meanwhile must not move the lines away.
    setScroll(.held(top), of: focus)
  }

  mutating func moveCopyCursor(by rows: Int) {
    guard let copy, agents.indices.contains(focus) else { return }
    let window = window(of: focus)
    guard let here = window.clamped(copy.cursor) else { return }
    let waiting = agents[focus].seek
    let (cursor, left) = window.move(here, by: rows)
    setCopyCursor(cursor)
    if window.isLetGo(cursor.entry + (rows > 0 ? 1 : -1)) { seek(left, after: waiting, of: focus) }
  }

  mutating func setCopyCursor(_ anchor: TranscriptAnchor?) {
    guard let anchor else { return }
    copy?.cursor = anchor
    setScroll(window(of: focus).revealing(anchor, from: agents[focus].scroll), of: focus)
  }

  mutating func endCopying() {
    copy = nil
    guard agents.indices.contains(focus) else { return }
    let window = window(of: focus)
    if let top = window.top(agents[focus].scroll), top >= window.followingTop ?? top { setScroll(.follow, of: focus) }
  }

  /// Copies the selected rows; a selection that goes over what is in the journal only is too long for a clipboard.
  mutating func copyLines() -> [Effect] {
    guard let text = selectedText() else {
      tell("the selection goes over what is in the journal only; select less, or take it from there", isProblem: true)
      return []
    }
    let count = text.isEmpty ? 0 : text.split(separator: "\n", omittingEmptySubsequences: false).count
    endCopying()
    tell(count == 1 ? "copied a line" : "copied \(count) lines")
    return [.copy(text)]
  }

  /// The text of the selected rows; nil where some of them are not in memory.
  func selectedText() -> String? {
    guard let copy, let pane = focused else { return "" }
    let width = transcriptWidth(of: focus)
    var lines: [String] = []
    for id in copy.range.lowerBound.entry...copy.range.upperBound.entry {
      guard let entry = pane.transcript[id: id] else { return nil }
      let count = rowCache.rowCount(entry, of: pane, width: width, glyphs: glyphs)
      let from = entry.id == copy.range.lowerBound.entry ? min(copy.range.lowerBound.row, count) : 0
      let to = entry.id == copy.range.upperBound.entry ? min(copy.range.upperBound.row + 1, count) : count
      guard from < to else { continue }
      lines += rowCache.rows(from..<to, of: entry, in: pane, width: width, glyphs: glyphs).map(\.text)
    }
    return lines.map { $0.trimmingTrailingSpaces }.joined(separator: "\n")
  }
}

extension String {
  var trimmingTrailingSpaces: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
