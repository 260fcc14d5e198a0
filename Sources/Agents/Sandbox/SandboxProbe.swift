// Whether there is a sandbox is found out by running something in it: that a program is installed says little in a
// container, where the kernel may refuse what it needs.

import Threading

import System

/// What sandbox this machine has. Found out once in the life of this program.
struct SandboxProbe: Sendable, Equatable {
  /// `bwrap` or `sandbox-exec`; nil where there is none that works.
  var program: String?
  /// Why there is none, as the end of a sentence.
  var reason = ""
  /// The options that this `bwrap` knows.
  var options: Set<String> = []

  /// What this machine has.
  static let machine = SandboxProbe.make()

  private static func make() -> SandboxProbe {
    #if canImport(Darwin)
      let program = "/usr/bin/sandbox-exec"
      guard access(program, X_OK) == 0 else { return SandboxProbe(reason: "\(program) is not there") }
      return run(program, ["-p", "(version 1)(allow default)", "/usr/bin/true"])
    #else
      guard let program = find("bwrap") else {
        return SandboxProbe(reason: "bubblewrap is not installed; on Debian 'apt-get install bubblewrap' gets it")
      }
      var help = ""
      _ = try? ChildProcess(executable: program, arguments: ["--help"], folder: "/", deadline: 10)
        .run(cancellation: Cancellation()) { bytes -> ChildProcess.Appetite in
          help += String(decoding: bytes, as: UTF8.self)
          return .more
        }
      let options = Set(
        help.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init).filter { $0.hasPrefix("--") })
      let settings = SandboxSettings()
      let plan = SandboxPlan(settings, SandboxFacts(workspace: "/tmp", folder: "/tmp", home: "/", kind: kind(of:)))
      var found = run(program, BubblewrapArguments.make(plan, "/usr/bin/env", ["true"]) { options.contains($0) })
      found.options = options
      return found
    #endif
  }

  private static func run(_ program: String, _ arguments: [String]) -> SandboxProbe {
    var text = ""
    var child = ChildProcess(executable: program, arguments: arguments, folder: "/", deadline: 10)
    child.isConfined = true
    do throws(ChildError) {
      let outcome = try child.run(cancellation: Cancellation()) { bytes -> ChildProcess.Appetite in
        text += String(decoding: bytes, as: UTF8.self)
        return .more
      }
      if outcome.end == .exited(status: 0) { return SandboxProbe(program: program) }
    } catch {
      text = error.description
    }
    let said = text.split(separator: "\n").first.map(String.init) ?? "it ended without a word"
    return SandboxProbe(reason: "\(program) does not work here: \(said)")
  }

  /// Only from the system's folders: another file of this name could be anything.
  private static func find(_ name: String) -> String? {
    ["/usr/bin", "/usr/local/bin", "/bin", "/run/current-system/sw/bin"].map { "\($0)/\(name)" }
      .first { access($0, X_OK) == 0 }
  }

  /// What there is at a path, a link not followed; nil for nothing.
  static func kind(of path: String) -> SandboxPlan.Kind? {
    var facts = stat()
    guard lstat(path, &facts) == 0 else { return nil }
    switch facts.st_mode & S_IFMT {
    case S_IFDIR: return .folder
    case S_IFREG: return .file
    case S_IFLNK: return PathResolver.readLink(path).map { .link($0) } ?? .other
    default: return .other
    }
  }
}
