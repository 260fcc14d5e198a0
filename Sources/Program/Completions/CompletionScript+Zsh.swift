extension CompletionScript {
  /// `_arguments` with the options of the console, and behind a command with those of the command. As a file `_agent-tui`
  /// in a folder of `$fpath` it is read when it is first needed; sourced, it enters itself.
  static var zsh: String {
    let commands = Command.allCases.filter { $0 != .console }
    return #"""
      #compdef agent-tui
      # Completes agent-tui in zsh; made by 'agent-tui completions zsh'.
      _agent-tui() {
        local context state state_descr line ret=1
        typeset -A opt_args
        local -a commands
        commands=(
          \#(lines(commands.map { quoted("\(escaped($0.rawValue, ":")):\($0.summary)") }, depth: 4))
        )
        _arguments -C \
          \#(lines(OptionTable.options(of: .console).map(inZsh), depth: 4, end: " \\")) \
          '1: :->command' \
          '*:: :->arguments' && return 0
        case $state in
          command) _describe -t commands command commands && ret=0 ;;
          arguments)
            case $words[1] in
              \#(lines(commands.flatMap(argumentsInZsh), depth: 8))
            esac ;;
        esac
        return ret
      }
      if [ "$funcstack[1]" = _agent-tui ]; then _agent-tui "$@"; else compdef _agent-tui agent-tui; fi

      """#
  }

  /// The branch of a command: its options, and what else can follow it.
  private static func argumentsInZsh(_ command: Command) -> [String] {
    let specifications = OptionTable.options(of: command).map(inZsh) + wordsInZsh(command).map { quoted($0) }
    return ["\(command.rawValue))", "  _arguments \\"] + specifications.map { "    \($0) \\" } + ["    && ret=0 ;;"]
  }

  /// `'*--allow=[allow without asking]:RULE: '`: an option as `_arguments` reads it.
  private static func inZsh(_ option: OptionSpecification) -> String {
    let start = option.isRepeatable ? "*" : ""
    let summary = escaped(option.summary, "[]")
    guard let value = option.value else { return quoted("\(start)\(option.flag)[\(summary)]") }
    return quoted("\(start)\(option.flag)=[\(summary)]:\(escaped(value, ":")):\(inZsh(candidates(for: option)))")
  }

  private static func inZsh(_ candidates: Candidates) -> String {
    switch candidates {
    case .words(let words): "(\(words.joined(separator: " ")))"
    case .files: "_files"
    case .folders: "_files -/"
    case .anything: " "
    }
  }

  private static func wordsInZsh(_ command: Command) -> [String] {
    switch candidates(for: command) {
    case .anything: []
    case .words, .files, .folders:
      ["1:\(command.rawValue):\(inZsh(candidates(for: command)))"] + (command == .config ? ["2:FILE:_files"] : [])
    }
  }

  private static func escaped(_ text: String, _ characters: String) -> String {
    text.map { characters.contains($0) || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined()
  }
}
