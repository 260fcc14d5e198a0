extension CompletionScript {
  /// A line for each option of each command; fish itself finds out which command was typed.
  static var fish: String {
    let commands = Command.allCases.filter { $0 != .console }.map { command in
      "complete -c agent-tui -n \(quotedInFish(condition(of: .console))) -a \(command.rawValue) "
        + "-d \(quotedInFish(command.summary))"
    }
    let options = OptionTable.options.flatMap(inFish)
    let arguments = Command.allCases.flatMap(argumentsInFish)
    return #"""
      # Completes agent-tui in fish; made by 'agent-tui completions fish'.
      complete -c agent-tui -f
      \#(lines(commands + options + arguments, depth: 0))

      """#
  }

  private static func inFish(_ option: OptionSpecification) -> [String] {
    Command.allCases.filter(option.commands.contains).map { command in
      let value = option.value == nil ? "" : inFish(candidates(for: option))
      return "complete -c agent-tui -n \(quotedInFish(condition(of: command))) -l \(option.name)\(value) "
        + "-d \(quotedInFish(option.summary))"
    }
  }

  private static func inFish(_ candidates: Candidates) -> String {
    switch candidates {
    case .words(let words): " -x -a \(quotedInFish(words.joined(separator: " ")))"
    case .files: " -r -F"
    case .folders: " -x -a '(__fish_complete_directories)'"
    case .anything: " -x"
    }
  }

  private static func argumentsInFish(_ command: Command) -> [String] {
    let start = "complete -c agent-tui -n \(quotedInFish(condition(of: command)))"
    switch command {
    case .config:
      let words = ConfigRequest.words.joined(separator: " ")
      return [
        "complete -c agent-tui -n '__fish_seen_subcommand_from config; and not __fish_seen_subcommand_from \(words)' "
          + "-a \(quotedInFish(words))",
        "complete -c agent-tui -n '__fish_seen_subcommand_from config; and __fish_seen_subcommand_from check' -F",
      ]
    case .console: return []  // the commands stand above, with what they do
    case .run, .bench, .sessions, .resume, .export, .info, .prompt, .trust, .permissions, .pull, .rpcWorker,
      .completions, .man:
      switch candidates(for: command) {
      case .words(let words): return ["\(start) -a \(quotedInFish(words.joined(separator: " ")))"]
      case .folders: return ["\(start) -a '(__fish_complete_directories)'"]
      case .files: return ["\(start) -F"]
      case .anything: return []
      }
    }
  }

  private static func condition(of command: Command) -> String {
    command == .console
      ? "not __fish_seen_subcommand_from \(Command.words.joined(separator: " "))"
      : "__fish_seen_subcommand_from \(command.rawValue)"
  }

  private static func quotedInFish(_ text: String) -> String {
    quoted(text.map { $0 == "\\" ? "\\\\" : "\($0)" }.joined(), quote: "\\'")
  }
}
