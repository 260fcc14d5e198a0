// What is to be seen and is in the journal only is read again; what nobody looks at is let go of. Decided after every
// message that can change what is seen: one page at a time is asked for, first what the person waits for, then what
// the window has no rows for, then the pages beside it, so that scrolling on finds them there.

extension ConsoleState {
  /// Lets go of what is not looked at, and asks for what is.
  mutating func settleTranscripts() -> [Effect] {
    agents.indices.flatMap { settleTranscript(of: $0) }
  }

  private mutating func settleTranscript(of agent: Int) -> [Effect] {
    let pane = agents[agent]
    guard pane.transcript.isCut || pane.transcript.bytes > Transcript.mostBytes else { return [] }
    let wanted = wantedPages(of: agent)
    agents[agent].transcript.letGo(keeping: wanted)
    guard pane.reading == nil, let page = pageToRead(of: agent, wanted) else { return [] }
    let transcript = agents[agent].transcript
    guard transcript.pages.indices.contains(page), transcript.pages[page].entries == nil else { return [] }
    agents[agent].reading = page
    return [.readTranscript(TranscriptPart(page: page, transcript.pages[page]), pane: pane.id)]
  }

  /// The pages in the window, those that are missing to fill it, and, where it is held, those beside them.
  private func wantedPages(of agent: Int) -> Range<Int> {
    let pane = agents[agent]
    let window = window(of: agent)
    guard let top = window.top(pane.scroll), var first = pane.transcript.page(of: top.entry) else { return 0..<0 }
    var last = pane.transcript.page(of: window.moved(top, by: window.height - 1).entry) ?? first
    switch pane.scroll {
    case .held:
      first -= 1
      last += 1
    case .follow:
      if isUnfilledAbove(window) { first -= 1 }
    }
    return max(0, first)..<min(pane.transcript.pages.count, last + 1)
  }

  /// Whether a window at the end has fewer rows than it could, because what is above is in the journal only.
  private func isUnfilledAbove(_ window: TranscriptWindow) -> Bool {
    guard let last = window.last else { return false }
    let (top, left) = window.move(last, by: 1 - window.height)
    return left < 0 && window.isLetGo(top.entry - 1)
  }

  private func pageToRead(of agent: Int, _ wanted: Range<Int>) -> Int? {
    let pane = agents[agent]
    let pages = pane.transcript.pages
    func isMissing(_ page: Int) -> Bool { pages.indices.contains(page) && pages[page].entries == nil }
    let window = window(of: agent)
    let here = window.top(pane.scroll).flatMap { pane.transcript.page(of: $0.entry) } ?? 0
    switch pane.seek {
    case .start?: return 0
    case .match(let page)?: return page
    case .rows(let rows)?: return nearest(to: here, rows > 0 ? 1 : -1, isMissing)
    case .foldable(let step)?:
      return nearest(to: pane.cursor.flatMap { pane.transcript.page(of: $0) } ?? here, step, isMissing)
    case nil:
      return wanted.filter { isMissing($0) && !pane.unreadable.contains($0) }.min { abs($0 - here) < abs($1 - here) }
    }
  }

  /// The first page from here on in a direction that is missing.
  private func nearest(to page: Int, _ step: Int, _ isMissing: (Int) -> Bool) -> Int? {
    stride(from: page, through: step > 0 ? page + Transcript.mostBytes : 0, by: step).lazy.first(where: isMissing)
  }

  /// A page was read again.
  mutating func found(_ entries: [TranscriptEntry], page: Int, pane: Int) -> [Effect] {
    guard let agent = agents.firstIndex(where: { $0.id == pane }) else { return [] }
    agents[agent].reading = nil
    guard agents[agent].transcript.fill(page, with: entries) else {
      return missed(page, pane: pane, because: "The journal does not hold what was said there; the file was changed.")
    }
    agents[agent].unreadable.remove(page)
    follow(agents[agent].seek, page: page, of: agent)
    return []
  }

  /// A page could not be read again.
  mutating func missed(_ page: Int, pane: Int, because sentence: String) -> [Effect] {
    guard let agent = agents.firstIndex(where: { $0.id == pane }) else { return [] }
    agents[agent].reading = nil
    agents[agent].seek = nil
    if agents[agent].unreadable.isEmpty || agent == focus { tell(sentence, isProblem: true) }
    agents[agent].unreadable.insert(page)
    return []
  }

  /// Goes where the person wanted to be, now that this page is there.
  private mutating func follow(_ seek: TranscriptSeek?, page: Int, of agent: Int) {
    switch seek {
    case nil: break
    case .rows(let rows):
      agents[agent].seek = nil
      if agent == focus, copy != nil { moveCopyCursor(by: rows) } else { scroll(agent: agent, by: rows) }
    case .start:
      guard page == 0 else { return }
      agents[agent].seek = nil
      if agent == focus, copy != nil { setCopyCursor(window(of: agent).first) } else { scrollToStart(of: agent) }
    case .match(page):
      agents[agent].seek = nil
      showMatch(of: agent)
    case .match: break
    case .foldable(let step):
      agents[agent].seek = nil
      if agent == focus { moveEntryCursor(by: step) }
    }
  }
}
