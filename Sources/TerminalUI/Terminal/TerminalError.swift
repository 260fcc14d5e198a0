/// Why there is no console on this terminal.
package enum TerminalError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Standard input or output is a pipe or a file; `which` names it.
  case noTerminal(which: String)
  /// `TERM` is missing, empty or `dumb`.
  case noCapabilities(term: String?)
  /// The terminal's description is missing, or cannot move the cursor.
  case unknownTerminal(term: String)
  /// The system gave no pipe or file.
  case system(call: String, reason: String)

  package var description: String {
    let instead = "to run tasks without the console, use agent-tui run"
    switch self {
    case .noTerminal(let which):
      return "\(which) is not a terminal, which the console needs; \(instead)"
    case .noCapabilities(let term):
      let value = term.map { "TERM is '\($0)'" } ?? "TERM is not set"
      return "\(value), and the console needs a terminal that can move its cursor; \(instead)"
    case .unknownTerminal(let term):
      return "there is no description of the terminal TERM='\(TextSanitizer.line(term))' that can move its cursor; "
        + "install it, or set TERM (xterm-256color fits most); \(instead)"
    case .system(let call, let reason):
      return "the console cannot start: \(call) failed: \(reason)"
    }
  }
}
