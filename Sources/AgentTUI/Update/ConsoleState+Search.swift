// Searching a pane, also what of it is in the journal only.

import TerminalUI

extension ConsoleState {
  /// Searches the focused pane and shows the last match where it follows, else the first one from its top on.
  mutating func search(_ query: String) -> [Effect] {
    guard agents.indices.contains(focus), !query.isEmpty else { return [] }
    searches += 1
    var search = PaneSearch(SearchPattern(query), number: searches)
    let pane = agents[focus]
    search.count(pane.transcript.pages)
    let top = window(of: focus).top(pane.scroll)
    if case .held = pane.scroll, let top, let page = pane.transcript.page(of: top.entry) {
      search.go(.init(page: page, offset: matches(search.pattern, before: top, of: focus), direction: 1))
    } else {
      search.go(.init(page: max(0, pane.transcript.pages.count - 1), offset: nil, direction: -1))
    }
    agents[focus].search = search
    return count(of: focus)
  }

  /// To the next match, or the previous one.
  mutating func moveMatch(by step: Int) -> [Effect] {
    guard agents.indices.contains(focus), var search = focused?.search, search.step == nil else { return [] }
    // What has come since the search began is searched too.
    search.count(agents[focus].transcript.pages)
    search.go(by: step)
    agents[focus].search = search
    return count(of: focus)
  }

  mutating func endSearch() -> [Effect] {
    guard let focused, focused.search != nil else { return [] }
    agents[focus].search = nil
    if case .match? = focused.seek { agents[focus].seek = nil }
    return [.endSearch(pane: focused.id)]
  }

  /// Goes as far as what is known allows; what is not known is asked for.
  private mutating func count(of agent: Int) -> [Effect] {
    guard let search = agents[agent].search else { return [] }
    let pane = agents[agent]
    let parts = search.missing.map { TranscriptPart(page: $0, pane.transcript.pages[$0]) }
    advanceSearch(of: agent)
    return parts.isEmpty ? [] : [.searchTranscript(search.pattern, parts, pane: pane.id, number: search.number)]
  }

  /// What was counted in the journal.
  mutating func searched(_ counts: [Int: Int], pane: Int, number: Int) {
    guard let agent = agents.firstIndex(where: { $0.id == pane }), agents[agent].search?.number == number else {
      return
    }
    agents[agent].search?.take(counts)
    advanceSearch(of: agent)
  }

  /// The journal could not be searched, or not all of it.
  mutating func searchFailed(_ sentence: String, pane: Int, number: Int) {
    guard let agent = agents.firstIndex(where: { $0.id == pane }), agents[agent].search?.number == number else {
      return
    }
    agents[agent].search?.giveUp()
    advanceSearch(of: agent)
    tell(sentence, isProblem: true)
  }

  private mutating func advanceSearch(of agent: Int) {
    guard var search = agents[agent].search else { return }
    let hasMoved = search.advance()
    agents[agent].search = search
    if hasMoved { return showMatch(of: agent) }
    guard search.isComplete, search.found == 0 else { return }
    agents[agent].search = nil
    tell("'\(search.pattern.text)' is not in this pane\(search.isPartial ? ", as far as it could be read" : "")")
  }

  /// Shows the match that the search is at, as soon as it is in memory.
  mutating func showMatch(of agent: Int) {
    guard let search = agents[agent].search, let current = search.current,
      agents[agent].transcript.pages.indices.contains(current.page)
    else { return }
    guard let entries = agents[agent].transcript.pages[current.page].entries else {
      agents[agent].seek = .match(page: current.page)
      return
    }
    var offset = current.offset
    for entry in entries {
      let count = search.pattern.lineCount(in: entry.searchText)
      guard offset >= count else { return show(match: offset, in: entry, of: agent, search.pattern) }
      offset -= count
    }
  }

  private mutating func show(match: Int, in entry: TranscriptEntry, of agent: Int, _ pattern: SearchPattern) {
    // A match inside a folded entry opens it, and is then looked for in its rows.
    if entry.isFoldable, !agents[agent].isOpen(entry) { agents[agent].transcript.setOpen(true, entry.id) }
    let rows = matchRows(pattern, in: entry, of: agent)
    let row = rows.isEmpty ? 0 : rows[min(match, rows.count - 1)]
    setScroll(window(of: agent).showing(TranscriptAnchor(entry: entry.id, row: row)), of: agent)
  }

  /// How many matches stand above a row, on that row's page.
  private func matches(_ pattern: SearchPattern, before top: TranscriptAnchor, of agent: Int) -> Int {
    let transcript = agents[agent].transcript
    guard let page = transcript.page(of: top.entry), let entries = transcript.pages[page].entries else { return 0 }
    return entries.prefix { $0.id <= top.entry }.reduce(0) { count, entry in
      let lines = pattern.lineCount(in: entry.searchText)
      guard entry.id == top.entry, lines > 0 else { return count + lines }
      return count + min(lines, matchRows(pattern, in: entry, of: agent).count { $0 < top.row })
    }
  }

  /// The rows of an entry on which a line with a match begins, or the match does.
  private func matchRows(_ pattern: SearchPattern, in entry: TranscriptEntry, of agent: Int) -> [Int] {
    let (pane, width) = (agents[agent], transcriptWidth(of: agent))
    return rowCache.rows(
      with: pattern, in: entry, isOpen: pane.isOpen(entry), pane: pane.id, width: width, glyphs: glyphs)
  }
}
