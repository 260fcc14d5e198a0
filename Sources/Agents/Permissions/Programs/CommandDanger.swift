/// What in a command destroys, takes over the machine, or cannot be taken back. What is not known is not thereby safe:
/// this decides what is shown as dangerous, and what a prefix does not cover, never what may run.
struct CommandDanger {
  /// The words that make it so, as they stand: the program where it is dangerous whatever it is told.
  let words: [String]

  init(_ part: CommandAnalysis.Part) {
    let command = part.words.drop { $0.variable != nil }
    guard let name = command.first?.text else {
      words = []
      return
    }
    words = Self.words(CommandAnalysis.baseName(name), command.dropFirst().map(\.text))
  }

  /// - Parameter text: a command line that is not understood: whatever looks like a dangerous command in it is one.
  init(roughly text: String) {
    let commands = text.split { "\n;&|()`<>".contains($0) }
    words = commands.flatMap { command -> [String] in
      let signs = command.split { " \t'\"{}$=!\\".contains($0) }.map(String.init)
      return signs.indices.flatMap { place in
        Self.words(CommandAnalysis.baseName(signs[place]), Array(signs[(place + 1)...]))
      }
    }
  }

  private static func words(_ program: String, _ arguments: [String]) -> [String] {
    switch program {
    case "sudo", "doas", "su", "pkexec", "chroot", "dd", "shutdown", "reboot", "halt", "poweroff", "init", "telinit",
      "fdisk", "sfdisk", "parted", "wipefs", "shred", "srm", "mkswap", "blkdiscard", "killall", "pkill", "visudo",
      "iptables", "nft", "diskutil", "mount", "umount", "insmod", "modprobe", "nsenter", "unshare":
      return [program]
    case "rm":
      return options("rR", ["--recursive", "--no-preserve-root"], in: arguments)
        + arguments.filter { ["/", "/*", "~", "~/", "*", "$HOME"].contains($0) }
    case "chmod", "chown", "chgrp":
      return options("R", ["--recursive"], in: arguments)
    case "find":
      return arguments.filter { $0 == "-delete" }
    case "kill":
      return arguments.count > 1 ? arguments.filter { $0 == "-1" || $0 == "0" } : []
    case "crontab":
      return options("r", [], in: arguments)
    case "systemctl", "launchctl":
      return arguments.filter {
        ["poweroff", "reboot", "halt", "kexec", "disable", "mask", "bootout"].contains($0)
      }
    case "git":
      return git(arguments)
    default:
      if program.hasPrefix("mkfs") { return [program] }
      return arguments.filter { $0.hasPrefix("of=") || program == "tee" && isDevice($0) }
    }
  }

  private static func git(_ arguments: [String]) -> [String] {
    let verbs = ["push", "reset", "clean", "filter-branch"]
    guard let verb = arguments.firstIndex(where: verbs.contains) else { return [] }
    let rest = Array(arguments[(verb + 1)...])
    switch arguments[verb] {
    case "push":
      return options("fd", ["--force", "--mirror", "--delete", "--prune"], in: rest)
        + rest.filter { $0.hasPrefix("--force-with-lease") || $0.hasPrefix("+") || $0.hasPrefix(":") }
    case "reset": return rest.filter { $0 == "--hard" }
    case "clean": return options("fxX", ["--force"], in: rest)
    default: return [arguments[verb]]
    }
  }

  /// The options that hold one of these letters, or are one of these words.
  private static func options(_ letters: String, _ long: Set<String>, in arguments: [String]) -> [String] {
    arguments.filter { argument in
      if argument.hasPrefix("--") { return long.contains(argument) }
      return argument.hasPrefix("-") && argument.contains(where: letters.contains)
    }
  }

  /// Whether it is a device that something is lost on.
  static func isDevice(_ target: String) -> Bool {
    let harmless: Set<String> = ["/dev/null", "/dev/stdout", "/dev/stderr", "/dev/tty", "/dev/zero", "/dev/full"]
    return target.hasPrefix("/dev/") && !harmless.contains(target) && !target.hasPrefix("/dev/fd/")
      && !target.hasPrefix("/dev/shm/")
  }
}

extension CommandAnalysis {
  /// Whether any part is known to be dangerous.
  var isDangerous: Bool {
    if doubt != nil { return !CommandDanger(roughly: text).words.isEmpty || runsDownload(text) }
    return parts.contains { !CommandDanger($0).words.isEmpty }
      || writes.contains { CommandDanger.isDevice($0.text) }
      || runsDownload(parts.map(\.text).joined(separator: "\n"))
  }

  /// Something is fetched, and a shell or interpreter beside it may run it.
  private func runsDownload(_ text: String) -> Bool {
    let names = text.split { " \t\n;&|()`<>'\"$".contains($0) }.map { Self.baseName(String($0)) }
    let fetchers: Set<String> = ["curl", "wget", "fetch", "aria2c", "nc", "ncat"]
    let runners = Self.shells.union(["python", "python3", "perl", "ruby", "node", "php", "source", "eval"])
    return names.contains(where: fetchers.contains) && names.contains(where: runners.contains)
  }

  /// Whether it is one plain command, of which others with the same beginning would be much the same.
  var mayBePrefix: Bool {
    !isDangerous && !isCompound && !isWrapped && doubt == nil && writes.isEmpty && parts.count == 1
  }

  /// The rule that "everything that begins like this" would be: the program's name, with what it is told to do where it
  /// does many things: `ls *`, `git diff *`. Only programs have one of which it is known what they may be told.
  var prefix: String? {
    guard let part = parts.first, let name = part.words.first, name.isLiteral, part.words.first?.variable == nil,
      let program = ProgramFacts.facts(of: name.text)
    else { return nil }
    var words = [name.text]
    if !program.verbs.isEmpty {
      guard part.words.count > 1, part.words[1].isLiteral, program.verbs[part.words[1].text] != nil else { return nil }
      words.append(part.words[1].text)
    }
    let prefix = words.map { CommandPattern.escaping($0) }.joined(separator: " ") + " *"
    return PrefixGrowth(pattern: prefix) { _ in [] }.reason(for: part) == nil ? prefix : nil
  }
}
