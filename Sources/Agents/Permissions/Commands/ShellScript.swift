/// What a command line is made of, as far as it can be told without running it.
struct ShellScript: Sendable, Equatable {
  /// One word of a command.
  struct Word: Sendable, Hashable {
    /// Quotes removed; expansions (`$X`, `$(…)`) stand as they were written.
    var text: String
    /// Whether the shell puts something else in place of a part of it.
    var isExpanded = false
    /// Whether the shell may make several words of it: unquoted `*`, `?`, `[`, `{a,b}`.
    var isPattern = false
    /// Whether it began with an unquoted `~`.
    var hasTilde = false
    /// Whether any of it was quoted.
    var isQuoted = false
    /// How many bytes in front are an unquoted name with `=` or `+=`: that of a variable.
    var assignmentPrefix = 0

    /// Whether its text is what the command gets.
    var isLiteral: Bool { !isExpanded && !isPattern }
    /// The variable that it sets, where it does.
    var variable: String? {
      guard assignmentPrefix > 0 else { return nil }
      let name = text.utf8.prefix(assignmentPrefix - 1)
      return String(Substring(name.last == UInt8(ascii: "+") ? name.dropLast() : name))
    }
  }

  /// A file that the shell opens for a command.
  struct Redirection: Sendable, Hashable {
    var writes: Bool
    var target: Word
  }

  /// One simple command.
  struct Command: Sendable, Hashable {
    var words: [Word] = []
    var redirections: [Redirection] = []

    /// Whether there is anything to it.
    var isEmpty: Bool { words.isEmpty && redirections.isEmpty }
  }

  /// All commands, those of subshells and substitutions too, in the order in which they end.
  var commands: [Command] = []
  /// Why this may not be all, or not be right; empty where it is certain.
  var doubts: [String] = []
  /// Whether it is more than one simple command without substitutions.
  var isCompound = false
}
