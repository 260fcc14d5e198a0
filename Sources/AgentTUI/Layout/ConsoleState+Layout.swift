// What the state and the layout say together; `update` scrolls by it and the views draw by it.

import TerminalUI

extension ConsoleState {
  /// Rows of the composer or of the prompt in its place.
  var composerRows: Int {
    ComposerLayout(input: (prompt?.input ?? composer.input), label: composerLabel, width: size.width).rows.count
      + (prompt?.problem == nil ? 0 : 1)
  }

  /// What stands before what is being written.
  var composerLabel: String {
    if let prompt { return "\(prompt.label): " }
    return "\(focused?.name ?? "nobody") \(glyphs.address) "
  }

  var layout: ScreenLayout {
    ScreenLayout(size: size, agents: agents.count, focus: focus, zoom: zoom, composerRows: composerRows)
  }

  var glyphs: Glyphs { settings.isUnicode ? .unicode : .ascii }

  /// The parts of an agent's pane; nil while it is not on screen.
  func paneLayout(of agent: Int, in layout: ScreenLayout) -> PaneLayout? {
    guard let place = layout.panes.first(where: { $0.agent == agent }) else { return nil }
    let isFramed = layout.form != .tiny
    let width = place.rect.width - (isFramed ? 4 : 0)
    let rows =
      approval(of: agents[agent].name).map {
        ApprovalText.pane($0, width: width, self).count
          + ApprovalText.keys($0, contexts: [.approval], width: width, self).count
      } ?? 0
    return PaneLayout(place.rect, isFramed: isFramed, approvalRows: min(rows, max(3, place.rect.height * 2 / 3)))
  }

  /// The window onto an agent's transcript; where the pane is not on screen, as if it had the body to itself.
  func window(of agent: Int) -> TranscriptWindow {
    let layout = layout
    let rect = paneLayout(of: agent, in: layout)?.transcript ?? layout.body.inset(by: 1)
    return window(of: agent, size: rect.size)
  }

  func window(of agent: Int, size: Size) -> TranscriptWindow {
    let pane = agents[agent]
    return TranscriptWindow(transcript: pane.transcript, height: max(1, size.height)) {
      rowCache.rowCount(
        $0, isOpen: pane.isOpen($0), pane: pane.id, width: max(1, size.width), glyphs: glyphs)
    }
  }

  /// Columns of an agent's transcript.
  func transcriptWidth(of agent: Int) -> Int {
    let layout = layout
    return max(1, (paneLayout(of: agent, in: layout)?.transcript ?? layout.body.inset(by: 1)).width)
  }

  /// The rows that are selected, as they are marked: of a wrapped line all.
  var selectedRows: ClosedRange<TranscriptAnchor>? {
    guard let range = copy?.range, let pane = focused else { return nil }
    func rows(at anchor: TranscriptAnchor) -> Range<Int>? {
      pane.transcript[id: anchor.entry].flatMap {
        rowCache.rowsOfLine(
          at: anchor.row, in: $0, isOpen: pane.isOpen($0), pane: pane.id, width: transcriptWidth(of: focus),
          glyphs: glyphs)
      }
    }
    var (first, last) = (range.lowerBound, range.upperBound)
    if let rows = rows(at: first) { first.row = rows.lowerBound }
    if let rows = rows(at: last) { last.row = rows.upperBound - 1 }
    return first...last
  }
}
