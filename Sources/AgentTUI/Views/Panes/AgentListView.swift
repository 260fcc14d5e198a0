import TerminalUI

/// Draws the list of agents beside the one pane of a narrow screen.
struct AgentListView {
  let state: ConsoleState

  func draw(in rect: Rect, _ surface: inout Surface) {
    surface.frame(rect, style: Style(.frame), glyphs: state.glyphs)
    let layout = AgentListLayout(rect, count: state.agents.count, focus: state.focus)
    for index in layout.visible { draw(state.agents[index], index: index, in: layout.place(of: index), &surface) }
    let (first, below) = (layout.visible.lowerBound, state.agents.count - layout.visible.upperBound)
    if below > 0 {
      surface.put(
        " \(state.glyphs.moreBelow)\(below) ", at: Point(x: rect.x + 2, y: rect.endY - 1), style: Style(.dim),
        clippedTo: rect)
    }
    if first > 0 {
      surface.put(
        " \(state.glyphs.moreAbove)\(first) ", at: Point(x: rect.x + 2, y: rect.y), style: Style(.dim), clippedTo: rect)
    }
  }

  private func draw(_ pane: AgentPane, index: Int, in place: Rect, _ surface: inout Surface) {
    let isFocused = index == state.focus
    let status = StatusText(state: state, pane: pane)
    var line = StyledLine(isFocused ? "\(state.glyphs.address)" : " ", Style(.accent, bold: true))
    line.append("\(index + 1) ", Style(isFocused ? .titleFocused : .title, bold: isFocused))
    if place.height == 1 { line.append("\(status.mark) ", Style(pane.status.role, bold: true)) }
    line.append(TextSanitizer.line(pane.name), Style(isFocused ? .titleFocused : .title, bold: isFocused))
    if place.height == 1 { line.append(" \(status.words)", Style(pane.status.role)) }
    surface.put(
      line.truncated(to: place.width, ellipsis: state.glyphs.ellipsis), at: place.origin, clippedTo: place)
    guard place.height > 1 else { return }
    var second = StyledLine("   ", Style(.text))
    second.append(status.line)
    surface.put(
      second.truncated(to: place.width, ellipsis: state.glyphs.ellipsis), at: Point(x: place.x, y: place.y + 1),
      clippedTo: place)
  }
}
