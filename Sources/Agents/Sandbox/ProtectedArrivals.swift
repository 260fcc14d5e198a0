// What is not there cannot be mounted read-only, and a command may make it: a file of rules for this program, a hook, a
// repository whose settings run something. So what is protected and was not there before a command is looked for after it,
// and taken away, before anything outside of the sandbox comes upon it.

import Threading

import System

/// Protected places of a workspace that were not there before a command.
struct ProtectedArrivals: Sendable {
  private let workspace: String
  private let absent: [String]
  private let kind: @Sendable (String) -> SandboxPlan.Kind?

  /// Looks before the command.
  init(in workspace: String, kind: @escaping @Sendable (String) -> SandboxPlan.Kind? = { SandboxProbe.kind(of: $0) }) {
    self.workspace = workspace
    self.kind = kind
    absent = SandboxPlaces.protected.filter { kind(SandboxPlan.join(workspace, $0)) == nil }
  }

  /// What has come into being and may not stay, as paths from the workspace. A repository that was made may stay where it
  /// runs nothing: with git's own samples of hooks, and settings of which each is known to be harmless.
  func found(
    hooks: (String) -> [String] = { FolderEntries(of: $0)?.entries.map(\.name) ?? [] },
    settings: (String) -> String? = { SystemText.read($0) }
  ) -> [String] {
    absent.filter { name in
      let path = SandboxPlan.join(workspace, name)
      switch (name, kind(path)) {
      case (_, nil): return false
      case (".git/hooks", .folder?): return hooks(path).contains { !$0.hasSuffix(".sample") }
      case (".git/config", .file?): return !(settings(path).map(GitSettings.areHarmless) ?? false)
      default: return true
      }
    }
  }

  /// Takes away what may not stay.
  ///
  /// - Parameter folder: where it is put.
  /// - Returns: what the model is told, each a part of a sentence.
  func takeAway(to folder: String) -> [String] {
    found().map { name in
      let path = SandboxPlan.join(workspace, name)
      let place = "\(folder)/\(UInt32.random(in: 0...UInt32.max))"
      if rename(path, place) != 0 { Self.remove(path) }
      return "\(name) was taken away again: what it says runs outside of the sandbox, so that only write and edit may "
        + "make it, after a person was asked"
    }
  }

  /// Where it lies on another disk.
  private static func remove(_ path: String) {
    let child = ChildProcess(executable: "/bin/rm", arguments: ["-rf", "--", path], folder: "/", deadline: 30)
    // What is still there is found, and protected, before the next command.
    _ = try? child.run(cancellation: Cancellation()) { _ in .more }
  }
}

/// Settings of a repository.
enum GitSettings {
  /// Those that run nothing, and lead to nothing that does; sections with a name are written as `remote.*`.
  private static let harmless: Set<String> = [
    "core.repositoryformatversion", "core.filemode", "core.bare", "core.logallrefupdates", "core.ignorecase",
    "core.precomposeunicode", "core.symlinks", "core.autocrlf", "core.eol", "core.safecrlf", "user.name", "user.email",
    "init.defaultbranch", "branch.*.remote", "branch.*.merge", "branch.*.rebase", "pull.rebase", "push.default",
    "extensions.objectformat", "remote.*.fetch",
  ]

  /// Whether all of them are known to be harmless; what is not understood is not.
  static func areHarmless(_ text: String) -> Bool {
    var section: String?
    for line in text.split(whereSeparator: \.isNewline) {
      let line = String(line).trimmingSpace
      if line.isEmpty || line.hasPrefix("#") || line.hasPrefix(";") { continue }
      if line.hasPrefix("[") {
        guard line.hasSuffix("]") else { return false }
        let name = line.dropFirst().dropLast()
        let parts = name.split(separator: " ", maxSplits: 1)
        guard let first = parts.first, first.utf8.allSatisfy(isNameByte) else { return false }
        section = first.lowercased() + (parts.count == 2 ? ".*" : "")
        continue
      }
      let key = String(line.prefix { $0 != "=" }).trimmingSpace.lowercased()
      // A line that goes on in the next one could hide another.
      guard let section, !line.hasSuffix("\\"), harmless.contains("\(section).\(key)") else { return false }
    }
    return true
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    (65...90).contains(byte) || (97...122).contains(byte) || (48...57).contains(byte) || byte == UInt8(ascii: "-")
  }
}
