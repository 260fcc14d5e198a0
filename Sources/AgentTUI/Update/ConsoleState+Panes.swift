// Panes: who is there, who has the focus, and what of each transcript is seen.

import Agents
import TerminalUI

extension ConsoleState {
  mutating func addPane(_ name: String, mode: PermissionMode) {
    guard index(of: name) == nil else { return }
    agents.append(AgentPane(id: nextAgentID, name: name, mode: mode))
    nextAgentID += 1
  }

  mutating func removePane(_ name: String) {
    guard let index = index(of: name) else { return }
    agents.remove(at: index)
    approvals.removeAll { $0.agent == name }
    if index < focus || focus >= agents.count { focus = max(0, focus - 1) }
    copy = nil
    switch overlay {
    case .confirmation(.close(name)): overlay = nil
    case .changes(let review), .confirmation(.undo(let review)):
      if !agents.contains(where: { $0.id == review.pane }) { overlay = nil }
    case .confirmation, .picker, .reader, .approvals, .map, nil: break
    }
    closeStalePrompt()
    // The last approval may have gone with it.
    if approvals.isEmpty, case .approvals = overlay { overlay = nil }
  }

  mutating func rename(_ old: String, to new: String) {
    guard let index = index(of: old), self.index(of: new) == nil else { return }
    agents[index].name = new
    renamed[old] = new
    renamed[new] = nil
    for place in approvals.indices where approvals[place].agent == old { approvals[place].agent = new }
  }

  mutating func focus(on name: String) {
    if let index = index(of: name) { focus(at: index) }
  }

  mutating func focus(at index: Int) {
    guard agents.indices.contains(index), index != focus else { return }
    focus = index
    copy = nil
  }

  /// Moves the focus to the pane that lies in a direction on screen; where there is none, by order.
  mutating func moveFocus(x: Int, y: Int) {
    let layout = layout
    guard agents.count > 1 else { return }
    guard let here = layout.panes.first(where: { $0.agent == focus })?.rect, layout.panes.count > 1 else {
      return focus(at: (focus + (x + y > 0 ? 1 : agents.count - 1)) % agents.count)
    }
    let centre = (x: here.x + here.width / 2, y: here.y + here.height / 2)
    let ahead = layout.panes.filter { place in
      let rect = place.rect
      if x > 0 { return rect.x >= here.endX }
      if x < 0 { return rect.endX <= here.x }
      if y > 0 { return rect.y >= here.endY }
      return rect.endY <= here.y
    }
    func distance(_ rect: Rect) -> Int {
      let dx = abs(rect.x + rect.width / 2 - centre.x)
      let dy = abs(rect.y + rect.height / 2 - centre.y) * 2
      return x != 0 ? dx + dy * 4 : dy + dx * 4
    }
    if let nearest = ahead.min(by: { distance($0.rect) < distance($1.rect) }) {
      focus(at: nearest.agent)
    } else if layout.pages > 1 {
      // At the edge of a page: on to the next one, in the order of the agents.
      let last = layout.panes.map(\.agent).max() ?? focus
      let first = layout.panes.map(\.agent).min() ?? focus
      if x + y > 0, last + 1 < agents.count { focus(at: last + 1) }
      if x + y < 0, first > 0 { focus(at: first - 1) }
    }
  }

  /// Scrolls an agent's transcript by rows, downwards positive.
  mutating func scroll(agent: Int, by rows: Int) {
    guard agents.indices.contains(agent) else { return }
    let (scroll, left) = window(of: agent).scrolled(agents[agent].scroll, by: rows)
    let waiting = agents[agent].seek
    setScroll(scroll, of: agent)
    seek(left, after: waiting, of: agent)
  }

  /// The person wants to be so many rows further, where the journal has to be read first.
  mutating func seek(_ rows: Int, after waiting: TranscriptSeek?, of agent: Int) {
    guard rows != 0 else { return }
    if case .rows(let before)? = waiting, (before < 0) == (rows < 0) {
      agents[agent].seek = .rows(before + rows)
    } else {
      agents[agent].seek = .rows(rows)
    }
  }

  mutating func scrollToStart(of agent: Int) {
    let window = window(of: agent)
    guard let first = window.first else { return }
    setScroll(window.scrolled(.held(first), by: -1).scroll, of: agent)
  }

  mutating func setScroll(_ scroll: Scroll, of agent: Int) {
    agents[agent].scroll = scroll
    agents[agent].seek = nil
    if scroll == .follow { agents[agent].hasMore = false }
  }

  /// Rows of a page of the focused pane.
  var pageRows: Int { focused == nil ? 1 : max(1, window(of: focus).height - 1) }

  // MARK: what can be opened

  /// The entry that `o` is for: the one chosen with `[` and `]`, else the last on screen that can be opened.
  var openable: Int? {
    guard let focused else { return nil }
    if let cursor = focused.cursor, focused.transcript[id: cursor] != nil { return cursor }
    let window = window(of: focus)
    guard let top = window.top(focused.scroll) else { return nil }
    // The last one in the window, or, where there is none, the last one above it.
    return foldable(from: window.moved(top, by: window.height - 1).entry, -1)
  }

  /// The first entry that can be opened from this one on, as far as they are in memory.
  private func foldable(from id: Int, _ step: Int) -> Int? {
    var id = id
    while let entry = focused?.transcript[id: id] {
      if entry.isFoldable { return id }
      id += step
    }
    return nil
  }

  mutating func moveEntryCursor(by step: Int) {
    guard let focused, let here = focused.cursor ?? openable ?? focused.transcript.last?.id else { return }
    // The first press chooses what `o` would open.
    let isFirst = focused.cursor == nil
    let direction = isFirst ? -1 : step
    let start = isFirst ? here : here + step
    if let next = foldable(from: start, direction) {
      agents[focus].cursor = next
      return reveal(TranscriptAnchor(entry: next, row: 0))
    }
    var end = start
    while focused.transcript[id: end] != nil { end += direction }
    if window(of: focus).isLetGo(end) {
      agents[focus].seek = .foldable(step)
    } else if isFirst {
      tell("there is no tool call and no reasoning in this pane")
    } else {
      reveal(TranscriptAnchor(entry: here, row: 0))
    }
  }

  mutating func toggleEntry() {
    guard let focused, let id = openable, let entry = focused.transcript[id: id] else {
      return tell("there is no tool call and no reasoning in this pane")
    }
    agents[focus].transcript.setOpen(!focused.isOpen(entry), id)
    // The rows changed under the window: hold the opened entry in sight.
    if !focused.isOpen(entry) { reveal(TranscriptAnchor(entry: id, row: 0)) }
  }

  mutating func reveal(_ anchor: TranscriptAnchor) {
    let window = window(of: focus)
    setScroll(window.revealing(anchor, from: agents[focus].scroll), of: focus)
  }
}
