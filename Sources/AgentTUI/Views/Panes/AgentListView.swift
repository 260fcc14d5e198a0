/// Draws the list of agents beside the one pane of a narrow screen.
struct AgentListView {
  let state: ConsoleState

  func draw(in rect: Rect, _ surface: inout Surface) {
    surface.frame(rect, style: Style(.frame), glyphs: state.glyphs)
    let inside = rect.inset(by: 1)
    let count = state.agents.count
    // Two rows an agent where there is room: name, and state below.
    let rows = count * 2 <= inside.height ? 2 : 1
    let visible = max(1, inside.height / rows)
    let first = max(0, min(state.focus - visible / 2, count - visible))
    for (offset, pane) in state.agents.dropFirst(first).prefix(visible).enumerated() {
      let index = first + offset
      let place = Rect(x: inside.x, y: inside.y + offset * rows, width: inside.width, height: rows)
      draw(pane, index: index, in: place, &surface)
    }
    let below = count - first - visible
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
