// The mouse, as far as it is switched on. It never takes anybody out of the composer: whoever types goes on typing.

import TerminalUI

extension ConsoleState {
  /// Rows that a step of the wheel scrolls.
  static let wheelRows = 3

  /// Where the button was pressed in a pane, while it is held.
  struct Grip: Equatable, Sendable {
    /// The pane's identifier.
    var pane: Int
    var anchor: TranscriptAnchor
    /// Where the person was; they are there again when the button is let go.
    var place: Place
    /// Whether it has been moved since.
    var isDragging = false
  }

  mutating func point(_ event: MouseEvent) -> [Effect] {
    switch event.action {
    case .scrollUp: return settings.mouse.scroll ? scroll(at: event.place, up: true) : []
    case .scrollDown: return settings.mouse.scroll ? scroll(at: event.place, up: false) : []
    case .press:
      let effects = settings.mouse.click ? click(at: event.place) : []
      grip = settings.mouse.select ? grip(at: event.place) : nil
      return effects
    case .drag:
      drag(to: event.place)
      return []
    case .release: return letGo()
    }
  }

  // MARK: the wheel

  private mutating func scroll(at point: Point, up: Bool) -> [Effect] {
    switch overlay {
    case .picker: return move(up ? .up : .down)
    case .reader: return (0..<Self.wheelRows).flatMap { _ in move(up ? .up : .down) }
    case .approvals, .changes: return move(up ? .halfPageUp : .halfPageDown)
    case .map, .confirmation: return []
    case nil: break
    }
    guard let pane = layout.panes.first(where: { $0.rect.contains(point) }) else { return [] }
    scroll(agent: pane.agent, by: up ? -Self.wheelRows : Self.wheelRows)
    return []
  }

  // MARK: a click

  private mutating func click(at point: Point) -> [Effect] {
    guard prompt == nil else { return [] }
    switch overlay {
    case .picker(let picker):
      let count = picker.matching(PickerItems.items(picker.kind, self)).count
      guard let row = PickerLayout(picker, count: count, self).row(at: point) else { return [] }
      return select(row, in: picker)
    case .approvals:
      guard let row = ApprovalLayout(self).row(at: point, self) else { return [] }
      overlay = .approvals(ApprovalList(selected: approvals[row].id))
      return []
    case .reader, .map, .changes, .confirmation: return []
    case nil: break
    }
    let layout = layout
    if let pane = layout.panes.first(where: { $0.rect.contains(point) }) {
      focus(at: pane.agent)
    } else if let list = layout.list,
      let row = AgentListLayout(list, count: agents.count, focus: focus).row(at: point)
    {
      focus(at: row)
    }
    return []
  }

  // MARK: dragging

  private func grip(at point: Point) -> Grip? {
    guard overlay == nil, prompt == nil, let pane = layout.panes.first(where: { $0.rect.contains(point) }),
      let anchor = anchor(at: point, of: pane.agent)
    else { return nil }
    return Grip(pane: agents[pane.agent].id, anchor: anchor, place: place)
  }

  /// The row of a transcript that is seen at a place; nil outside of it.
  private func anchor(at point: Point, of agent: Int) -> TranscriptAnchor? {
    guard let rect = paneLayout(of: agent, in: layout)?.transcript, rect.contains(point) else { return nil }
    let window = window(of: agent, size: rect.size)
    return window.top(agents[agent].scroll).map { window.moved($0, by: point.y - rect.y) }
  }

  private mutating func drag(to point: Point) {
    guard overlay == nil, var grip, let agent = agents.firstIndex(where: { $0.id == grip.pane }) else { return }
    if !grip.isDragging {
      focus(at: agent)
      beginCopying()
      grip.isDragging = true
      self.grip = grip
      if copy != nil { copy = CopyMode(cursor: grip.anchor, mark: grip.anchor) }
    }
    guard copy != nil, let rect = paneLayout(of: agent, in: layout)?.transcript else { return }
    // Beyond the edges it scrolls, a row for each report.
    if point.y < rect.y {
      moveCopyCursor(by: -1)
    } else if point.y >= rect.endY {
      moveCopyCursor(by: 1)
    } else {
      setCopyCursor(anchor(at: Point(x: rect.x, y: point.y), of: agent))
    }
  }

  /// The button is let go: what was dragged over is copied.
  private mutating func letGo() -> [Effect] {
    guard let grip else { return [] }
    self.grip = nil
    guard grip.isDragging, copy != nil else { return [] }
    let effects = perform(.copyLines)
    place = grip.place
    return effects
  }
}
