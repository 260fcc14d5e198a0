import TerminalUI

/// How somebody who looks elsewhere is told, setting `notify`.
enum Notifier: String, CaseIterable, Sendable {
  case none, bell, osc9, osc777

  /// The sequence that tells it; a terminal that does not know it shows nothing.
  ///
  /// - Parameter multiplexer: what is to hand it to the terminal around it; a bell is handed on as it is.
  func sequence(for text: String, through multiplexer: Multiplexer? = nil) -> String {
    let short = String(text.prefix(200))
    return switch self {
    case .none: ""
    case .bell: ControlSequences.bell
    case .osc9: wrapped(ControlSequences.notify("agent-tui: \(short)"), multiplexer)
    case .osc777: wrapped(ControlSequences.notify(title: "agent-tui", text: short), multiplexer)
    }
  }

  private func wrapped(_ sequence: String, _ multiplexer: Multiplexer?) -> String {
    multiplexer?.wrapped(sequence) ?? sequence
  }
}
