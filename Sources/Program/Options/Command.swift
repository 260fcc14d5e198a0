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
    }
  }

  /// What follows the command on its line.
  var usage: String {
    switch self {
    case .console, .bench, .sessions, .info, .rpcWorker: "\(spelling) [options]"
    case .run: "\(spelling) [options] [--task TEXT]…"
    case .prompt: "\(spelling) [options] --messages FILE"
    case .resume, .export: "\(spelling) [options] [ID]"
    case .trust: "\(spelling) [options] [DIR]"
    case .permissions: "\(spelling) explain [options] 'bash(git push)'…"
    case .pull: "\(spelling) [options] NAME|OWNER/REPO[:FILE]|URL"
    }
  }
}

extension Command {
  /// What whoever starts a worker must know.
  static let workerWarning =
    "The protocol has no authentication and no encryption: whoever reaches the port can use this machine's memory and "
    + "processor, read what is computed, and may well be able to do more. It belongs on a private network that you trust."
}
