// Who has the keys. Several things may be there at the same time (a prompt over an overlay over a selection over a composer);
// the one on top has them, and which that is, is decided here alone.

/// What has the keys now.
enum Mode: Equatable, Sendable {
  /// A line to fill in.
  case prompt(Prompt)
  /// What lies over the panes.
  case overlay(Overlay)
  /// Lines being selected in the focused pane.
  case copying(CopyMode)
  /// The composer.
  case composing
  /// The panes.
  case panes

  /// Whether letters are text here.
  var isWriting: Bool {
    switch self {
    case .prompt, .overlay(.picker), .composing: true
    case .overlay, .copying, .panes: false
    }
  }
}

extension ConsoleState {
  /// What has the keys now.
  var mode: Mode {
    if let prompt { return .prompt(prompt) }
    if let overlay { return .overlay(overlay) }
    if let copy { return .copying(copy) }
    return place == .composer ? .composing : .panes
  }

  /// The contexts that a key is looked for in, the innermost first.
  var contexts: [KeyContext] {
    switch mode {
    case .prompt: return KeyContext.prompt.stack
    case .overlay(let overlay): return overlay.context.stack
    case .copying: return KeyContext.copying.stack
    case .composing: return KeyContext.composer.stack
    case .panes:
      let isSearching = focused?.search != nil
      let isAsked = focused.map { approval(of: $0.name) != nil } ?? false
      return KeyContext.searching.stack.filter { context in
        context == .searching ? isSearching : context == .approval ? isAsked : true
      }
    }
  }
}

extension Overlay {
  /// Where a key press lands while it is there.
  var context: KeyContext {
    switch self {
    case .picker: .picker
    case .reader: .reader
    case .approvals: .approvals
    case .map: .map
    case .changes: .changes
    case .confirmation: .confirmation
    }
  }
}
