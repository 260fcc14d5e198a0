// Selecting lines in a pane, and copying them.

import Orchestrator
import TerminalUI

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

  /// Copies the selected lines; what of them is in the journal only is read first.
  mutating func copyLines() -> [Effect] {
    guard let selection else { return [] }
    endCopying()
    if selection.isInMemory, let text = try? selection.text(reading: { _ throws(FleetError) in [] }) {
      return [.copy(text)]
    }
    tell("reading the journal for what is to be copied\(glyphs.ellipsis)")
    return [.readSelection(selection)]
  }

  /// What is selected.
  private var selection: TranscriptSelection? {
    guard let copy, let pane = focused, let first = pane.transcript.page(of: copy.range.lowerBound.entry),
      let last = pane.transcript.page(of: copy.range.upperBound.entry)
    else { return nil }
    let pieces = (first...last).map { page -> TranscriptSelection.Piece in
      let held = pane.transcript.pages[page]
      return held.entries.map { .entries($0) } ?? .part(TranscriptPart(page: page, held))
    }
    return TranscriptSelection(
      pieces: pieces, range: copy.range, width: transcriptWidth(of: focus), glyphs: glyphs,
      choices: pane.transcript.choices, showsReasoning: pane.showsReasoning)
  }
}
