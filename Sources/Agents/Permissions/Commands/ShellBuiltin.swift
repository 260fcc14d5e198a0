// What the shell itself does. Its words and builtins are a closed list, so this one is whole: what is in it and has no
// line in `addBuiltin` is not understood.

/// Words and commands of the shell.
enum ShellBuiltin {
  /// Words of the grammar, of either shell. Quoted they would be programs of that name, which nobody has.
  static let reserved: Set<String> = [
    "if", "then", "elif", "else", "fi", "for", "in", "while", "until", "do", "done", "case", "esac", "function",
    "select", "coproc", "{", "}", "!", "[[", "]]", "((",
  ]

  /// Builtins that no program has the name of, or that mean something else than the program.
  static let onlyBuiltins: Set<String> = [
    ".", ":", "alias", "bg", "bind", "break", "builtin", "caller", "cd", "command", "compgen", "complete", "compopt",
    "continue", "declare", "dirs", "disown", "enable", "eval", "exec", "exit", "export", "fc", "fg", "getopts", "hash",
    "help", "history", "jobs", "let", "local", "logout", "mapfile", "popd", "pushd", "read", "readarray", "readonly",
    "return", "set", "shift", "shopt", "source", "suspend", "times", "trap", "type", "typeset", "ulimit", "umask",
    "unalias", "unset", "wait", "chdir",
  ]

  /// Those that neither run nor change anything, whatever they are given.
  static let plain: Set<String> = [":", "true", "false", "echo", "pwd", "times", "type", "kill", "umask", "ulimit"]

  /// Those of which other shells make something else with a name that is not one: an array's index is calculated, and
  /// may run a command.
  static let setters: Set<String> = ["export", "readonly", "unset", "read", "local"]

  /// Whether it is what a variable may be called.
  static func isName(_ text: some StringProtocol) -> Bool {
    guard let first = text.utf8.first, ShellParser.isNameStart(first) else { return false }
    return text.utf8.allSatisfy { ShellParser.isNameStart($0) || (48...57).contains($0) }
  }

  /// Whether each word is a plain name, or a name with a value where that may be.
  static func setsPlainNames(_ program: String, _ arguments: ArraySlice<ShellScript.Word>) -> Bool {
    var rest = arguments
    if program == "read" {
      while let option = rest.first, option.isLiteral, ["-r", "-p"].contains(option.text) {
        rest.removeFirst()
        if option.text == "-p", rest.popFirst()?.splits != false { return false }
      }
    }
    return rest.allSatisfy { word in
      if let variable = word.variable { return !["read", "unset"].contains(program) && isName(variable) }
      return word.isLiteral && isName(word.text)
    }
  }

  /// `printf` with a format that is known, and that writes into no variable.
  static func isPlainPrintf(_ arguments: ArraySlice<ShellScript.Word>) -> Bool {
    var rest = arguments
    if rest.first?.text == "--" { rest.removeFirst() } else if rest.first?.text.hasPrefix("-") == true { return false }
    guard let format = rest.first, format.isLiteral else { return false }
    var isDirective = false
    for sign in format.text {
      if sign == "%" {
        isDirective.toggle()
      } else if isDirective {
        if sign == "n" { return false }
        if sign.isLetter || sign == "(" { isDirective = false }
      }
    }
    return true
  }

  /// `set -e`, `set -euo pipefail`.
  static func isPlainSet(_ arguments: ArraySlice<ShellScript.Word>) -> Bool {
    var rest = arguments
    guard !rest.isEmpty else { return false }
    while let word = rest.popFirst() {
      guard word.isLiteral, let sign = word.text.first, sign == "-" || sign == "+", word.text.count > 1,
        word.text.dropFirst().allSatisfy({ "euxo".contains($0) })
      else { return false }
      guard word.text.contains("o") else { continue }
      guard let name = rest.popFirst(), ["pipefail", "errexit", "nounset", "xtrace"].contains(name.text) else {
        return false
      }
    }
    return true
  }
}

extension CommandAnalysis {
  /// Adds what the shell does itself.
  ///
  /// - Returns: false where it is a program.
  mutating func addBuiltin(_ command: ArraySlice<Word>, at position: Position) throws(NotUnderstood) -> Bool {
    guard let name = command.first?.text else { return false }
    let arguments = command.dropFirst()
    let isUnderstood: Bool
    switch name {
    case _ where ShellBuiltin.plain.contains(name):
      isUnderstood = true
    case "cd", "chdir":
      let target = arguments.first { !$0.text.hasPrefix("-") }
      folders.append(target.flatMap { $0.isLiteral ? $0.text : nil })
      isUnderstood = name == "cd"
    case "exit", "return", "shift":
      isUnderstood = arguments.count < 2
    case "break", "continue":
      isUnderstood = arguments.isEmpty
    case "test", "[":
      isUnderstood = TestExpression.isUnderstood(name, arguments)
    case "printf":
      isUnderstood = ShellBuiltin.isPlainPrintf(arguments)
    case _ where ShellBuiltin.setters.contains(name):
      isUnderstood = ShellBuiltin.setsPlainNames(name, arguments)
    case "set":
      isUnderstood = ShellBuiltin.isPlainSet(arguments)
    case "wait", "jobs":
      isUnderstood = arguments.allSatisfy { $0.text == "$!" || $0.isLiteral && Int($0.text) != nil }
    case ".", "source":
      isUnderstood = arguments.first.map { $0.isLiteral && !$0.text.hasPrefix("-") && !Self.isInput($0.text) } ?? false
    case "eval", "trap", "exec", "command", "builtin":
      try addRunner(name, command, at: position)
      return true
    case _ where ShellBuiltin.onlyBuiltins.contains(name):
      isUnderstood = false
    default:
      return false
    }
    guard isUnderstood else { throw NotUnderstood(reason: "what '\(name)' does here cannot be told") }
    addPart(command, around: position.around)
    return true
  }

  /// Builtins that run what they are given.
  private mutating func addRunner(
    _ name: String, _ command: ArraySlice<Word>, at position: Position
  ) throws(NotUnderstood) {
    var arguments = command.dropFirst()
    var inner = position
    inner.around += Self.faces(of: command)
    inner.depth += 1
    inner.takesVariables = false
    switch name {
    case "eval", "trap":
      if arguments.first?.text == "--" { arguments.removeFirst() }
      let texts = name == "trap" ? arguments.prefix(1) : arguments
      guard !arguments.isEmpty, arguments.allSatisfy(\.isLiteral), arguments.first?.text.hasPrefix("-") == false else {
        throw NotUnderstood(reason: "what '\(name)' runs cannot be told")
      }
      try addScript(texts.map(\.text).joined(separator: " "), at: inner)
      wrappers.append(Self.text(of: command))
    case "command" where ["-v", "-V"].contains(arguments.first?.text):
      addPart(command, around: position.around)
    default:
      isWrapped = true
      if arguments.isEmpty, name == "exec" { return }
      guard let first = arguments.first, !first.text.hasPrefix("-") else {
        throw NotUnderstood(reason: "what '\(name)' does with its options cannot be told")
      }
      // `exec` runs programs only.
      inner.isShell = name != "exec"
      wrappers.append(Self.text(of: command))
      try add(arguments, at: inner)
    }
  }
}

/// What `test` and `[` are given: only the forms of which the number of words says what they mean. Others calculate
/// with a word (`-v 'a[$(…)]'`), or may come to do so when a word becomes several.
enum TestExpression {
  private static let unary: Set<String> = [
    "-b", "-c", "-d", "-e", "-f", "-g", "-h", "-L", "-n", "-p", "-r", "-S", "-s", "-u", "-w", "-x", "-z",
  ]
  private static let binary: Set<String> = ["=", "!=", "-eq", "-ne", "-gt", "-ge", "-lt", "-le"]

  static func isUnderstood(_ program: String, _ arguments: ArraySlice<ShellScript.Word>) -> Bool {
    var rest = arguments
    if program == "[" {
      guard let last = rest.popLast(), last.text == "]", last.isLiteral else { return false }
    }
    guard !rest.contains(where: { $0.splits || $0.isPattern }) else { return false }
    if rest.count > 1, rest.first?.text == "!", rest.first?.isLiteral == true { rest.removeFirst() }
    let words = Array(rest)
    // Whatever they mean together, none of these calculates.
    let isKnown = words.allSatisfy { $0.isLiteral && !["-v", "-R", "-t"].contains($0.text) }
    if isKnown { return true }
    switch words.count {
    case 0, 1: return true
    case 2: return words[0].isLiteral && unary.contains(words[0].text)
    case 3: return words[1].isLiteral && binary.contains(words[1].text)
    default: return false
    }
  }
}
