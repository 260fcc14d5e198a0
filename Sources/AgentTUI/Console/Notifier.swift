/// How somebody who looks elsewhere is told, setting `notify`.
enum Notifier: String, CaseIterable, Sendable {
  case none, bell, osc9, osc777

  /// The sequence that tells it; a terminal that does not know it shows nothing.
  ///
  /// - Parameter throughTmux: whether tmux is to hand it to the terminal around it; a bell it hands on itself.
  func sequence(for text: String, throughTmux: Bool = false) -> String {
    let short = String(text.prefix(200))
    return switch self {
    case .none: ""
    case .bell: ControlSequences.bell
    case .osc9: wrapped(ControlSequences.notify("agent-tui: \(short)"), throughTmux)
    case .osc777: wrapped(ControlSequences.notify(title: "agent-tui", text: short), throughTmux)
    }
  }

  private func wrapped(_ sequence: String, _ throughTmux: Bool) -> String {
    throughTmux ? ControlSequences.throughTmux(sequence) : sequence
  }
}
