// Searching a pane, and selecting lines in it.

extension ConsoleState {
  /// Searches the focused pane and shows the last match before what is seen now, as `/` in a pager that stands at
  /// the end would.
  mutating func search(_ query: String) {
    guard agents.indices.contains(focus), !query.isEmpty else { return }
    let matches = matches(query, agent: focus)
    guard !matches.isEmpty else {
      agents[focus].search = nil
      return tell("'\(query)' is not in this pane")
    }
    let top = window(of: focus).top(agents[focus].scroll)
    let current = agents[focus].scroll == .follow ? matches.count - 1 : matches.firstIndex { $0 >= top ?? $0 } ?? 0
    agents[focus].search = PaneSearch(query: query, matches: matches, current: current)
    showMatch()
  }

  mutating func moveMatch(by step: Int) {
    guard let search = focused?.search else { return }
    // What has come since the search began is searched too.
    let matches = matches(search.query, agent: focus)
    guard !matches.isEmpty else { return agents[focus].search = nil }
    let here = search.matches.indices.contains(search.current) ? search.matches[search.current] : matches[0]
    let place = matches.firstIndex { $0 >= here } ?? matches.count - 1
    agents[focus].search = PaneSearch(
      query: search.query, matches: matches, current: (place + step + matches.count) % matches.count)
    showMatch()
  }

  private mutating func showMatch() {
    guard let search = focused?.search else { return }
    var anchor = search.matches[search.current]
    // A match inside a folded entry opens it, and is then looked for in its rows.
    if let entry = focused?.transcript[id: anchor.entry], entry.isFoldable, focused?.isOpen(entry) == false {
      agents[focus].transcript.setOpen(true, entry.id)
      let matches = matches(search.query, agent: focus)
      let current = matches.firstIndex { $0 >= anchor } ?? 0
      agents[focus].search = PaneSearch(query: search.query, matches: matches, current: current)
      if matches.indices.contains(current) { anchor = matches[current] }
    }
    agents[focus].scroll = window(of: focus).showing(anchor)
  }

  /// Rows with the query; an entry whose match is parted by a row's end, or folded away, counts with its first row.
  private func matches(_ query: String, agent: Int) -> [TranscriptAnchor] {
    let pane = agents[agent]
    let width = transcriptWidth(of: agent)
    var matches: [TranscriptAnchor] = []
    for entry in pane.transcript.entries where PaneSearch.occurs(query, in: entry.searchText) {
      let count = rowCache.rowCount(entry, of: pane, width: width, glyphs: glyphs)
      let rows = rowCache.rows(0..<count, of: entry, in: pane, width: width, glyphs: glyphs)
      let found = rows.indices.filter { PaneSearch.occurs(query, in: rows[$0].text) }
      matches += (found.isEmpty ? [0] : found).map { TranscriptAnchor(entry: entry.id, row: $0) }
    }
    return matches
  }

  // MARK: copy mode

  mutating func beginCopying() {
    guard let focused else { return }
    let window = window(of: focus)
    guard let top = window.top(focused.scroll) else { return }
    place = .panes
    copy = CopyMode(cursor: window.moved(top, by: window.height - 1), mark: nil)
    // What comes meanwhile must not move the lines away.
    agents[focus].scroll = .held(top)
  }

  mutating func moveCopyCursor(by rows: Int) {
    guard let copy, agents.indices.contains(focus) else { return }
    let window = window(of: focus)
    guard let here = window.clamped(copy.cursor) else { return }
    setCopyCursor(window.moved(here, by: rows))
  }

  mutating func setCopyCursor(_ anchor: TranscriptAnchor?) {
    guard let anchor else { return }
    copy?.cursor = anchor
    agents[focus].scroll = window(of: focus).revealing(anchor, from: agents[focus].scroll)
  }

  mutating func endCopying() {
    copy = nil
    guard agents.indices.contains(focus) else { return }
    let window = window(of: focus)
    if let top = window.top(agents[focus].scroll), top >= window.followingTop ?? top { setScroll(.follow, of: focus) }
  }

  /// The text of the selected rows.
  func selectedText() -> String {
    guard let copy, let pane = focused else { return "" }
    let width = transcriptWidth(of: focus)
    var lines: [String] = []
    for entry in pane.transcript.entries
    where entry.id >= copy.range.lowerBound.entry && entry.id <= copy.range.upperBound.entry {
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
