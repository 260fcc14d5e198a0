// The model from inside: who holds a slot and since when, who waits in which order, and whose tokens lie in the KV.

import Inference

/// Draws slots, queue and KV memory.
struct MapView {
  let state: ConsoleState

  func draw(in rect: Rect, _ surface: inout Surface) {
    let (body, keys) = rect.splitBottom(1)
    for (row, line) in lines(width: rect.width).prefix(body.height).enumerated() {
      surface.put(line, at: Point(x: body.x, y: body.y + row), clippedTo: body)
    }
    surface.put(
      HintLine.line([.moreSlots, .fewerSlots, .dismiss], in: [.map], state), at: keys.origin, clippedTo: keys)
  }

  private func lines(width: Int) -> [StyledLine] {
    guard let scheduler = state.scheduler else {
      return [StyledLine("The model is not loaded yet: there are no slots.", Style(.dim))]
    }
    return slots(scheduler) + [StyledLine()] + queue(scheduler) + [StyledLine()] + memory(width: width)
  }

  private func slots(_ scheduler: SchedulerSnapshot) -> [StyledLine] {
    var lines = [StyledLine("Slots: \(scheduler.active) of \(scheduler.max) held", Style(.heading, bold: true))]
    for slot in 0..<max(scheduler.max, scheduler.active) {
      let isHeld = slot < scheduler.active
      var line = StyledLine(
        "  \(isHeld ? state.glyphs.slotHeld : state.glyphs.slotFree) ", Style(isHeld ? .decode : .idle))
      if isHeld {
        let holder = scheduler.holders[slot]
        line.append(holder.label, Style(.text))
        line.append("  \(Figures.seconds(Int(holder.heldSeconds)))", Style(.dim))
        if slot >= scheduler.max { line.append("  beyond the limit, until it gives back", Style(.warning)) }
      } else {
        line.append("free", Style(.dim))
      }
      lines.append(line)
    }
    return lines
  }

  private func queue(_ scheduler: SchedulerSnapshot) -> [StyledLine] {
    guard !scheduler.waiters.isEmpty else {
      return [StyledLine("Nobody waits for a slot", Style(.heading, bold: true))]
    }
    var lines = [StyledLine("Waiting for a slot: \(scheduler.waiters.count)", Style(.heading, bold: true))]
    for (index, waiter) in scheduler.waiters.enumerated() {
      var line = StyledLine("  #\(index + 1) ", Style(.queued))
      line.append(waiter.label, Style(.text))
      line.append("  \(Figures.seconds(Int(waiter.waitedSeconds)))", Style(.dim))
      lines.append(line)
    }
    return lines
  }

  private func memory(width: Int) -> [StyledLine] {
    guard let memory = state.memory, memory.cells > 0 else { return [] }
    let percent = memory.used * 100 / memory.cells
    var lines = [
      StyledLine(
        "KV: \(Figures.count(memory.used)) of \(Figures.count(memory.cells)) tokens, \(percent)%, "
          + "\(Figures.count(memory.savedTokens)) tokens of prefill saved", Style(.heading, bold: true))
    ]
    let longest = min(16, memory.lanes.map(\.name.displayWidth).max() ?? 0)
    let room = max(4, min(40, width - longest - 30))
    let most = max(1, memory.lanes.map(\.tokens).max() ?? 1)
    for lane in memory.lanes {
      let name = lane.name.padded(to: longest, ellipsis: state.glyphs.ellipsis)
      var line = StyledLine("  \(name) ", Style(.text))
      let own = max(0, lane.tokens - lane.shared) * room / most
      let shared = min(lane.tokens, lane.shared) * room / most
      line.append(String(repeating: state.glyphs.barEmpty, count: shared), Style(.accent))
      line.append(String(repeating: state.glyphs.barFull, count: own), Style(lane.isActive ? .decode : .idle))
      line.append(String(repeating: " ", count: max(0, room - own - shared)), Style(.text))
      line.append(" \(Figures.count(lane.tokens)), \(Figures.count(lane.shared)) shared", Style(.dim))
      lines.append(line)
    }
    lines.append(
      StyledLine("  \(state.glyphs.barEmpty) shared with others  \(state.glyphs.barFull) its own", Style(.dim)))
    return lines
  }
}
