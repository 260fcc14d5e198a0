/// Looks at folders and files without opening them; links are followed.
package enum FileTree {
  /// What a path leads to.
  package enum Kind: Equatable, Sendable {
    case file(bytes: Int)
    case folder
  }

  /// Nil where there is nothing, nothing that we may see, or neither a file nor a folder.
  package static func kind(of path: String) -> Kind? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    if status.st_mode & S_IFMT == S_IFDIR { return .folder }
    return status.st_mode & S_IFMT == S_IFREG ? .file(bytes: Int(status.st_size)) : nil
  }

  /// Calls `body` with every file below a folder, at most `depth` folders deep, in order of their names.
  package static func visitFiles(below folder: String, depth: Int, _ body: (_ path: String, _ bytes: Int) -> Void) {
    for name in Folder.names(in: folder) where !name.hasPrefix(".") {
      let path = "\(folder)/\(name)"
      switch kind(of: path) {
      case .file(let bytes)?: body(path, bytes)
      case .folder?: if depth > 0 { visitFiles(below: path, depth: depth - 1, body) }
      case nil: break
      }
    }
  }
}
