// The scripts hold everything that they offer: asking the program at each Tab would cost a start of it, which loads
// libllama. They are made anew with every build, so they know the options that the program beside them knows.

/// What makes a shell complete this program's command lines.
enum CompletionScript {
  /// What can stand in a place of the command line.
  enum Candidates: Equatable {
    case words([String])
    case files
    case folders
    /// Something that nobody can guess.
    case anything
  }

  /// The script for a shell, as `agent-tui completions` prints it.
  static func text(for shell: Shell) -> String {
    switch shell {
    case .bash: bash
    case .zsh: zsh
    case .fish: fish
    }
  }

  /// What can follow an option.
  static func candidates(for option: OptionSpecification) -> Candidates {
    switch option.value {
    case "PATH", "FILE": .files
    case "DIR": .folders
    default: option.words.isEmpty ? .anything : .words(option.words)
    }
  }

  /// What can follow a command that is no option.
  static func candidates(for command: Command) -> Candidates {
    switch command {
    case .console: .words(Command.words)
    case .trust: .folders
    case .pull: .words(KnownModel.all.map(\.name))
    case .config: .words(ConfigRequest.words)
    case .completions: .words(Shell.allCases.map(\.rawValue))
    case .permissions: .words(["explain"])
    case .run, .bench, .sessions, .resume, .export, .info, .prompt, .rpcWorker, .man: .anything
    }
  }

  /// The flags that take a value, each once, in the order of the table.
  static let flagsWithValue: [String] = {
    var flags: [String] = []
    for option in OptionTable.options where option.value != nil && !flags.contains(option.flag) {
      flags.append(option.flag)
    }
    return flags
  }()

  /// Lines at a depth of blanks; the first one stands where the text around it puts it.
  ///
  /// - Parameter end: what stands at the end of each but the last.
  static func lines(_ lines: [String], depth: Int, end: String = "") -> String {
    lines.joined(separator: "\(end)\n" + String(repeating: " ", count: depth))
  }

  /// A text in single quotes of a shell.
  ///
  /// - Parameter quote: how that shell writes a single quote among them.
  static func quoted(_ text: String, quote: String = "'\\''") -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: quote) + "'"
  }
}
