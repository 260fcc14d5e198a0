import System

/// Every file below a folder, links not followed, `.git` left out and what ignore files name: what `glob` and `grep` do
/// without ripgrep.
enum FolderWalk {
  /// What was passed over.
  struct Remainder: Equatable {
    /// Names that are not UTF-8.
    var unnamed = 0
    /// Folders that could not be looked into.
    var unreadable = 0
  }

  /// Calls `body` with each file's path from `folder`, until it returns false. Returns what was passed over.
  @discardableResult
  static func files(below folder: String, _ body: (String) -> Bool) -> Remainder {
    let top = folder.pathNames
    // A stack of its own, and one open folder at a time: deep trees take neither descriptors nor this thread's stack.
    var left = [(names: [String](), rules: IgnoreRules(above: folder))]
    var passed = Remainder()
    while let (names, above) = left.popLast() {
      var rules = above
      let place = "/" + (top + names).joined(separator: "/")
      guard let found = FolderEntries(of: place) else {
        // One that was removed meanwhile hides nothing.
        if errno != ENOENT { passed.unreadable += 1 }
        continue
      }
      passed.unnamed += found.unnamed
      rules.enter(place, depth: top.count + names.count) { name in found.entries.contains { $0.name == name } }
      var folders: [[String]] = []
      for entry in found.entries where entry.name != ".git" {
        let isFolder = entry.kind == .folder
        guard isFolder || entry.kind == .file, !rules.ignores(top + names + [entry.name], isFolder: isFolder) else {
          continue
        }
        if isFolder {
          folders.append(names + [entry.name])
        } else if !body((names + [entry.name]).joined(separator: "/")) {
          return passed
        }
      }
      left += folders.reversed().map { ($0, rules) }
    }
    return passed
  }
}
