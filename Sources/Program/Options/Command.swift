/// What the program can be asked to do.
enum Command: String, CaseIterable, Sendable {
  /// The console: what `agent-tui` does without a command.
  case console
  case run
  case bench
  case sessions
  case resume
  case export
  case info
  case prompt
  case trust
  case permissions
  case pull
  case rpcWorker = "rpc-worker"
  case config
  case completions
  case man

  /// How it is typed: `agent-tui run`.
  var spelling: String {
    self == .console ? "agent-tui" : "agent-tui \(rawValue)"
  }

  /// The command that a word names; the console has none.
  init?(word: String) {
    guard let command = Command(rawValue: word), command != .console else { return nil }
    self = command
  }

  /// The words that name commands.
  static let words = allCases.filter { $0 != .console }.map(\.rawValue)

  /// What it does, for help.
  var summary: String {
    switch self {
    case .console: "Watch and steer many local agents that share one loaded model."
    case .run: "Work on tasks without a console: from --task, --tasks-file, or standard input, a task a line."
    case .bench: "Measure this machine through the program's own path."
    case .sessions: "List earlier sessions, the latest first."
    case .resume: "Go on with an earlier session; without ID you choose one. Into a pipe: show how it went."
    case .export: "Write a session for somebody else: what was asked, said and done; without ID the latest."
    case .info: "Show versions, devices, the model, and every path in use."
    case .prompt: "Print what a model would be given for messages in OpenAI's form, as text or as tokens."
    case .trust: "Let the project's settings file in DIR, or here, widen what is allowed, as long as it stays as it is."
    case .permissions: "Tell what the rules decide on a call, which rule or reason decides, and what they see of it."
    case .pull: "Get a model: by one of our names, from Hugging Face, or from an address."
    case .rpcWorker: "Compute a part of the model of another machine's agent-tui --rpc."
    case .config: "Print the JSON schema of the settings files, or check FILE, or without one those in use."
    case .completions: "Print what makes bash, zsh or fish complete this program's commands and options."
    case .man: "Print the manual page, as 'man -l -' reads it."
    }
  }

  /// What follows the command on its line.
  var usage: String {
    switch self {
    case .console, .bench, .sessions, .info, .rpcWorker, .man: "\(spelling) [options]"
    case .run: "\(spelling) [options] [--task TEXT]…"
    case .prompt: "\(spelling) [options] --messages FILE"
    case .resume, .export: "\(spelling) [options] [ID]"
    case .trust: "\(spelling) [options] [DIR]"
    case .permissions: "\(spelling) explain [options] 'bash(git push)'…"
    case .pull: "\(spelling) [options] NAME|OWNER/REPO[:FILE]|URL"
    case .config: "\(spelling) schema|check [FILE]"
    case .completions: "\(spelling) \(Shell.allCases.map(\.rawValue).joined(separator: "|"))"
    }
  }
}

extension Command {
  /// Whether the settings files and the environment have a say. What describes or checks the settings must come where
  /// they are broken, too, and say the same on every machine.
  var readsSettings: Bool {
    switch self {
    case .console, .run, .bench, .sessions, .resume, .export, .info, .prompt, .trust, .permissions, .pull, .rpcWorker:
      true
    case .config, .completions, .man: false
    }
  }

  /// What whoever starts a worker must know.
  static let workerWarning =
    "The protocol has no authentication and no encryption: whoever reaches the port can use this machine's memory and "
    + "processor, read what is computed, and may well be able to do more. It belongs on a private network that you trust."
}

/// What `config` is asked for.
enum ConfigRequest: Sendable, Equatable {
  case schema
  /// Whether a settings file is right; without one, those in use.
  case check(file: String?)

  /// The words that ask for it.
  static let words = ["schema", "check"]
}

/// A shell that completes command lines.
enum Shell: String, CaseIterable, Sendable {
  case bash, zsh, fish
}
