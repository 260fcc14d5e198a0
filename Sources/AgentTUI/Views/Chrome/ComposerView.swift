import TerminalUI

/// Draws what is being written: the composer, or the prompt in its place.
struct ComposerView {
  let state: ConsoleState

  func draw(in rect: Rect, _ surface: inout Surface) {
    surface.draw(in: rect, on: .composer) { surface in
      var rect = rect
      if let problem = state.prompt?.problem {
        let (line, rest) = rect.splitTop(rect.height > 1 ? 1 : 0)
        surface.put(
          problem.truncated(to: line.width - 1, ellipsis: state.glyphs.ellipsis), at: line.inset(left: 1).origin,
          style: Style(.error), clippedTo: line)
        rect = rest
      }
      let input = state.prompt?.input ?? state.composer.input
      let label = state.composerLabel
      let layout = ComposerLayout(input: input, label: label, width: rect.width)
      let rows = layout.visible(height: rect.height)
      if rows.lowerBound == 0 {
        let room = layout.indent > 0 ? layout.indent : rect.width
        surface.put(label, at: rect.origin, style: Style(.accent, bold: isActive), clippedTo: rect, maxWidth: room)
      }
      for (offset, row) in rows.enumerated() {
        let indent = row == 0 ? max(layout.indent, min(label.displayWidth, rect.width - 1)) : layout.indent
        surface.put(layout.rows[row], at: Point(x: rect.x + indent, y: rect.y + offset), clippedTo: rect)
      }
      if input.isEmpty, state.prompt == nil {
        let x = rect.x + label.displayWidth
        surface.put(placeholder, at: Point(x: x, y: rect.y), style: Style(.placeholder), clippedTo: rect)
      }
      if isActive {
        let place = Point(
          x: min(rect.endX - 1, rect.x + layout.cursor.x), y: rect.y + layout.cursor.y - rows.lowerBound)
        if rect.contains(place) { surface.cursor = place }
      }
    }
  }

  private var isActive: Bool {
    switch state.mode {
    case .prompt, .composing: true
    case .overlay, .copying, .panes: false
    }
  }

  private var placeholder: String {
    let name = state.focused?.name ?? "nobody"
    switch state.place {
    case .composer: return "type a task, Enter gives it to \(name), @all \(state.glyphs.ellipsis) to every agent"
    case .panes:
      let key = state.keyMap.keys(for: .compose, in: [.panes]).first?.shown
      return key.map { "\($0) to write a task" } ?? ""
    }
  }
}
