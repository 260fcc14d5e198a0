#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Every file below a folder, links not followed, `.git` left out: what `glob` does without ripgrep, and without knowing
/// of ignore files.
enum FolderWalk {
  /// Calls `body` with each file's path from `folder`, until it returns false.
  static func files(below folder: String, _ body: (String) -> Bool) {
    // A stack of its own, and one open folder at a time: deep trees take neither descriptors nor this thread's stack.
    var left = [""]
    while let below = left.popLast() {
      var folders: [String] = []
      for (name, kind) in entries(of: below.isEmpty ? folder : "\(folder)/\(below)") where name != ".git" {
        let path = below.isEmpty ? name : "\(below)/\(name)"
        switch kind {
        case S_IFDIR: folders.append(path)
        case S_IFREG: guard body(path) else { return }
        default: break
        }
      }
      left += folders.reversed()
    }
  }

  private static func entries(of folder: String) -> [(name: String, kind: mode_t)] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var entries: [(name: String, kind: mode_t)] = []
    while let entry = readdir(stream) {
      // The name is longer than its declared array on some file systems: read from where it begins.
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        String(cString: UnsafeRawPointer(pointer).assumingMemoryBound(to: CChar.self))
      }
      if name == "." || name == ".." { continue }
      var information = stat()
      guard lstat("\(folder)/\(name)", &information) == 0 else { continue }
      entries.append((name, information.st_mode & S_IFMT))
    }
    return entries.sorted { $0.name < $1.name }
  }
}
