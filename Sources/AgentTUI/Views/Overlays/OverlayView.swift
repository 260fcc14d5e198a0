import Agents
import System
import TerminalUI
import Threading

/// Draws what lies over the panes.
struct OverlayView {
  let state: ConsoleState
  let layout: OverlayLayout

  init(_ state: ConsoleState) {
    self.state = state
    layout = OverlayLayout(state)
  }

  func draw(_ surface: inout Surface) {
    guard let overlay = state.overlay else { return }
    surface.draw(in: layout.box, on: .overlay) { surface in
      switch overlay {
      case .picker(let picker): draw(picker, &surface)
      case .reader(let reader): draw(reader, &surface)
      case .approvals(let list): draw(list, &surface)
      case .map:
        frame("Slots and KV memory", &surface)
        MapView(state: state).draw(in: layout.inside, &surface)
      case .changes(let review):
        frame("What \(state.agents.first { $0.id == review.pane }?.name ?? "the agent") wrote", &surface)
        ChangesView(state: state, review: review).draw(&surface)
      case .confirmation(let question): draw(question, &surface)
      }
    }
  }

  private func frame(_ title: String, _ surface: inout Surface) {
    guard layout.isFramed else { return }
    surface.frame(layout.box, style: Style(.overlayFrame), glyphs: state.glyphs)
    surface.put(
      " \(title) ", at: Point(x: layout.box.x + 2, y: layout.box.y), style: Style(.overlayTitle, bold: true),
      maxWidth: layout.box.width - 4)
  }

  private func draw(_ picker: Picker, _ surface: inout Surface) {
    frame(PickerItems.title(picker.kind), &surface)
    let items = picker.matching(PickerItems.items(picker.kind, state))
    let parts = PickerLayout(picker, count: items.count, state)
    let (line, list) = (parts.filter, parts.list)
    let width = surface.put("\(state.glyphs.address) ", at: line.origin, style: Style(.accent), clippedTo: line)
    let filter = ComposerLayout(input: picker.filter, label: "", width: line.width - width)
    surface.put(
      filter.rows[filter.cursor.y], at: Point(x: line.x + width, y: line.y), clippedTo: line)
    if picker.filter.isEmpty {
      surface.put(
        "type letters of it", at: Point(x: line.x + width, y: line.y), style: Style(.placeholder), clippedTo: line)
    }
    surface.cursor = Point(x: min(line.endX - 1, line.x + width + filter.cursor.x), y: line.y)
    if items.isEmpty {
      let word = picker.filter.isEmpty ? "Nothing to choose." : "Nothing with these letters."
      surface.put(word, at: list.origin, style: Style(.dim), clippedTo: list)
    }
    for (row, index) in parts.visible.enumerated() {
      let place = Rect(x: list.x, y: list.y + row, width: list.width, height: 1)
      draw(items[index].item, marks: Set(items[index].places), in: place, &surface)
      if index == picker.selected {
        surface.restyle(place) { style in
          style.role = .selection
          style.ground = nil
        }
      }
    }
  }

  private func draw(_ item: Picker.Item, marks: Set<Int>, in place: Rect, _ surface: inout Surface) {
    let base = Style(item.reason == nil ? .text : .dim)
    var title = StyledLine()
    for (index, letter) in item.title.enumerated() {
      title.append(String(letter), marks.contains(index) ? Style(base.role, bold: true, underline: true) : base)
    }
    let detail = item.detail
    let room = max(1, place.width - detail.displayWidth - 2)
    let used = surface.put(
      title.truncated(to: room, ellipsis: state.glyphs.ellipsis), at: place.origin, clippedTo: place)
    if let reason = item.reason {
      surface.put(
        "  " + reason, at: Point(x: place.x + used, y: place.y), style: Style(.dim, italic: true), clippedTo: place,
        maxWidth: max(0, room - used))
    }
    surface.put(
      detail, at: Point(x: max(place.x, place.endX - detail.displayWidth), y: place.y), style: Style(.hintKey),
      clippedTo: place)
  }

  private func draw(_ reader: Reader, _ surface: inout Surface) {
    let filter = reader.filter.isEmpty ? "" : ": \(reader.filter)"
    frame(ReaderLines.title(reader.content) + filter, &surface)
    let inside = layout.inside
    let lines = ReaderLines.lines(reader, width: inside.width, state)
    let first = max(0, min(reader.scroll, lines.count - inside.height))
    for (row, line) in lines.dropFirst(first).prefix(inside.height).enumerated() {
      surface.put(line, at: Point(x: inside.x, y: inside.y + row), clippedTo: inside)
      for range in SearchPattern(reader.filter).ranges(of: line.text) {
        mark(range, of: line.text, at: Point(x: inside.x, y: inside.y + row), &surface)
      }
    }
    guard layout.isFramed, lines.count > inside.height else { return }
    let place = "\(first + 1)-\(min(lines.count, first + inside.height)) of \(lines.count)"
    surface.put(
      " \(place) ", at: Point(x: layout.box.endX - place.count - 4, y: layout.box.endY - 1),
      style: Style(.overlayFrame),
      clippedTo: layout.box)
  }

  private func mark(_ range: Range<String.Index>, of text: String, at origin: Point, _ surface: inout Surface) {
    let x = origin.x + String(text[..<range.lowerBound]).displayWidth
    let rect = Rect(x: x, y: origin.y, width: String(text[range]).displayWidth, height: 1)
    surface.restyle(rect.intersection(layout.inside)) { style in
      style.role = .match
      style.ground = nil
    }
  }

  private func draw(_ list: ApprovalList, _ surface: inout Surface) {
    let count = state.approvals.count
    frame(count == 1 ? "One approval" : "\(count) approvals", &surface)
    let parts = ApprovalLayout(state)
    guard let selected = state.targetedApproval else { return }
    for (row, approval) in state.approvals[parts.visible(state)].enumerated() {
      let place = Rect(x: parts.list.x, y: parts.list.y + row, width: parts.list.width, height: 1)
      let waited = Figures.seconds(Int(state.now.seconds(since: approval.since)))
      let what = approval.request.isQuestion ? " asks" : ": \(approval.request.tool)"
      let text = "\(waited.padded(to: 5)) \(approval.agent)\(what) \(TextSanitizer.line(approval.request.subject))"
      surface.put(
        text.truncated(to: place.width, ellipsis: state.glyphs.ellipsis), at: place.origin,
        style: Style(approval.request.dangerous ? .error : .text), clippedTo: place)
      if approval.id == selected.id {
        surface.restyle(place) { style in
          style.role = .selection
          style.ground = nil
        }
      }
    }
    let rows = ApprovalText.whole(selected, width: parts.detail.width, state)
    let start = max(0, min(list.scroll, rows.count - parts.detail.height))
    for (row, line) in rows.dropFirst(start).prefix(parts.detail.height).enumerated() {
      surface.put(line, at: Point(x: parts.detail.x, y: parts.detail.y + row), clippedTo: parts.detail)
    }
    for (row, line) in parts.keyRows.enumerated() {
      surface.put(line, at: Point(x: parts.keys.x, y: parts.keys.y + row), clippedTo: parts.keys)
    }
  }

  private func draw(_ question: Confirmation, _ surface: inout Surface) {
    frame("Sure?", &surface)
    var text = WrappedText(
      question.question(running: state.runningCount, queued: state.queuedCount),
      format: .plain(Style(.text, bold: true)))
    let width = max(1, layout.inside.width)
    let rows = text.rows(0..<text.rowCount(width: width), width: width)
    for (row, line) in rows.enumerated() {
      surface.put(line, at: Point(x: layout.inside.x, y: layout.inside.y + row), clippedTo: layout.inside)
    }
    let hint = HintLine.line([.yes, .no], in: [.confirmation], state)
    surface.put(
      hint, at: Point(x: layout.inside.x, y: min(layout.inside.endY - 1, layout.inside.y + rows.count + 1)),
      clippedTo: layout.inside)
  }
}
