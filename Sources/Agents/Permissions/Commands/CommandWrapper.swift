/// A program that runs another one given in its arguments, so that rules look through it. Only options of which it is
/// known that they neither write, run nor replace anything are written here; with any other it is not understood.
struct CommandWrapper: Sendable {
  /// Whether what it runs is all that it does. `sudo` gives more rights: it must be allowed itself.
  var isTransparent = true
  /// Options of one letter that take nothing.
  var flags = ""
  /// Options of one letter that take a value.
  var valued = ""
  /// Long options that take nothing.
  var longFlags: Set<String> = []
  /// Long options with a value, behind `=` or in the next word.
  var longValued: Set<String> = []
  /// How many words stand between the options and the command.
  var operands = 0
  /// Whether `NAME=value` may stand before the command.
  var takesVariables = false
  /// Whether it adds arguments of its own to the command.
  var addsArguments = false
  /// Whether `-5` is an option, as for `nice`.
  var takesNumber = false

  private static let all: [String: CommandWrapper] = [
    "sudo": CommandWrapper(
      isTransparent: false, flags: "EHnk", valued: "ug", longFlags: ["set-home", "non-interactive"],
      longValued: ["user", "group"], takesVariables: true),
    "doas": CommandWrapper(isTransparent: false, flags: "n", valued: "u"),
    // Leaves the process group, and with it the deadline and the end of the run.
    "setsid": CommandWrapper(isTransparent: false, flags: "cfw", longFlags: ["ctty", "fork", "wait"]),
    "env": CommandWrapper(
      flags: "i", valued: "uC", longFlags: ["ignore-environment"], longValued: ["unset", "chdir"], takesVariables: true),
    "timeout": CommandWrapper(
      flags: "v", valued: "ks", longFlags: ["preserve-status", "verbose"], longValued: ["signal", "kill-after"],
      operands: 1),
    "nice": CommandWrapper(valued: "n", longValued: ["adjustment"], takesNumber: true),
    "ionice": CommandWrapper(flags: "t", valued: "cn", longFlags: ["ignore"], longValued: ["class", "classdata"]),
    "nohup": CommandWrapper(), "fakeroot": CommandWrapper(),
    "stdbuf": CommandWrapper(valued: "ioe", longValued: ["input", "output", "error"]),
    "caffeinate": CommandWrapper(flags: "dimsu"),
    "xargs": CommandWrapper(
      flags: "0rtx", valued: "dEILnPs", longFlags: ["null", "no-run-if-empty", "verbose", "exit"],
      longValued: ["delimiter", "max-lines", "max-args", "max-procs", "max-chars"], addsArguments: true),
  ]
  /// The word of bash; the program in the system's folder may format what it measures, but not write it anywhere.
  private static let word = CommandWrapper(flags: "p")
  private static let time = CommandWrapper(flags: "pvq", valued: "f", longFlags: ["portability", "verbose", "quiet"])

  /// The names of all.
  static let names = Set(all.keys).union(["time"])

  /// The wrapper that a command begins with: as a bare name, or in a folder of the system.
  static func wrapper(_ command: ArraySlice<ShellScript.Word>) -> CommandWrapper? {
    guard let name = command.first?.text, let program = CommandAnalysis.systemName(name) else { return nil }
    if program == "time" { return name == "time" ? word : time }
    return all[program]
  }

  /// What the wrapper's arguments come to.
  struct Unwrapped: Equatable {
    /// Variables that it sets for the command.
    var variables: [ShellScript.Word] = []
    /// Whether the command runs in another folder.
    var changesFolder = false
    /// The command; empty where it runs none.
    var command: [ShellScript.Word]
    /// What of the command's words `xargs` replaces.
    var mark: String?
  }

  /// Skips the wrapper's own options.
  ///
  /// - Returns: nil where they are not all known.
  func unwrap(_ arguments: ArraySlice<ShellScript.Word>) -> Unwrapped? {
    var rest = arguments
    var result = Unwrapped(command: [])
    while let word = rest.first, word.text.hasPrefix("-") {
      guard word.isLiteral else { return nil }
      rest.removeFirst()
      if word.text == "--" { break }
      // `env -` empties the environment.
      if word.text == "-" {
        guard takesVariables, isTransparent else { return nil }
        continue
      }
      guard skipOption(word.text, &rest, &result) else { return nil }
    }
    // A word that only the shell knows may become an option, or the command.
    guard rest.first.map({ $0.isLiteral || $0.variable != nil }) ?? true else { return nil }
    while takesVariables, let word = rest.first, let variable = word.variable {
      guard ShellBuiltin.isName(variable), !word.splits else { return nil }
      result.variables.append(word)
      rest.removeFirst()
    }
    if takesVariables, let word = rest.first, word.text.contains("=") || !word.isLiteral { return nil }
    for _ in 0..<operands where !rest.isEmpty {
      guard rest.popFirst()?.isLiteral == true else { return nil }
    }
    result.command = result.mark.map { mark in rest.map { $0.filling(mark) } } ?? Array(rest)
    if addsArguments {
      if result.command.isEmpty { result.command = [ShellScript.Word(text: "echo")] }
      result.command.append(.added)
    }
    return result
  }

  private func skipOption(
    _ option: String, _ rest: inout ArraySlice<ShellScript.Word>, _ result: inout Unwrapped
  ) -> Bool {
    if option.hasPrefix("--") {
      let name = String(option.dropFirst(2).prefix { $0 != "=" })
      if name == "chdir" { result.changesFolder = true }
      if option.contains("=") { return longValued.contains(name) }
      if longFlags.contains(name) { return true }
      return longValued.contains(name) && rest.popFirst()?.isLiteral == true
    }
    var letters = option.dropFirst()
    if takesNumber, letters.allSatisfy({ ("0"..."9").contains($0) }) { return true }
    while let letter = letters.popFirst() {
      if flags.contains(letter) { continue }
      guard valued.contains(letter) else { return false }
      // The value is the rest of the word, or the next word.
      var value = String(letters)
      if value.isEmpty {
        guard let next = rest.popFirst(), next.isLiteral else { return false }
        value = next.text
      }
      if letter == "C" { result.changesFolder = true }
      if letter == "I" { result.mark = value }
      return true
    }
    return true
  }
}
