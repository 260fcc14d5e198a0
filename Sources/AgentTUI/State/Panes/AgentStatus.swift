import TerminalUI
import Threading

/// What an agent does now, as its pane's title says it.
enum AgentStatus: Equatable, Sendable {
  case idle
  /// Waits: for a slot at this place, or (nil) for its turn to begin.
  case queued(position: Int?)
  /// Its prompt is being computed, in tokens; nil until the first figure.
  case prefill(Prefill?)
  case decode
  case tool(name: String, since: MonotonicTime)
  case approval(tool: String)
  case done, stopped, failed

  /// How far a prompt is.
  struct Prefill: Equatable, Sendable {
    var done: Int
    var total: Int
    var reused: Int

    /// 0 to 100.
    var percent: Int { total > 0 ? min(100, max(0, done * 100 / total)) : 0 }
  }

  /// Whether a run is on.
  var isRunning: Bool {
    switch self {
    case .queued, .prefill, .decode, .tool, .approval: true
    case .idle, .done, .stopped, .failed: false
    }
  }

  /// Mark and colour.
  var role: Role {
    switch self {
    case .idle: .idle
    case .queued: .queued
    case .prefill: .prefill
    case .decode: .decode
    case .tool: .tool
    case .approval: .approval
    case .done: .done
    case .stopped: .stopped
    case .failed: .failed
    }
  }
}
