// macOS: the same plan in the language of `sandbox-exec`. It knows no private folders and no namespaces, so paths stay
// what they are: what is not allowed cannot be read, the person's temporary folder is the only one, and the end of all
// processes is left to `ProcessFamily`. Of rules that match, the last counts.

/// What `sandbox-exec -p` is started with.
enum SeatbeltProfile {
  /// Beside the plan's places, what every program of this system reads.
  private static let system = [
    "/System", "/Library", "/usr", "/bin", "/sbin", "/opt", "/private/etc", "/private/var/db/timezone",
    "/private/var/select", "/private/var/db/dyld", "/private/var/db/xcode_select_link", "/Applications/Xcode.app",
    "/dev",
    "/nix",
  ]
  private static let secrets = [
    "/private/etc/master.passwd", "/private/etc/ssh", "/private/etc/sudoers", "/Library/Keychains",
  ]

  /// The profile of a plan.
  ///
  /// - Parameter temporary: the private temporary folder.
  static func make(_ plan: SandboxPlan, temporary: String?) -> String {
    var lines = [
      "(version 1)", "(deny default)", "(allow process-fork)", "(allow process-exec)",
      "(allow signal (target same-sandbox))", "(allow sysctl-read)", "(allow process-info* (target same-sandbox))",
      "(allow file-read-metadata)", "(allow pseudo-tty)",
      #"(allow mach-lookup (global-name "com.apple.system.opendirectoryd.libinfo"))"#,
      #"(allow mach-lookup (global-name "com.apple.system.notification_center"))"#,
      #"(allow mach-lookup (global-name "com.apple.system.logger"))"#,
    ]
    lines.append("(allow file-read*" + places(system + plan.readable + plan.writable + sources(plan)) + ")")
    lines.append("(deny file-read*" + places(secrets) + ")")
    lines.append("(allow file-write*" + places(plan.writable + sources(plan) + [temporary].compactMap(\.self)) + ")")
    lines.append(
      #"(allow file-write-data (literal "/dev/null") (literal "/dev/zero") (literal "/dev/tty") (subpath "/dev/fd"))"#)
    if !plan.protected.isEmpty { lines.append("(deny file-write*" + places(plan.protected) + ")") }
    let hidden = plan.hiddenFiles + plan.hiddenFolders
    if !hidden.isEmpty { lines.append("(deny file-read* file-write*" + places(hidden) + ")") }
    // Names for the pinned folders: a folder that cannot be unlinked cannot be given another name.
    for path in plan.writable.dropFirst() { lines.append("(deny file-write-unlink (literal \(quoted(path))))") }
    if plan.hasNetwork {
      lines += ["(allow network*)", "(allow system-socket)"]
      lines.append(
        #"(allow mach-lookup (global-name "com.apple.dnssd.service") (global-name "com.apple.trustd.agent"))"#)
    }
    return lines.joined(separator: "\n")
  }

  private static func sources(_ plan: SandboxPlan) -> [String] { plan.replaced.map(\.source) }

  private static func places(_ paths: [String]) -> String { paths.map { " (subpath \(quoted($0)))" }.joined() }

  private static func quoted(_ path: String) -> String {
    "\"" + path.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
