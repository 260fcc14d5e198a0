// The model from inside: who holds a slot, since when and how fast, who waits in which order, whose tokens lie in the KV,
// whose are put away next, and what of each prompt had to be computed.

import Inference
import System
import TerminalUI

/// Draws slots, queue and KV memory.
struct MapView {
  let state: ConsoleState

  func draw(in rect: Rect, _ surface: inout Surface) {
    let (body, keys) = rect.splitBottom(1)
    var shown = lines(width: rect.width)
    if shown.count > body.height, body.height > 1 {
      let hidden = shown.count - body.height + 1
      shown[(body.height - 1)...] = [StyledLine("  \(hidden) lines more in a taller window", Style(.dim))]
    }
    for (row, line) in shown.prefix(body.height).enumerated() {
      surface.put(line, at: Point(x: body.x, y: body.y + row), clippedTo: body)
    }
    surface.put(
      HintLine.line([.moreSlots, .fewerSlots, .dismiss], in: [.map], state), at: keys.origin, clippedTo: keys)
  }

  private func lines(width: Int) -> [StyledLine] {
    guard let scheduler = state.scheduler else {
      return [StyledLine("The model is not loaded yet: there are no slots.", Style(.dim))]
    }
    return slots(scheduler, width: width) + [StyledLine()] + queue(scheduler) + [StyledLine()] + memory(width: width)
  }

  // MARK: slots, and how fast they go

  private func slots(_ scheduler: SchedulerSnapshot, width: Int) -> [StyledLine] {
    // The heading's graph stands above those of the slots.
    let column = max(12, min(16, scheduler.holders.map(\.label.displayWidth).max() ?? 0))
    var heading = StyledLine(
      "Slots: \(scheduler.active) of \(scheduler.max) held".padded(to: column + 10), Style(.heading, bold: true))
    heading.append(graph(state.rates, rate: state.memory?.tokensPerSecond, width: width - column - 10))
    var lines = [heading]
    // One scale for all: who is slower looks slower.
    let top = scheduler.holders.compactMap { pane(named: $0.label)?.rates.values(at: state.now).max() }.max()
    for slot in 0..<max(scheduler.max, scheduler.active) {
      let isHeld = slot < scheduler.active
      var line = StyledLine(
        "  \(isHeld ? state.glyphs.slotHeld : state.glyphs.slotFree) ", Style(isHeld ? .decode : .idle))
      if isHeld {
        let holder = scheduler.holders[slot]
        line.append(holder.label.padded(to: column, ellipsis: state.glyphs.ellipsis), Style(.text))
        line.append(" \(Figures.seconds(Int(holder.heldSeconds)).padded(to: 5))", Style(.dim))
        if let pane = pane(named: holder.label) {
          line.append(graph(pane.rates, rate: pane.tokensPerSecond, top: top, width: width - column - 10))
        }
        if slot >= scheduler.max { line.append("  beyond the limit, until it gives back", Style(.warning)) }
      } else {
        line.append("free", Style(.dim))
      }
      lines.append(line)
    }
    return lines
  }

  /// `▁▁▂▅▇▇▅  37 tok/s`: the last minute, its newest seconds where not all fit.
  private func graph(_ rates: RateHistory, rate: Double?, top: Double? = nil, width: Int) -> StyledLine {
    let word = " \(rate.map(Figures.rate) ?? "0") tok/s"
    let values = rates.values(at: state.now).suffix(max(0, width - word.displayWidth))
    var line = StyledLine(state.glyphs.graph(Array(values), top: top), Style(.accent))
    line.append(word, Style(.dim))
    return line
  }

  private func pane(named name: String) -> AgentPane? { state.index(of: name).map { state.agents[$0] } }

  // MARK: the queue

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

  // MARK: the KV memory

  private func memory(width: Int) -> [StyledLine] {
    guard let memory = state.memory, memory.cells > 0 else { return [] }
    let percent = memory.used * 100 / memory.cells
    var lines = [
      StyledLine(
        "KV: \(Figures.count(memory.used)) of \(Figures.count(memory.cells)) tokens, \(percent)%, "
          + "\(Figures.count(memory.savedTokens)) tokens of prefill saved", Style(.heading, bold: true))
    ]
    let longest = min(16, memory.lanes.map(\.name.displayWidth).max() ?? 0)
    let room = max(4, min(40, width - longest - 48))
    let most = max(1, memory.lanes.map(\.tokens).max() ?? 1)
    for lane in memory.lanes { lines.append(bar(of: lane, column: longest, room: room, most: most)) }
    lines.append(
      StyledLine("  \(state.glyphs.barEmpty) shared with others  \(state.glyphs.barFull) its own", Style(.dim)))
    let sharing = memory.lanes.filter { $0.shared > 0 }
    if sharing.count > 1 {
      let longest = sharing.map(\.shared).max() ?? 0
      lines.append(
        StyledLine(
          "  shared prefix: \(Figures.count(longest)) tokens, held once for \(sharing.count) agents", Style(.dim)))
    }
    if memory.savedBytes + memory.diskBytes > 0 {
      lines.append(
        StyledLine(
          "  put away: \(Figures.bytes(memory.savedBytes)) in memory, \(Figures.bytes(memory.diskBytes)) on disk",
          Style(.dim)))
    }
    return lines + reuse(memory.lanes.filter { $0.lastTurn.prompt > 0 }, column: longest)
  }

  /// What the newest prompt of each did not have to compute, and why it had to where it left what was there.
  private func reuse(_ lanes: [MemorySnapshot.Lane], column: Int) -> [StyledLine] {
    guard !lanes.isEmpty else { return [] }
    var lines = [StyledLine(), StyledLine("Newest prompts", Style(.heading, bold: true))]
    for lane in lanes {
      let turn = lane.lastTurn
      var line = StyledLine("  \(lane.name.padded(to: column, ellipsis: state.glyphs.ellipsis)) ", Style(.text))
      line.append(
        "\(Figures.count(turn.prompt)) tokens, \(Figures.count(turn.reused)) reused, "
          + "\(turn.reused * 100 / turn.prompt)%", Style(.dim))
      lines.append(line)
      // Pieces of tokens stand in it.
      guard let broke = turn.broke else { continue }
      let indent = String(repeating: " ", count: column + 3)
      lines.append(StyledLine(indent + TextSanitizer.line(broke.sentence), Style(.warning)))
    }
    return lines
  }

  private func bar(of lane: MemorySnapshot.Lane, column: Int, room: Int, most: Int) -> StyledLine {
    var line = StyledLine("  \(lane.name.padded(to: column, ellipsis: state.glyphs.ellipsis)) ", Style(.text))
    let own = max(0, lane.tokens - lane.shared) * room / most
    let shared = min(lane.tokens, lane.shared) * room / most
    line.append(String(repeating: state.glyphs.barEmpty, count: shared), Style(.accent))
    line.append(String(repeating: state.glyphs.barFull, count: own), Style(lane.isActive ? .decode : .idle))
    line.append(String(repeating: " ", count: max(0, room - own - shared)), Style(.text))
    line.append(" \(Figures.count(lane.tokens)), \(Figures.count(lane.shared)) shared", Style(.dim))
    if lane.savedTokens > 0 {
      let place = lane.isOnDisk ? "on disk" : "in memory"
      line.append("  \(Figures.count(lane.savedTokens)) put away \(place)", Style(.dim))
    }
    if lane.goesNext { line.append("  put away next", Style(.warning)) }
    return line
  }
}
