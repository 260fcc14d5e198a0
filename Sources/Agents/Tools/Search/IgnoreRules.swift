// Which files a search leaves out, where ripgrep is not there to know: what `.gitignore`, `.ignore` and `.rgignore` say
// in a folder and in those above it, and `.git/info/exclude`. The order is ripgrep's, so that a machine with it and one
// without find the same. Git itself is not asked: the settings of a repository can name programs that it runs, and this
// one is for reading only.

import System

/// The rules that hold in a folder.
struct IgnoreRules: Sendable {
  /// The files with rules, the strongest first; each says what the one after it may decide no more, in whatever folder.
  private static let names = [".rgignore", ".ignore", ".gitignore", ".git/info/exclude"]
  /// How many of these are no business of Git.
  private static let plainCount = 2

  private struct Level {
    /// How many names its folder's path has.
    let depth: Int
    /// What the files of `names` say here.
    var files: [IgnoreFile?]
    /// Whether a repository begins here: what Git knows above it does not count in it.
    let isRepository: Bool
  }
  private var levels: [Level] = []

  /// The rules above a folder: within a repository those of all folders above it, else none, so that the ignore file of
  /// somebody's home does not decide what a project in it holds.
  init(above folder: String) {
    guard Self.isInRepository(folder) else { return }
    let names = folder.pathNames
    for depth in 0..<names.count {
      enter("/" + names[..<depth].joined(separator: "/"), depth: depth) { _ in true }
    }
  }

  /// Whether a folder or one above it holds a repository.
  static func isInRepository(_ folder: String) -> Bool {
    var names = folder.pathNames
    while true {
      if exists("/" + (names + [".git"]).joined(separator: "/")) { return true }
      if names.popLast() == nil { return false }
    }
  }

  /// Adds the rules of a folder.
  ///
  /// - Parameters:
  ///   - depth: how many names its path has.
  ///   - holds: whether there may be something of this name in it.
  mutating func enter(_ folder: String, depth: Int, holding holds: (String) -> Bool) {
    let prefix = folder == "/" ? "" : folder
    let isRepository = holds(".git") && Self.exists(prefix + "/.git")
    let files = Self.names.map { name -> IgnoreFile? in
      let first = name.pathNames[0]
      guard holds(first), let text = Self.text(of: "\(prefix)/\(name)") else { return nil }
      let file = IgnoreFile(text)
      return file.isEmpty ? nil : file
    }
    guard isRepository || files.contains(where: { $0 != nil }) else { return }
    levels.append(Level(depth: depth, files: files, isRepository: isRepository))
  }

  /// Whether what lies at a path is left out.
  ///
  /// - Parameter parts: all names of its absolute path.
  func ignores(_ parts: [String], isFolder: Bool) -> Bool {
    for kind in Self.names.indices {
      for level in levels.reversed() {
        if let verdict = level.files[kind]?.verdict(on: parts[level.depth...], isFolder: isFolder) { return verdict }
        if level.isRepository, kind >= Self.plainCount { break }
      }
    }
    return false
  }

  private static func exists(_ path: String) -> Bool {
    var information = stat()
    return lstat(path, &information) == 0
  }

  /// What is in a file of rules; nil where there is none, or it cannot be read.
  private static func text(of path: String) -> String? {
    guard case .bytes(let bytes)? = try? TextFile(path: ResolvedPath(absolute: path, workspace: "/")).content() else {
      return nil
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
