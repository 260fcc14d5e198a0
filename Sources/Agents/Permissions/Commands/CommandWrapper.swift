/// A program that runs another one given in its arguments, so that rules look through it.
struct CommandWrapper: Sendable {
  /// Whether what it runs is all that it does. `sudo` gives more rights: it must be allowed itself.
  var isTransparent = true
  /// Options of one letter that take nothing.
  var flags = ""
  /// Options of one letter that take a value.
  var valued = ""
  /// Long options that take nothing, or their value behind `=`.
  var longFlags: Set<String> = []
  /// Long options whose value may be the next word.
  var longValued: Set<String> = []
  /// How many words stand between the options and the command.
  var operands = 0
  /// Whether `NAME=value` may stand before the command.
  var takesVariables = false
  /// Whether it adds arguments of its own to the command.
  var addsArguments = false
  /// Whether `-5` is an option, as for `nice`.
  var takesNumber = false

  static let all: [String: CommandWrapper] = [
    "sudo": CommandWrapper(
      isTransparent: false, flags: "AbEeHiKklnPSsVv", valued: "CDghpRrTtUu",
      longFlags: ["background", "preserve-env", "set-home", "login", "non-interactive", "stdin", "shell"],
      longValued: ["user", "group", "chdir", "chroot", "prompt", "host"], takesVariables: true),
    "doas": CommandWrapper(isTransparent: false, flags: "Lns", valued: "aCu"),
    "pkexec": CommandWrapper(isTransparent: false, longFlags: ["disable-internal-agent"], longValued: ["user"]),
    "chroot": CommandWrapper(isTransparent: false, operands: 1),
    // Leaves the process group, and with it the deadline and the end of the run.
    "setsid": CommandWrapper(isTransparent: false, flags: "cfw", longFlags: ["ctty", "fork", "wait"]),
    "env": CommandWrapper(
      flags: "i0v", valued: "uC", longFlags: ["ignore-environment", "null", "debug"], longValued: ["unset", "chdir"],
      takesVariables: true),
    "timeout": CommandWrapper(
      flags: "v", valued: "ks", longFlags: ["foreground", "preserve-status", "verbose"],
      longValued: ["signal", "kill-after"], operands: 1),
    "nice": CommandWrapper(valued: "n", longValued: ["adjustment"], takesNumber: true),
    "ionice": CommandWrapper(flags: "t", valued: "cn", longFlags: ["ignore"], longValued: ["class", "classdata"]),
    "nohup": CommandWrapper(),
    "time": CommandWrapper(
      flags: "pvaqV", valued: "fo", longFlags: ["portability", "verbose", "append", "quiet"],
      longValued: ["format", "output"]),
    "command": CommandWrapper(flags: "pvV"),
    "builtin": CommandWrapper(),
    "exec": CommandWrapper(flags: "cl", valued: "a"),
    "stdbuf": CommandWrapper(valued: "ioe", longValued: ["input", "output", "error"]),
    "caffeinate": CommandWrapper(flags: "dimsu", valued: "tw"),
    "busybox": CommandWrapper(),
    "xargs": CommandWrapper(
      flags: "0rtpxo", valued: "adEIJLnPRSs",
      longFlags: ["null", "no-run-if-empty", "verbose", "interactive", "exit", "open-tty", "replace", "eof"],
      longValued: ["arg-file", "delimiter", "max-lines", "max-args", "max-procs", "max-chars", "process-slot-var"],
      addsArguments: true),
  ]

  /// What the wrapper's arguments come to.
  struct Unwrapped: Equatable {
    /// Variables that it sets for the command.
    var variables: [ShellScript.Word] = []
    /// Whether the command runs in another folder.
    var changesFolder = false
    /// The command; empty where it runs none.
    var command: ArraySlice<ShellScript.Word>
  }

  /// Skips the wrapper's own options.
  ///
  /// - Returns: nil where they cannot be told from the command for certain.
  func unwrap(_ arguments: ArraySlice<ShellScript.Word>) -> Unwrapped? {
    var rest = arguments
    var result = Unwrapped(command: [])
    while let word = rest.first, word.text.hasPrefix("-"), word.text != "-" {
      guard word.isLiteral else { return nil }
      rest.removeFirst()
      if word.text == "--" { break }
      guard skipOption(word.text, &rest) else { return nil }
      if Self.namesFolder(word.text, valued) { result.changesFolder = true }
    }
    while takesVariables, let word = rest.first, word.variable != nil {
      result.variables.append(word)
      rest.removeFirst()
    }
    if takesVariables, rest.first?.isLiteral == false { return nil }
    for _ in 0..<operands where !rest.isEmpty {
      guard rest.popFirst()?.isLiteral == true else { return nil }
    }
    result.command = rest
    return result
  }

  /// `env -C`, `sudo -D`, `--chdir` and `--chroot`.
  private static func namesFolder(_ option: String, _ valued: String) -> Bool {
    if option.hasPrefix("--") { return option.hasPrefix("--ch") }
    return option.contains { "CDR".contains($0) && valued.contains($0) }
  }

  private func skipOption(_ option: String, _ rest: inout ArraySlice<ShellScript.Word>) -> Bool {
    if option.hasPrefix("--") {
      let name = String(option.dropFirst(2).prefix { $0 != "=" })
      if option.contains("=") { return longFlags.contains(name) || longValued.contains(name) }
      if longFlags.contains(name) { return true }
      return longValued.contains(name) && rest.popFirst()?.isLiteral == true
    }
    let letters = option.dropFirst()
    if takesNumber, letters.allSatisfy(\.isNumber) { return true }
    for (index, letter) in letters.enumerated() {
      if flags.contains(letter) { continue }
      guard valued.contains(letter) else { return false }
      // The value is the rest of the word, or the next word.
      if index == letters.count - 1 { return rest.popFirst()?.isLiteral == true }
      return true
    }
    return true
  }
}
