extension CompletionScript {
  /// One function: it finds the command and what stands before the cursor, and offers what the table says of them. It works
  /// without the package bash-completion, and in bash 3.2, which has no `compopt`.
  static var bash: String {
    #"""
    # Completes agent-tui in bash; made by 'agent-tui completions bash'.
    _agent_tui() {
      local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command= words= i
      COMPREPLY=()
      # What stands before and behind '=' are words of their own.
      if [ "$current" = = ]; then
        current=
      elif [ "$previous" = = ] && [ "$COMP_CWORD" -gt 2 ]; then
        previous=${COMP_WORDS[COMP_CWORD-2]}
      fi
      for ((i = 1; i < COMP_CWORD; i++)); do
        case "${COMP_WORDS[i]}" in
          \#(flagsWithValue.joined(separator: "|")))
            i=$((i + 1))
            if [ "${COMP_WORDS[i]}" = = ]; then i=$((i + 1)); fi ;;
          -*) ;;
          \#(Command.words.joined(separator: "|"))) command=${COMP_WORDS[i]}; break ;;
          *) break ;;
        esac
      done
      case "$command $previous" in
        \#(lines(valuesInBash, depth: 4))
      esac
      case "$command" in
        \#(lines(Command.allCases.map(wordsInBash), depth: 4))
      esac
      COMPREPLY=($(compgen -W "$words" -- "$current"))
    }
    _agent_tui_files() {
      compopt -o default 2>/dev/null || COMPREPLY=($(compgen -f -- "$1"))
    }
    _agent_tui_folders() {
      local IFS=$'\n'
      compopt -o filenames 2>/dev/null
      COMPREPLY=($(compgen -d -- "$1"))
    }
    complete -F _agent_tui agent-tui

    """#
  }

  /// A line for each option with a value: what it takes, which may hang on the command.
  private static var valuesInBash: [String] {
    flagsWithValue.flatMap { flag -> [String] in
      let options = OptionTable.options.filter { $0.flag == flag && $0.value != nil }
      if options.allSatisfy({ candidates(for: $0) == candidates(for: options[0]) }) {
        return ["*' \(flag)') \(inBash(candidates(for: options[0]))) ;;"]
      }
      return options.map { option in
        let places = Command.allCases.filter(option.commands.contains).map { command in
          "'\(command == .console ? "" : command.rawValue) \(flag)'"
        }
        return "\(places.joined(separator: "|"))) \(inBash(candidates(for: option))) ;;"
      }
    }
  }

  /// What offers these, and ends the function where they are no list of words.
  private static func inBash(_ candidates: Candidates) -> String {
    switch candidates {
    case .words(let words): "COMPREPLY=($(compgen -W '\(words.joined(separator: " "))' -- \"$current\")); return"
    case .files: "_agent_tui_files \"$current\"; return"
    case .folders: "_agent_tui_folders \"$current\"; return"
    case .anything: "return"
    }
  }

  /// What a command's options are, and what else can follow it.
  private static func wordsInBash(_ command: Command) -> String {
    let flags = OptionTable.options(of: command).map(\.flag).joined(separator: " ")
    let others =
      switch candidates(for: command) {
      case .words(let words): "words='\(words.joined(separator: " "))'"
      case .files, .folders, .anything: inBash(candidates(for: command))
      }
    let check =
      command == .config ? "if [ \"$previous\" = check ]; then _agent_tui_files \"$current\"; return; fi; " : ""
    return
      "\(name(command))) if [ \"${current#-}\" != \"$current\" ]; then words='\(flags)'; else \(check)\(others); fi ;;"
  }

  /// A command as the script keeps it; none is the console.
  private static func name(_ command: Command) -> String { command == .console ? "''" : command.rawValue }
}
