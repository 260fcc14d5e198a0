// What a command line would do, as rules need to know it: each program that it would run, seen through whatever runs
// it for another, and each file that the shell would open for it. Where that is not sure of all of it, none of it is
// understood: half of a command line is nothing that anybody can allow.

/// A command line taken apart for the rules.
struct CommandAnalysis: Sendable, Equatable {
  typealias NotUnderstood = ShellScript.NotUnderstood
  typealias Word = ShellScript.Word

  /// A program with its arguments.
  struct Part: Sendable, Hashable {
    /// The words, quoted where they need it, with a space between them: what rules that allow are compared with.
    var text: String
    /// Everything that a rule that forbids is compared with: the text, the text without quotes, with the program's
    /// name alone, and the same of every wrapper around it. A `Word.hole` stands where it is not known what comes.
    var faces: [String]
    /// The program's words; variables that are set for it in front of them, where these need a rule of their own.
    var words: [Word]
  }

  /// The whole, without space around it.
  var text: String
  /// Every program that would run, in the order in which it is found; never empty.
  var parts: [Part] = []
  /// The wrappers around them, which run what they are given and do nothing else.
  var wrappers: [String] = []
  /// Where the shell would write.
  var writes: [Word] = []
  /// Where the shell would read from.
  var reads: [Word] = []
  /// The folders that it goes to; nil stands for one that cannot be told.
  var folders: [String?] = []
  /// Why it is not understood; nil where it is.
  var doubt: String?
  /// Whether it is more than one program.
  var isCompound = false
  /// Whether it runs what a wrapper or a shell is given.
  var isWrapped = false

  /// Takes a command line apart.
  init(_ command: String) {
    var trimmed = Substring(command)
    while let first = trimmed.first, first.isWhitespace { trimmed.removeFirst() }
    // A newline at the end ends a here-document; a backslash before it would be another thing than one before nothing.
    let whole = String(trimmed)
    while let last = trimmed.last, last.isWhitespace { trimmed.removeLast() }
    text = String(trimmed)
    do throws(NotUnderstood) {
      let script = try ShellParser.parse(whole)
      isCompound = script.isCompound
      try add(script, around: [], depth: 0)
      if parts.isEmpty { parts = [Part(text: text, faces: [text], words: [])] }
      if parts.count > 1 { isCompound = true }
    } catch {
      doubt = error.reason
      (parts, wrappers, writes, reads) = ([Part(text: text, faces: [text], words: [])], [], [], [])
      (folders, isCompound, isWrapped) = ([nil], true, false)
    }
  }

  /// What does not run as a command line: one part, taken as it is.
  init(subject: String) {
    text = subject
    parts = [Part(text: subject, faces: [subject], words: [])]
  }

  /// How a program comes to run.
  struct Position {
    /// The faces of the wrappers around it.
    var around: [String]
    /// How deep in wrappers.
    var depth: Int
    /// Whether `NAME=value` before it sets a variable: only where the shell itself reads it.
    var takesVariables = true
    /// Whether the shell runs it, so that its builtins count.
    var isShell = true
  }

  mutating func add(_ script: ShellScript, around: [String], depth: Int) throws(NotUnderstood) {
    for command in script.commands {
      for redirection in command.redirections {
        if redirection.writes { writes.append(redirection.target) } else { reads.append(redirection.target) }
      }
      try add(command.words[...], at: Position(around: around, depth: depth))
    }
  }

  /// Adds a command, looking through wrappers.
  mutating func add(_ words: ArraySlice<Word>, at position: Position) throws(NotUnderstood) {
    guard position.depth < 16 else { throw NotUnderstood(reason: "it is nested too deeply") }
    let variables = position.takesVariables ? words.prefix { $0.variable != nil } : []
    let command = words.dropFirst(variables.count)
    guard let name = command.first else {
      for word in variables where !CommandVariable.isHarmlessAlone(word.variable ?? "") { addPart([word], around: []) }
      return
    }
    var position = position
    if !variables.isEmpty {
      if variables.contains(where: { !CommandVariable.isHarmless($0.variable ?? "") }) {
        addPart(words, around: position.around)
      }
      position.around += Self.faces(of: words)
    }
    guard name.isLiteral else { throw NotUnderstood(reason: "the program's name is not known: \(name.text)") }
    guard !name.text.isEmpty, !name.text.hasPrefix("%"), !ShellBuiltin.reserved.contains(name.text) else {
      throw NotUnderstood(reason: "it uses '\(name.text)'")
    }
    guard name.variable == nil || position.takesVariables else {
      throw NotUnderstood(reason: "'\(name.text)' is no program")
    }
    if position.isShell, try addBuiltin(command, at: position) { return }
    if !position.isShell, ShellBuiltin.onlyBuiltins.contains(name.text) {
      throw NotUnderstood(reason: "'\(name.text)' is no program")
    }
    try addProgram(command, at: position)
  }

  private mutating func addProgram(_ command: ArraySlice<Word>, at position: Position) throws(NotUnderstood) {
    let arguments = command.dropFirst()
    var inner = position
    inner.around += Self.faces(of: command)
    inner.depth += 1
    (inner.takesVariables, inner.isShell) = (false, false)
    // A file of the workspace is only what it is called: `./timeout`.
    guard let program = Self.systemName(command.first?.text ?? "") else {
      return addPart(command, around: position.around)
    }
    if let wrapper = CommandWrapper.wrapper(command) {
      return try add(command, through: wrapper, at: position, inner: inner)
    }
    if Self.shells.contains(program) { return try addShell(command, at: position, inner: inner) }
    if program == "find" {
      addPart(command, around: position.around)
      return try addFindActions(arguments, inner: inner)
    }
    if Self.runsOthers.contains(program) { throw NotUnderstood(reason: "what '\(program)' runs cannot be told") }
    addPart(command, around: position.around)
  }

  private mutating func add(
    _ command: ArraySlice<Word>, through wrapper: CommandWrapper, at position: Position, inner: Position
  ) throws(NotUnderstood) {
    isWrapped = true
    guard let unwrapped = wrapper.unwrap(command.dropFirst()) else {
      throw NotUnderstood(reason: "what '\(command.first?.text ?? "")' does with its options cannot be told")
    }
    let setsSomething = unwrapped.variables.contains { !CommandVariable.isHarmless($0.variable ?? "") }
    if unwrapped.command.isEmpty || !wrapper.isTransparent || setsSomething {
      addPart(command, around: position.around)
    } else {
      wrappers.append(Self.text(of: command))
    }
    guard !unwrapped.command.isEmpty else { return }
    if unwrapped.changesFolder { folders.append(nil) }
    var inner = inner
    // A word of bash, behind which its builtins count; to dash it is a program.
    if command.first?.text == "time" { inner.isShell = position.isShell }
    try add(unwrapped.command[...], at: inner)
  }

  mutating func addScript(_ text: String, at position: Position) throws(NotUnderstood) {
    let script = try ShellParser.parse(text)
    isWrapped = true
    if script.isCompound { isCompound = true }
    try add(script, around: position.around, depth: position.depth + 1)
  }

  mutating func addPart(_ words: ArraySlice<Word>, around: [String]) {
    let faces = Self.faces(of: words) + Self.hiddenFaces(of: words) + around
    parts.append(Part(text: Self.text(of: words), faces: faces, words: Array(words)))
  }
}
