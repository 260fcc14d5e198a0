import TerminalUI

/// A value for an option, and where it was given.
struct Setting: Sendable {
  let option: OptionSpecification
  let value: String
  /// For the person: `--agents`, `AGENT_TUI_AGENTS`, `"agents" in /home/ada/.config/agent-tui/config.json`.
  let source: String

  /// As it is shown, harmless on a terminal: `allow "bash(make *)"`.
  var shown: String { "\(option.name) \"\(TextSanitizer.line(value))\"" }

  /// Puts the value into `options`.
  func apply(to options: inout ResolvedOptions) throws(UsageError) {
    do {
      try option.apply(value, &options)
    } catch {
      throw UsageError(error.sentence(value, source: source))
    }
  }
}
