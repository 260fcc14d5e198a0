import TerminalUI

/// The whole screen: a function of the state, and of nothing else.
enum ScreenView {
  static func surface(_ state: ConsoleState) -> Surface {
    var surface = Surface(size: state.size)
    let layout = state.layout
    switch layout.form {
    case .tooSmall:
      surface.put("too small", at: Point(x: 0, y: 0), style: Style(.warning))
      return surface
    case .tiny: drawTiny(state, layout, &surface)
    case .single, .list, .grid:
      HeaderView(state: state).draw(in: layout.header, &surface)
      if let list = layout.list { AgentListView(state: state).draw(in: list, &surface) }
      drawPanes(state, layout, &surface)
      ComposerView(state: state).draw(in: layout.composer, &surface)
      HintView(state: state).draw(in: layout.hint, &surface)
    }
    if state.overlay != nil {
      // A prompt is asked in the composer's place: the cursor stays there.
      let cursor = state.prompt == nil ? nil : surface.cursor
      surface.cursor = cursor
      OverlayView(state).draw(&surface)
      if cursor != nil { surface.cursor = cursor }
    }
    return surface
  }

  private static func drawPanes(_ state: ConsoleState, _ layout: ScreenLayout, _ surface: inout Surface) {
    for place in layout.panes {
      guard let parts = state.paneLayout(of: place.agent, in: layout) else { continue }
      PaneView(state: state, index: place.agent, isFramed: true).draw(in: parts, &surface)
    }
    if layout.pages > 1 {
      let text = " page \(layout.page + 1)/\(layout.pages) "
      let edge = layout.body
      surface.put(
        text, at: Point(x: max(0, edge.endX - text.displayWidth - 2), y: edge.endY - 1), style: Style(.accent),
        clippedTo: edge)
    }
  }

  /// Too small for frames: who, what state, what it answers, and the composer.
  private static func drawTiny(_ state: ConsoleState, _ layout: ScreenLayout, _ surface: inout Surface) {
    if let place = layout.panes.first, let parts = state.paneLayout(of: place.agent, in: layout) {
      let view = PaneView(state: state, index: place.agent, isFramed: false)
      surface.draw(in: layout.header, on: .header) { surface in
        _ = surface.put(view.title(width: layout.header.width), at: layout.header.origin, clippedTo: layout.header)
      }
      view.draw(in: parts, &surface)
    }
    if let notice = state.notice {
      let text = TextSanitizer.line(notice.text).truncated(to: layout.header.width, ellipsis: state.glyphs.ellipsis)
      surface.draw(in: layout.header, on: .header) { surface in
        _ = surface.put(text, at: layout.header.origin, style: Style(.warning), clippedTo: layout.header)
      }
    }
    ComposerView(state: state).draw(in: layout.composer, &surface)
  }
}
