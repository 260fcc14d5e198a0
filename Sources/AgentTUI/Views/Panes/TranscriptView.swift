import Orchestrator
import System
import TerminalUI

/// Draws the part of a transcript that is seen: nothing else of it is looked at.
struct TranscriptView {
  let state: ConsoleState
  let index: Int

  private var pane: AgentPane { state.agents[index] }

  func draw(in rect: Rect, _ surface: inout Surface) {
    guard rect.width > 0, rect.height > 0 else { return }
    // What is still to come stands below what has been said, wherever that ends.
    let foot = pane.scroll == .follow ? footLines(width: rect.width, most: max(1, rect.height / 4)) : []
    let (above, _) = rect.splitBottom(foot.count)
    var end = rect.y
    if pane.transcript.isEmpty {
      end = drawNothing(in: above, &surface)
    } else {
      end = drawRows(in: above, &surface)
    }
    for (row, line) in foot.enumerated() {
      surface.put(line, at: Point(x: rect.x, y: end + row), clippedTo: rect)
    }
  }

  /// The bar of a prefill, and the tasks that wait.
  private func footLines(width: Int, most: Int) -> [StyledLine] {
    var lines: [StyledLine] = []
    if case .prefill(let progress?) = pane.status, progress.done < progress.total {
      lines.append(prefill(progress, width: width))
    }
    for task in pane.queued.suffix(pane.queuedCount) {
      let text = "\(state.glyphs.marks.queued) queued: \(TextSanitizer.line(task.text))"
      lines.append(StyledLine(text.truncated(to: width, ellipsis: state.glyphs.ellipsis), Style(.dim)))
    }
    return Array(lines.prefix(most))
  }

  /// Returns the row below the last one.
  private func drawRows(in rect: Rect, _ surface: inout Surface) -> Int {
    let window = state.window(of: index, size: rect.size)
    guard let top = window.top(pane.scroll) else { return rect.y }
    let selected = index == state.focus ? state.selectedRows : nil
    var y = rect.y
    var id = top.entry
    while y < rect.endY, let entry = pane.transcript[id: id] {
      let first = id == top.entry ? top.row : 0
      let rows = state.rowCache.rows(
        first..<first + rect.endY - y, of: entry, isOpen: pane.isOpen(entry), pane: pane.id, width: rect.width,
        glyphs: state.glyphs)
      for (offset, line) in rows.enumerated() {
        surface.put(line, at: Point(x: rect.x, y: y), clippedTo: rect)
        // A blank row parts a task from what was before it.
        if case .person = entry.kind, first + offset == (id == 0 ? 0 : 1) {
          drawTime(of: entry, beside: line, in: rect, y: y, &surface)
        }
        let row = Rect(x: rect.x, y: y, width: rect.width, height: 1)
        mark(line, at: TranscriptAnchor(entry: id, row: first + offset), in: row, selected, &surface)
        y += 1
      }
      id += 1
    }
    if y < rect.endY, window.isLetGo(id) {
      surface.put(reading, at: Point(x: rect.x, y: y), clippedTo: rect)
    } else if pane.seek != nil {
      // In the way of what is there already, and gone as soon as more is.
      let place = max(rect.x, rect.endX - reading.width)
      surface.put(reading, at: Point(x: place, y: rect.y), clippedTo: rect)
    }
    if pane.status == .decode, pane.scroll == .follow, y > rect.y { drawStreaming(in: rect, y: y - 1, &surface) }
    return y
  }

  /// What is not in memory is on its way.
  private var reading: StyledLine { StyledLine(" reading the journal\(state.glyphs.ellipsis) ", Style(.accent)) }

  /// When a task began, at the right of its first row, where there is room.
  private func drawTime(
    of entry: TranscriptEntry, beside line: StyledLine, in rect: Rect, y: Int, _ surface: inout Surface
  ) {
    let time = Figures.clock(entry.time, utcOffset: state.settings.utcOffset)
    guard line.width + 2 + time.count <= rect.width else { return }
    surface.put(time, at: Point(x: rect.endX - time.count, y: y), style: Style(.dim), clippedTo: rect)
  }

  /// A mark where the model's words go on, in their own style: it moves with every token, and a change of colours there and
  /// back would be more bytes than the token.
  private func drawStreaming(in rect: Rect, y: Int, _ surface: inout Surface) {
    guard case .text? = pane.transcript.last?.kind else { return }
    var x = rect.endX
    while x > rect.x, let cell = surface[x - 1, y], cell.text == " " { x -= 1 }
    let style = x > rect.x ? surface[x - 1, y]?.style : nil
    surface.put(state.glyphs.streaming, at: Point(x: x, y: y), style: style ?? Style(.text), clippedTo: rect)
  }

  /// Matches, the chosen entry, and the lines that are selected.
  private func mark(
    _ line: StyledLine, at anchor: TranscriptAnchor, in row: Rect, _ selected: ClosedRange<TranscriptAnchor>?,
    _ surface: inout Surface
  ) {
    if let search = pane.search {
      let text = line.text
      for range in search.pattern.ranges(of: text) {
        let x = row.x + String(text[..<range.lowerBound]).displayWidth
        let place = Rect(x: x, y: row.y, width: String(text[range]).displayWidth, height: 1)
        surface.restyle(place.intersection(row)) { $0 = Style(.match, bold: $0.bold) }
      }
    }
    if let selected {
      if selected.contains(anchor) { surface.restyle(row) { $0 = Style(.selection, bold: $0.bold) } }
      if anchor == state.copy?.cursor { surface.cursor = row.origin }
    } else if index == state.focus, pane.cursor == anchor.entry, anchor.row == 0 {
      surface.restyle(row) { $0 = Style(.selection, bold: $0.bold) }
    }
  }

  private func prefill(_ progress: AgentStatus.Prefill, width: Int) -> StyledLine {
    let figures = "  \(progress.done)/\(progress.total) tokens, \(progress.reused) reused"
    let bar = max(0, min(20, width - figures.displayWidth))
    var line = StyledLine(
      state.glyphs.bar(Double(progress.done) / Double(max(1, progress.total)), width: bar), Style(.prefill))
    line.append(figures, Style(.dim))
    return line.truncated(to: width, ellipsis: state.glyphs.ellipsis)
  }

  /// How to get another model.
  private var choosing: String {
    let key = state.keyMap.keys(for: .palette, in: [.anywhere]).first?.shown ?? "the palette"
    return "To choose one: \(key), then '\(ActionSpec.of(.chooseModel).title)'."
  }

  /// What to do, where nothing has been said. Returns the row below it.
  private func drawNothing(in rect: Rect, _ surface: inout Surface) -> Int {
    let words: (text: String, role: Role)
    switch state.model {
    case .failed(let error) where index == state.focus: words = ("\(error). \(choosing)", .error)
    case .loading where index == state.focus:
      words = ("The model is being loaded. Tasks that you give now begin as soon as it is there.", .dim)
    case .none where index == state.focus:
      words = ("No model is loaded. \(choosing)", .dim)
    case .none, .loading, .ready, .failed: return rect.y
    }
    var text = WrappedText(words.text, format: .plain(Style(words.role)))
    let width = max(1, rect.width)
    let rows = text.rows(0..<min(text.rowCount(width: width), rect.height), width: width)
    for (row, line) in rows.enumerated() {
      surface.put(line, at: Point(x: rect.x, y: rect.y + row), clippedTo: rect)
    }
    return rect.y + rows.count
  }
}
