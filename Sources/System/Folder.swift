/// Folders of our own.
package enum Folder {
  /// Makes a folder and those above it, where they are missing; new ones are their owner's alone.
  package static func make(_ path: String) throws(SystemError) {
    var prefix = path.hasPrefix("/") ? "" : "."
    for part in path.split(separator: "/") {
      prefix += "/" + part
      guard mkdir(prefix, 0o700) != 0, errno != EEXIST else { continue }
      let code = errno
      var status = stat()
      guard stat(prefix, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
        throw SystemError("make the folder", prefix, code: code)
      }
    }
  }

  /// Removes a file.
  package static func remove(_ path: String) throws(SystemError) {
    guard unlink(path) == 0 else { throw SystemError("remove", path) }
  }

  /// The names in a folder, sorted; empty where there is none.
  package static func names(in path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }
}
