// The first row: the truth of scheduler and memory. Where it does not fit, what matters least is left out first.

import Agents
import Inference
import Orchestrator
import System
import TerminalUI

/// Draws the header.
struct HeaderView {
  let state: ConsoleState

  /// A part of the header; the less important ones have higher numbers.
  private struct Part {
    var rank: Int
    var line: StyledLine
  }

  func draw(in rect: Rect, _ surface: inout Surface) {
    surface.draw(in: rect, on: .header) { surface in
      var parts = self.parts
      func width() -> Int { parts.reduce(1) { $0 + $1.line.width + 3 } - 3 + 1 }
      while parts.count > 1, width() > rect.width, let worst = parts.map(\.rank).max() {
        parts.removeAll { $0.rank == worst }
      }
      var x = rect.x + 1
      for part in parts {
        x += surface.put(part.line, at: Point(x: x, y: rect.y), clippedTo: rect) + 3
      }
    }
  }

  private var parts: [Part] {
    var parts = [
      Part(rank: 8, line: StyledLine("agent-tui", Style(.headerAccent, bold: true))), Part(rank: 5, line: model),
      Part(rank: 1, line: slots),
    ]
    if let sandbox = state.settings.sandbox {
      // That there is none matters more than what there is.
      let rank = sandbox.holds ? 9 : 6
      parts.append(Part(rank: rank, line: StyledLine(sandbox.label, Style(sandbox.holds ? .header : .warning))))
    }
    if let queued { parts.append(Part(rank: 3, line: queued)) }
    if let memory = state.memory, memory.cells > 0 {
      parts.append(Part(rank: 4, line: kv(memory)))
      parts.append(Part(rank: 7, line: StyledLine("saved \(Figures.count(memory.savedTokens))", Style(.header))))
      parts.append(Part(rank: 6, line: StyledLine("\(Figures.rate(memory.tokensPerSecond)) tok/s", Style(.header))))
    }
    if !state.approvals.isEmpty {
      parts.append(
        Part(
          rank: 2,
          line: StyledLine("\(state.glyphs.marks.approval) \(state.approvals.count)", Style(.approval, bold: true))))
    }
    return parts
  }

  private var model: StyledLine {
    let style = Style(.header)
    switch state.model {
    case .none: return StyledLine("no model", Style(.warning))
    case .loading(let progress) where progress >= 1:
      // The weights are read; what follows (KV memory, a first step) tells no progress.
      return StyledLine("preparing \(state.settings.modelName)\(state.glyphs.ellipsis)", style)
    case .loading(let progress):
      let bar = state.glyphs.bar(progress, width: 8)
      let percent = Int(max(0, min(1, progress.isFinite ? progress : 0)) * 100)
      return StyledLine("loading \(state.settings.modelName) \(bar) \(percent)%", style)
    case .ready(let facts):
      // As in the list that it was chosen from; what it calls itself is often longer and less telling.
      let name = ModelFileName(facts.path)?.model ?? facts.name
      var line = StyledLine(TextSanitizer.line(name).truncated(to: 32, ellipsis: state.glyphs.ellipsis), style)
      if let next { line.append(" \(state.glyphs.arrow) \(next)", Style(.headerAccent)) }
      return line
    case .failed: return StyledLine("\(state.glyphs.marks.failed) model not loaded", Style(.error, bold: true))
    }
  }

  /// The model that is to take over, and how far it is.
  private var next: String? {
    guard let next = state.next else { return nil }
    let name = state.modelName(of: next.path).truncated(to: 24, ellipsis: state.glyphs.ellipsis)
    switch next.stage {
    case .failed: return nil
    case .loading(let progress) where progress >= 1: return "preparing \(name)\(state.glyphs.ellipsis)"
    case .loading(let progress):
      return "\(name) \(state.glyphs.bar(progress, width: 8)) \(Int(max(0, progress) * 100))%"
    case .waiting:
      let active = state.scheduler?.active ?? 0
      return active == 0 ? name : "\(name) after \(active == 1 ? "1 generation" : "\(active) generations")"
    }
  }

  private var slots: StyledLine {
    var line = StyledLine("slots ", Style(.header))
    guard let scheduler = state.scheduler else {
      line.append("-/-", Style(.header))
      return line
    }
    // More marks than this say nothing that the figures do not.
    if max(scheduler.max, scheduler.active) <= 16 {
      line.append(String(repeating: state.glyphs.slotHeld, count: scheduler.active), Style(.headerAccent, bold: true))
      let free = max(0, scheduler.max - scheduler.active)
      line.append(String(repeating: state.glyphs.slotFree, count: free) + " ", Style(.header))
    }
    line.append("\(scheduler.active)/\(scheduler.max)", Style(.headerAccent, bold: true))
    return line
  }

  private var queued: StyledLine? {
    let count =
      (state.scheduler?.waiters.count ?? 0) + state.queuedCount
    return count == 0 ? nil : StyledLine("queued \(count)", Style(.header))
  }

  private func kv(_ memory: MemorySnapshot) -> StyledLine {
    let share = Double(memory.used) / Double(memory.cells)
    var line = StyledLine("KV ", Style(.header))
    line.append(state.glyphs.bar(share, width: 6), Style(.headerAccent))
    line.append(" \(Int(max(0, min(1, share)) * 100))%", Style(.header))
    return line
  }
}
