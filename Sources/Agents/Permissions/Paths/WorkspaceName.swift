/// The workspace's own name, as models put it before paths in it: in `/tmp/x/task-1` they write `task-1/data.txt`,
/// `tmp/x/task-1/data.txt` or `/task-1/data.txt` for `data.txt`.
enum WorkspaceName {
  /// The path without the workspace's name before it; nil where it may well be meant as it is written.
  ///
  /// That is so where what its first name names is there. A single name stays too: it may be a file that is to be made.
  ///
  /// - Parameter exists: whether there is anything at a path from the root.
  static func removed(from path: String, workspace: String, exists: (String) -> Bool) -> String? {
    let names = path.pathNames
    let folders = workspace.pathNames
    guard names.count > 1, let first = names.first, !names.contains(".."), !names.contains("."), !folders.isEmpty,
      // Absolute and in the workspace: nothing is to be understood.
      !(path.isAbsolutePath && isSame(Array(names.prefix(folders.count)), folders))
    else { return nil }
    let folder = path.isAbsolutePath || workspace == "/" ? "" : workspace
    guard !exists("\(folder)/\(first)") else { return nil }
    for count in stride(from: min(folders.count, names.count), through: 1, by: -1)
    where isSame(Array(names.prefix(count)), folders.suffix(count)) {
      let rest = names.dropFirst(count).joined(separator: "/")
      return rest.isEmpty ? "." : rest
    }
    return nil
  }

  /// Byte by byte, as the system compares names.
  private static func isSame(_ a: [String], _ b: some Collection<String>) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
  }
}
