// What a command line would do, as rules need to know it: each program that it would run, seen through whatever runs
// it for another; each file that the shell would open for it; whether any of that is in doubt.

/// A command line taken apart for the rules.
struct CommandAnalysis: Sendable, Equatable {
  /// A program with its arguments.
  struct Part: Sendable, Hashable {
    /// The words, quoted where they need it, with a space between them: what rules that allow are compared with.
    var text: String
    /// Everything that a rule that forbids is compared with: the text, the text without quotes, with the program's
    /// name alone, and the same of every wrapper around it.
    var faces: [String]
    /// The program's words.
    var words: [ShellScript.Word]
  }

  /// The whole, without space around it.
  var text: String
  /// Every program that would run, in the order in which it is found; never empty.
  var parts: [Part] = []
  /// Where the shell would write.
  var writes: [ShellScript.Word] = []
  /// Where the shell would read from.
  var reads: [ShellScript.Word] = []
  /// The folders that it goes to; nil stands for one that cannot be told.
  var folders: [String?] = []
  /// Why not all of it is known.
  var doubts: [String]
  /// Whether it is more than one program.
  var isCompound: Bool
  /// Whether it runs what a wrapper or a shell is given.
  var isWrapped = false

  /// Takes a command line apart.
  init(_ command: String) {
    var trimmed = Substring(command)
    while let first = trimmed.first, first.isWhitespace { trimmed.removeFirst() }
    // A newline at the end ends a here-document; a backslash before it would be another thing than one before nothing.
    let script = ShellParser.parse(String(trimmed))
    while let last = trimmed.last, last.isWhitespace { trimmed.removeLast() }
    text = String(trimmed)
    doubts = script.doubts
    isCompound = script.isCompound
    add(script, around: [], depth: 0)
    if parts.isEmpty { parts = [Part(text: text, faces: [text], words: [])] }
    if parts.count > 1 { isCompound = true }
  }

  private mutating func doubt(_ reason: String) {
    if !doubts.contains(reason) { doubts.append(reason) }
  }

  private mutating func add(_ script: ShellScript, around: [String], depth: Int) {
    for command in script.commands {
      for redirection in command.redirections {
        if redirection.writes { writes.append(redirection.target) } else { reads.append(redirection.target) }
      }
      add(command.words[...], around: around, depth: depth)
    }
  }

  /// Adds a command, looking through wrappers; `around` are the faces of those outside of it.
  private mutating func add(
    _ words: ArraySlice<ShellScript.Word>, around: [String], depth: Int
  ) {
    guard depth < 16 else { return doubt("it is nested too deeply") }
    let variables = words.prefix { $0.variable != nil }
    let command = words.dropFirst(variables.count)
    if variables.contains(where: { Self.steers($0.variable ?? "") }) { addPart(words, around: around) }
    guard let name = command.first else { return }
    let around = variables.isEmpty ? around : around + Self.faces(of: words)
    if !name.isLiteral { doubt("the program's name is not known: \(name.text)") }
    let program = Self.baseName(name.text)
    let inner = around + Self.faces(of: command)
    let arguments = command.dropFirst()

    if let wrapper = CommandWrapper.all[program] {
      isWrapped = true
      guard let unwrapped = wrapper.unwrap(arguments) else {
        doubt("what '\(program)' runs cannot be told")
        return addPart(command, around: around)
      }
      // `command -v x` only tells where x is.
      let onlyTells = program == "command" && arguments.first.map { ["-v", "-V"].contains($0.text) } == true
      if unwrapped.command.isEmpty || onlyTells || !wrapper.isTransparent { addPart(command, around: around) }
      if onlyTells || unwrapped.command.isEmpty { return }
      if unwrapped.variables.contains(where: { Self.steers($0.variable ?? "") }), wrapper.isTransparent {
        addPart(command, around: around)
      }
      if unwrapped.changesFolder || program == "chroot" { folders.append(nil) }
      var innerWords = Array(unwrapped.command)
      // What a command line would get from a pipe is not known; it is at least something.
      if wrapper.addsArguments { innerWords.append(ShellScript.Word(text: "{}")) }
      return add(innerWords[...], around: inner, depth: depth + 1)
    }
    switch program {
    case let shell where Self.shells.contains(shell):
      addShell(command, around: around, inner: inner, depth: depth)
    case "eval", "trap":
      isWrapped = true
      let given = arguments.first?.text == "--" ? arguments.dropFirst() : arguments
      let texts = program == "trap" ? given.prefix(1) : given
      guard texts.allSatisfy(\.isLiteral) else {
        doubt("what '\(program)' runs cannot be told")
        return addPart(command, around: around)
      }
      addScript(texts.map(\.text).joined(separator: " "), around: inner, depth: depth)
    case "find":
      addPart(command, around: around)
      addFindActions(arguments, around: inner, depth: depth)
    case "cd", "pushd", "popd":
      addPart(command, around: around)
      let target = arguments.first { !$0.text.hasPrefix("-") }
      folders.append(target.flatMap { $0.isLiteral ? $0.text : nil })
    default:
      addPart(command, around: around)
      if Self.runsOthers.contains(program) || Self.isInput(program, arguments) {
        doubt("what '\(program)' runs cannot be told")
      }
      if Self.calculates(program, arguments) { doubt("'\(program)' calculates with what is not known") }
    }
  }

  /// Programs that run others in ways of their own.
  private static let runsOthers: Set<String> = [
    "su", "runuser", "watch", "parallel", "script", "flock", "strace", "ltrace", "gdb", "systemd-run", "entr", "at",
    "batch", "unshare", "nsenter", "unbuffer", "setpriv", "firejail", "proot", "fakeroot", "numactl", "taskset", "chrt",
    "prlimit", "toybox", "expect", "dbus-run-session", "faketime",
    // Builtins of the shell that evaluate what they are given, or put one program behind the name of another.
    "let", "mapfile", "readarray", "compgen", "complete", "bind", "alias", "hash", "enable",
  ]

  /// Whether `.` or `source` reads what it runs from something that is no file with a name.
  private static func isInput(_ program: String, _ arguments: ArraySlice<ShellScript.Word>) -> Bool {
    guard program == "." || program == "source", let file = arguments.first(where: { $0.text != "--" }) else {
      return false
    }
    return !file.isLiteral || isInput(file.text)
  }

  /// Whether a shell that is given this as its script reads its input.
  private static func isInput(_ script: String) -> Bool {
    script == "-" || script == "/dev/stdin" || script.hasPrefix("/dev/fd/") || script.hasPrefix("/proc/")
  }

  private mutating func addShell(
    _ command: ArraySlice<ShellScript.Word>, around: [String], inner: [String], depth: Int
  ) {
    isWrapped = true
    var rest = command.dropFirst()
    var runsText = false
    var readsInput = false
    while let option = rest.first, option.text.hasPrefix("-") || option.text.hasPrefix("+"), option.text.count > 1 {
      guard option.isLiteral else { break }
      rest.removeFirst()
      if option.text == "--" { break }
      if option.text.hasPrefix("--") {
        if ["--rcfile", "--init-file"].contains(option.text) {
          doubt("a shell runs a file before its script")
          _ = rest.popFirst()
        }
        continue
      }
      if option.text.hasPrefix("-"), option.text.contains("c") { runsText = true }
      if option.text.hasPrefix("-"), option.text.contains("s") { readsInput = true }
      // `-o pipefail`, `-O extglob`.
      if option.text.lowercased().contains("o") { _ = rest.popFirst() }
    }
    guard runsText || rest.first?.isLiteral == false else {
      addPart(command, around: around)
      let onlyTells = command.dropFirst().contains { $0.text == "--version" || $0.text == "--help" }
      readsInput = readsInput || (rest.first.map { Self.isInput($0.text) } ?? true)
      if readsInput, !onlyTells { doubt("a shell reads what it runs from its input") }
      return
    }
    guard runsText, let text = rest.first, text.isLiteral else {
      doubt("what '\(command.first?.text ?? "")' runs cannot be told")
      return addPart(command, around: around)
    }
    addScript(text.text, around: inner, depth: depth)
  }

  private mutating func addScript(_ text: String, around: [String], depth: Int) {
    let script = ShellParser.parse(text)
    for reason in script.doubts { doubt(reason) }
    if script.isCompound { isCompound = true }
    add(script, around: around, depth: depth + 1)
  }

  private mutating func addFindActions(
    _ arguments: ArraySlice<ShellScript.Word>, around: [String], depth: Int
  ) {
    var rest = arguments
    while let action = rest.popFirst() {
      if ["-fprint", "-fprint0", "-fls", "-fprintf"].contains(action.text), let target = rest.first {
        writes.append(target)
      }
      // A rule that lets `find` look around does not let it delete.
      if action.text == "-delete" {
        addPart([ShellScript.Word(text: "rm"), ShellScript.Word(text: "{}")], around: around)
      }
      guard ["-exec", "-execdir", "-ok", "-okdir"].contains(action.text) else { continue }
      isWrapped = true
      if action.text.hasSuffix("dir") { folders.append(nil) }
      let command = rest.prefix { $0.text != ";" && $0.text != "+" }
      add(command, around: around, depth: depth + 1)
      rest = rest.dropFirst(command.count)
    }
  }

  private mutating func addPart(_ words: ArraySlice<ShellScript.Word>, around: [String]) {
    parts.append(Part(text: Self.text(of: words), faces: Self.faces(of: words) + around, words: Array(words)))
  }
}
