import Agents
import System
import TerminalUI
import Threading

/// What an agent does, as a mark and a word.
struct StatusText {
  let state: ConsoleState
  let pane: AgentPane

  var mark: String {
    let marks = state.glyphs.marks
    switch pane.status {
    case .idle: return marks.idle
    case .queued: return marks.queued
    case .prefill: return marks.prefill
    case .decode: return marks.decode
    case .tool: return marks.tool
    case .approval: return marks.approval
    case .done: return marks.done
    case .stopped: return marks.stopped
    case .failed: return marks.failed
    }
  }

  /// With its figure, where that is known.
  var words: String {
    switch pane.status {
    case .idle: return "idle"
    case .queued(let position): return position.map { "queued #\($0)" } ?? "queued"
    case .prefill(let progress): return progress.map { "prefill \($0.percent)%" } ?? "prefill"
    case .decode: return pane.tokensPerSecond.map { "decode \(Figures.rate($0)) tok/s" } ?? "decode"
    case .tool(let name, let since):
      return "tool: \(TextSanitizer.line(name)) \(Figures.seconds(Int(state.now.seconds(since: since))))"
    case .approval(PermissionRequest.questionTool): return "asks you"
    case .approval(let tool): return "approval: \(TextSanitizer.line(tool))"
    case .done: return "done"
    case .stopped: return "stopped"
    case .failed: return "failed"
    }
  }

  var line: StyledLine { StyledLine("\(mark) \(words)", Style(pane.status.role, bold: true)) }
}
