/// Programs that run others in ways of their own.
extension CommandAnalysis {
  static let shells: Set<String> = ["sh", "bash", "dash", "zsh", "ksh", "mksh", "ash", "fish", "rbash"]
  /// Those that read the language of `ShellParser`.
  private static let knownShells: Set<String> = ["sh", "bash", "dash"]

  /// Programs of which nobody can say what they run from what they are given.
  static let runsOthers: Set<String> = [
    "su", "runuser", "watch", "parallel", "script", "flock", "strace", "ltrace", "gdb", "systemd-run", "entr", "at",
    "batch", "unshare", "nsenter", "unbuffer", "setpriv", "firejail", "proot", "numactl", "taskset", "chrt",
    "prlimit", "toybox", "busybox", "expect", "dbus-run-session", "faketime", "chroot", "bwrap", "pkexec",
    "start-stop-daemon", "screen", "tmux", "socat", "hyperfine", "valgrind", "catchsegv", "ssh-agent", "coproc",
  ]

  /// A shell runs a text, which is of the same language, or a file, which is a program like others.
  mutating func addShell(
    _ command: ArraySlice<Word>, at position: Position, inner: Position
  ) throws(NotUnderstood) {
    let name = command.first?.text ?? ""
    let arguments = Array(command.dropFirst())
    if arguments.count == 1, ["--version", "--help"].contains(arguments[0].text) {
      return addPart(command, around: position.around)
    }
    guard let script = ShellArguments(arguments) else {
      throw NotUnderstood(reason: "what '\(name)' does with its options cannot be told")
    }
    switch script {
    case .input:
      throw NotUnderstood(reason: "a shell reads what it runs from its input")
    case .file(let file):
      // What it reads there may be what it is given on its way.
      guard file.isLiteral, !Self.isInput(file.text) else {
        throw NotUnderstood(reason: "what '\(name)' runs cannot be told")
      }
      addPart(command, around: position.around)
    case .text(let text):
      guard text.isLiteral, Self.knownShells.contains(Self.systemName(name) ?? "") else {
        throw NotUnderstood(reason: "what '\(name)' runs cannot be told")
      }
      wrappers.append(Self.text(of: command))
      try addScript(text.text, at: inner)
    }
  }

  /// Whether a shell that is given this as its script reads its input.
  static func isInput(_ script: String) -> Bool {
    script == "-" || script.hasPrefix("/dev/") || script.hasPrefix("/proc/")
  }

  /// `find` runs what stands behind `-exec`; a word that only the shell knows might be such an option.
  mutating func addFindActions(_ arguments: ArraySlice<Word>, inner: Position) throws(NotUnderstood) {
    var rest = arguments
    var previous = ""
    while let action = rest.popFirst() {
      defer { previous = action.text }
      let isValue = !action.splits && FindExpression.takesValue(previous)
      let isPath = action.knownPrefix.first.map { $0.isLetter || $0 == "/" || $0 == "." } ?? false
      guard action.isLiteral || isValue || isPath && !action.splits else {
        throw NotUnderstood(reason: "find may be told to run something by \(action.text)")
      }
      if isValue { continue }
      if ["-fprint", "-fprint0", "-fls", "-fprintf"].contains(action.text), let target = rest.first {
        writes.append(target)
      }
      // A rule that lets `find` look around does not let it delete.
      if action.text == "-delete" { addPart([Word(text: "rm"), .added], around: inner.around) }
      guard ["-exec", "-execdir", "-ok", "-okdir"].contains(action.text) else { continue }
      isWrapped = true
      if action.text.hasSuffix("dir") { folders.append(nil) }
      try add(FindExpression.takeCommand(&rest), at: inner)
    }
  }
}

/// What `find` is told.
enum FindExpression {
  /// The command behind `-exec`, with what find puts into it left open.
  static func takeCommand(
    _ rest: inout ArraySlice<ShellScript.Word>
  ) throws(ShellScript.NotUnderstood) -> ArraySlice<ShellScript.Word> {
    var command: [ShellScript.Word] = []
    while let word = rest.popFirst() {
      if word.text == ";" || word.text == "+" && command.last?.text == "{}" {
        return command.map { $0.filling("{}") }[...]
      }
      command.append(word)
    }
    throw ShellScript.NotUnderstood(reason: "the command that find runs does not end")
  }

  /// Whether the next word belongs to this one, whatever it is.
  static func takesValue(_ option: String) -> Bool {
    [
      "-name", "-iname", "-path", "-ipath", "-wholename", "-iwholename", "-regex", "-iregex", "-lname", "-ilname",
      "-type", "-xtype", "-size", "-maxdepth", "-mindepth", "-newer", "-mtime", "-mmin", "-atime", "-amin", "-ctime",
      "-cmin", "-perm", "-user", "-group", "-uid", "-gid", "-links", "-inum", "-regextype", "-printf", "-samefile",
    ].contains(option)
  }
}

/// What a shell was told to run.
enum ShellArguments {
  case text(ShellScript.Word)
  case file(ShellScript.Word)
  case input

  /// - Returns: nil where an option may mean something else: of startup files, of another kind of shell.
  init?(_ arguments: [ShellScript.Word]) {
    var rest = arguments[...]
    var runsText = false
    while let option = rest.first, option.text.hasPrefix("-"), option.text.count > 1 {
      guard option.isLiteral else { return nil }
      rest.removeFirst()
      if option.text == "--" { break }
      if ["--norc", "--noprofile", "--posix"].contains(option.text) { continue }
      let letters = option.text.dropFirst()
      guard letters.allSatisfy({ "ceuxo".contains($0) }) else { return nil }
      if letters.contains("c") { runsText = true }
      if letters.contains("o") {
        guard letters.filter({ $0 == "o" }).count == 1, let name = rest.popFirst(), name.isLiteral,
          ["pipefail", "errexit", "nounset", "xtrace"].contains(name.text)
        else { return nil }
      }
    }
    guard let word = rest.first else {
      if runsText { return nil }
      self = .input
      return
    }
    guard !word.text.hasPrefix("+"), !word.splits else { return nil }
    self = runsText ? .text(word) : .file(word)
  }
}
