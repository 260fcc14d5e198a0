import System

/// What in `/etc` only the superuser may read: hashes of passwords, keys of the host and of services. Others cannot read
/// it in any case; commands of a program that runs as root are kept from it by the sandbox alone.
struct SystemSecrets: Sendable, Equatable {
  var files: [String] = []
  var folders: [String] = []

  /// Those of this machine; none for who is not the superuser.
  static let machine = geteuid() == 0 ? SystemSecrets(in: "/etc") : SystemSecrets()

  init() {}

  /// All in a folder that not everybody may read, links not followed.
  init(in root: String) {
    var left = [root]
    while let folder = left.popLast() {
      guard let found = FolderEntries(of: folder) else { continue }
      for entry in found.entries where entry.kind == .file || entry.kind == .folder {
        let path = SandboxPlan.join(folder, entry.name)
        var facts = stat()
        guard lstat(path, &facts) == 0 else { continue }
        let isOpen = facts.st_mode & S_IROTH != 0
        switch (entry.kind == .folder, isOpen) {
        case (true, true): left.append(path)
        case (true, false): folders.append(path)
        case (false, false): files.append(path)
        case (false, true): break
        }
      }
    }
    files.sort()
    folders.sort()
  }
}
