import Agents
import TerminalUI

/// Draws one agent's pane.
struct PaneView {
  let state: ConsoleState
  let index: Int
  let isFramed: Bool

  private var pane: AgentPane { state.agents[index] }
  private var isFocused: Bool { index == state.focus }

  func draw(in layout: PaneLayout, _ surface: inout Surface) {
    if let frame = layout.frame {
      surface.frame(frame, style: Style(isFocused ? .frameFocused : .frame, bold: isFocused), glyphs: state.glyphs)
      surface.put(title(width: layout.title.width), at: layout.title.origin, clippedTo: layout.title)
    }
    TranscriptView(state: state, index: index).draw(in: layout.transcript, &surface)
    drawApproval(in: layout.approval, &surface)
    drawFoot(of: layout, &surface)
  }

  /// ` 1 ada ● decode 37 tok/s ── ask ── ctx 31% `, as much of it as fits; the state stays longest.
  func title(width: Int) -> StyledLine {
    let name = TextSanitizer.line(pane.name)
    let role = isFocused ? Role.titleFocused : .title
    var first = StyledLine(" \(index + 1) \(name) ", Style(role, bold: isFocused))
    first.append(StatusText(state: state, pane: pane).line)
    first.append(" ", Style(role))
    let line = String(repeating: state.glyphs.box.horizontal, count: 2)
    let frame = Style(isFocused ? .frameFocused : .frame)
    var details = pane.startedBy.map { [" by \(TextSanitizer.line($0)) "] } ?? []
    details.append(" \(pane.mode.rawValue) ")
    if let percent = pane.contextPercent { details.append(" ctx \(percent)% ") }
    if pane.queuedCount > 0 { details.append(" +\(pane.queuedCount) queued ") }
    for detail in details where first.width + 2 + detail.displayWidth <= width {
      first.append(line, frame)
      first.append(detail, Style(role))
    }
    if first.width <= width { return first }
    // Too narrow for the name and the state: the name gives way.
    var short = StyledLine(
      "\(index + 1) \(name.truncated(to: max(1, width / 3), ellipsis: state.glyphs.ellipsis)) ", Style(role))
    short.append(StatusText(state: state, pane: pane).line)
    return short.truncated(to: width, ellipsis: state.glyphs.ellipsis)
  }

  private func drawApproval(in rect: Rect, _ surface: inout Surface) {
    guard rect.height > 0, let approval = state.approval(of: pane.name) else { return }
    let keys = ApprovalText.keys(approval, contexts: [.approval], width: rect.width, state)
    // The keys stay on screen, whatever the length of what is asked.
    let asked = ApprovalText.pane(approval, width: rect.width, height: max(1, rect.height - keys.count), state)
    let rows = asked + keys
    for (row, line) in rows.prefix(rect.height).enumerated() {
      surface.put(line, at: Point(x: rect.x, y: rect.y + row), clippedTo: rect)
    }
  }

  /// `'word' 3/12`; while the journal is still searched, how many have been found so far.
  private func figures(of search: PaneSearch) -> String {
    let ordinal = search.ordinal.map(String.init) ?? "?"
    let all = search.isComplete ? "\(search.found)" : "\(search.found)\(state.glyphs.ellipsis)"
    return "'\(search.pattern.text)' \(ordinal)/\(all)\(search.isPartial ? ", not all could be read" : "")"
  }

  /// On the frame's lower edge: that more has come, and what is searched for.
  private func drawFoot(of layout: PaneLayout, _ surface: inout Surface) {
    guard let frame = layout.frame, frame.height > 2 else { return }
    var words: [StyledLine] = []
    if let search = pane.search {
      words.append(StyledLine(" \(figures(of: search)) ", Style(.match)))
    }
    if pane.scroll != .follow, state.copy == nil || !isFocused {
      let key = state.keyMap.keys(for: .scrollBottom, in: [.panes]).first.map { ", \($0.shown)" } ?? ""
      words.append(
        StyledLine(
          " \(state.glyphs.moreBelow) \(pane.hasMore ? "more has come" : "held")\(key) ",
          Style(pane.hasMore ? .accent : .dim)))
    }
    if isFocused, state.copy != nil { words.append(StyledLine(" copy ", Style(.selection))) }
    var end = frame.endX - 2
    for word in words where end - word.width > frame.x + 1 {
      end -= word.width
      surface.put(word, at: Point(x: end, y: frame.endY - 1), clippedTo: frame)
    }
  }
}
