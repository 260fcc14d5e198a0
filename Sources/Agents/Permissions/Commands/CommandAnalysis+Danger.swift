/// Commands that destroy, take over the machine, or run what somebody else wrote: shown as dangerous, and never
/// offered as a prefix.
extension CommandAnalysis {
  /// Whether any part is known to be dangerous. What is not known is not thereby safe.
  var isDangerous: Bool {
    parts.contains(where: Self.isDangerous) || runsDownload || writes.contains { Self.isDevice($0.text) }
  }

  /// Something is fetched, and a shell or interpreter runs what it is not given by name.
  private var runsDownload: Bool {
    let names = parts.map { Self.baseName($0.words.first?.text ?? "") }
    let fetches = names.contains { ["curl", "wget", "fetch", "aria2c", "nc", "ncat"].contains($0) }
    guard fetches else { return false }
    return zip(parts, names).contains { part, name in
      let readsInput = part.words.dropFirst().allSatisfy { $0.text.hasPrefix("-") || $0.isExpanded }
      let runs = Self.shells.contains(name) || ["python", "python3", "perl", "ruby", "node", "php"].contains(name)
      return runs && readsInput || ["source", ".", "eval"].contains(name)
    }
  }

  private static func isDevice(_ target: String) -> Bool {
    let harmless: Set<String> = ["/dev/null", "/dev/stdout", "/dev/stderr", "/dev/tty", "/dev/zero", "/dev/full"]
    return target.hasPrefix("/dev/") && !harmless.contains(target) && !target.hasPrefix("/dev/fd/")
      && !target.hasPrefix("/dev/shm/")
  }

  private static func isDangerous(_ part: Part) -> Bool {
    guard let name = part.words.first(where: { $0.variable == nil })?.text else { return false }
    let arguments = part.words.drop { $0.text != name }.dropFirst().map(\.text)
    let program = baseName(name)
    switch program {
    case "sudo", "doas", "su", "pkexec", "chroot", "dd", "shutdown", "reboot", "halt", "poweroff", "init", "telinit",
      "fdisk", "sfdisk", "parted", "wipefs", "shred", "srm", "mkswap", "blkdiscard", "killall", "pkill", "visudo",
      "iptables", "nft", "diskutil", "mount", "umount", "insmod", "modprobe", "nsenter", "unshare":
      return true
    case "rm":
      return has("rR", or: ["--recursive", "--no-preserve-root"], in: arguments)
        || arguments.contains { ["/", "/*", "~", "~/", "*", "$HOME"].contains($0) }
    case "chmod", "chown", "chgrp":
      return has("R", or: ["--recursive"], in: arguments)
    case "find":
      return arguments.contains("-delete")
    case "kill":
      return arguments.contains { $0 == "-1" || $0 == "0" } && arguments.count > 1
    case "crontab":
      return has("r", or: [], in: arguments)
    case "systemctl", "launchctl":
      return !Set(arguments).isDisjoint(with: ["poweroff", "reboot", "halt", "kexec", "disable", "mask", "bootout"])
    case "git":
      return isDangerousGit(arguments)
    default:
      return program.hasPrefix("mkfs") || arguments.contains { $0.hasPrefix("of=") || isDevice($0) && program == "tee" }
    }
  }

  private static func isDangerousGit(_ arguments: [String]) -> Bool {
    guard let verb = arguments.firstIndex(where: { ["push", "reset", "clean", "filter-branch"].contains($0) }) else {
      return false
    }
    let options = Array(arguments[(verb + 1)...])
    switch arguments[verb] {
    case "push":
      return has("fd", or: ["--force", "--mirror", "--delete", "--prune"], in: options)
        || options.contains { $0.hasPrefix("--force-with-lease") || $0.hasPrefix("+") || $0.hasPrefix(":") }
    case "reset": return options.contains("--hard")
    case "clean": return has("fxX", or: ["--force"], in: options)
    default: return true
    }
  }

  private static func has(_ letters: String, or long: Set<String>, in arguments: [String]) -> Bool {
    arguments.contains { argument in
      if argument.hasPrefix("--") { return long.contains(argument) }
      return argument.hasPrefix("-") && argument.contains(where: letters.contains)
    }
  }
}
