// What commands find at `/tmp` and as their home is an agent's own: kept from one command to the next, seen by no other
// agent, gone with the agent. On the disk and not in memory, because builds put much there.

import Threading

import System

/// The private folders of one agent's shell.
final class PrivateFolders: Sendable {
  private static let prefix = "agent-tui-sandbox-"

  /// What holds them all; no command sees it.
  let base: String

  /// Seen as `/tmp`.
  var temporary: String { base + "/tmp" }
  /// Seen as the home.
  var home: String { base + "/home" }
  /// For what was taken away from commands.
  var taken: String { base + "/taken" }

  /// Makes them, in the person's temporary folder; what programs left there that have ended is removed.
  init() throws(ChildError) {
    let parent = Self.parent
    Self.removeStale(in: parent)
    var name = Array("\(parent)/\(Self.prefix)\(getpid())-XXXXXX".utf8CString)
    guard mkdtemp(&name) != nil else {
      throw ChildError(
        description: "no private folder can be made in \(parent): \(String(cString: strerror(errno)))")
    }
    let made = name.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } } ?? ""
    base = PathResolver(workspace: made).workspace
    for folder in [temporary, home, taken] where mkdir(folder, 0o700) != 0 {
      throw ChildError(description: "\(folder) cannot be made: \(String(cString: strerror(errno)))")
    }
  }

  deinit { Self.remove(base) }

  private static var parent: String {
    let wanted = getenv("TMPDIR").map { String(cString: $0) } ?? ""
    return PathResolver(workspace: wanted.isAbsolutePath && access(wanted, W_OK | X_OK) == 0 ? wanted : "/tmp")
      .workspace
  }

  /// Links in it are not followed, and folders that their maker has closed are opened.
  private static func remove(_ folder: String) {
    let child = ChildProcess(
      executable: "/bin/sh",
      arguments: ["-c", #"rm -rf -- "$1" || { chmod -R u+rwX -- "$1"; rm -rf -- "$1"; }"#, "sh", folder], folder: "/",
      deadline: 60)
    // What could not be removed is tried again by the next program that makes some.
    _ = try? child.run(cancellation: Cancellation()) { _ in .more }
  }

  /// Once in the life of this program: what those left that were killed.
  private static func removeStale(in parent: String) {
    let isFirst = hasLooked.withLock { hasLooked in
      defer { hasLooked = true }
      return !hasLooked
    }
    guard isFirst, let found = FolderEntries(of: parent) else { return }
    for entry in found.entries where entry.kind == .folder && entry.name.hasPrefix(prefix) {
      let number = entry.name.dropFirst(prefix.count).prefix { $0 != "-" }
      var facts = stat()
      guard let pid = pid_t(number), kill(pid, 0) != 0, errno == ESRCH,
        lstat("\(parent)/\(entry.name)", &facts) == 0, facts.st_uid == geteuid()
      else { continue }
      remove("\(parent)/\(entry.name)")
    }
  }

  private static let hasLooked = Monitor(false)
}
