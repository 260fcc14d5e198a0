/// What a command line is made of, in the small language that bash and dash read alike.
struct ShellScript: Sendable, Equatable {
  /// Why a command line is not of that language.
  struct NotUnderstood: Error, Equatable {
    /// Part of a sentence: `it holds back quotes`.
    let reason: String
  }

  /// One word of a command.
  struct Word: Sendable, Hashable {
    /// Stands in `shape` where nobody knows what the shell puts there.
    static let hole: Character = "\0"

    /// Quotes removed; expansions (`$X`, `$(…)`) stand as they were written.
    var text: String
    /// The text with a `hole` for each expansion, and each pattern.
    var shape: String
    /// Whether the shell puts something else in place of a part of it.
    var isExpanded = false
    /// Whether what it puts there may become several words: `$X` without quotes, `"$@"`.
    var splits = false
    /// Whether the shell may make several words of it: unquoted `*`, `?`, `[`.
    var isPattern = false
    /// Whether it began with an unquoted `~`.
    var hasTilde = false
    /// Whether any of it was quoted.
    var isQuoted = false
    /// How many bytes in front are an unquoted name with `=`: that of a variable.
    var assignmentPrefix = 0

    /// A word that is what it says.
    init(text: String) {
      self.text = text
      shape = text
    }

    /// Whether its text is what the command gets.
    var isLiteral: Bool { !isExpanded && !isPattern }
    /// The variable that it sets, where it stands before a command.
    var variable: String? {
      assignmentPrefix > 0 ? String(decoding: text.utf8.prefix(assignmentPrefix - 1), as: UTF8.self) : nil
    }
    /// What is known of its beginning.
    var knownPrefix: Substring { shape.prefix { $0 != Self.hole } }

    /// The word where a program puts something of its own in place of `mark`, wherever that stands in it.
    func filling(_ mark: String) -> Word {
      var word = self
      var rest = Array(shape.utf8)[...]
      var filled: [UInt8] = []
      while let byte = rest.first {
        if !mark.isEmpty, rest.starts(with: mark.utf8) {
          rest = rest.dropFirst(mark.utf8.count)
          filled.append(0)
          word.isExpanded = true
        } else {
          rest = rest.dropFirst()
          filled.append(byte)
        }
      }
      word.shape = String(decoding: filled, as: UTF8.self)
      return word
    }

    /// A word of which nothing is known, several perhaps, that a program adds to a command.
    static var added: Word {
      var word = Word(text: "{}")
      (word.shape, word.isExpanded, word.splits) = (String(hole), true, true)
      return word
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

  /// All commands, those of substitutions too, in the order in which they end.
  var commands: [Command] = []
  /// Whether it is more than one simple command without substitutions.
  var isCompound = false
}
