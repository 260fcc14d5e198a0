/// Where a path really leads, all links followed.
public struct ResolvedPath: Sendable, Hashable {
  /// From the root, without links, `.` or `..`.
  let absolute: String
  /// From the workspace (empty for the workspace itself); nil outside of it.
  let relative: String?

  /// A path that is known to lead there.
  init(absolute: String, workspace: String) {
    self.absolute = absolute
    // Byte by byte: two spellings of one accented letter are equal strings, and different folders.
    let folder = workspace == "/" ? "/" : workspace + "/"
    if absolute.utf8.elementsEqual(workspace.utf8) {
      relative = ""
    } else if absolute.utf8.starts(with: folder.utf8) {
      relative = String(Substring(absolute.utf8.dropFirst(folder.utf8.count)))
    } else {
      relative = nil
    }
  }

  /// Whether it is the workspace or in it.
  var isInWorkspace: Bool { relative != nil }

  /// The shortest clear name: relative to the workspace where it can be.
  var shown: String { relative.map { $0.isEmpty ? "." : $0 } ?? absolute }

  /// Whether both lead to one place; byte by byte, as above.
  func isSame(as other: ResolvedPath) -> Bool { absolute.utf8.elementsEqual(other.absolute.utf8) }

  /// Whether it looks like a secret.
  var isSecret: Bool { SecretFiles.contains(absolute) }
}
