import System

/// A file that cannot be read or written; the sentence is for the model.
struct FileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// One sentence: which file, why, and what to do.
  let description: String

  init(_ description: String) { self.description = description }

  /// What the system says in `errno`.
  init(_ verb: String, _ path: String, code: Int32 = errno) {
    switch code {
    case ENOENT: description = "there is no file \(path); find the right path with glob"
    case EISDIR: description = "\(path) is a folder; list what is in it with glob"
    case EACCES, EPERM: description = "\(path) cannot be \(verb): no permission"
    case ENOTDIR: description = "\(path) cannot be \(verb): a part of the path is a file, not a folder"
    default: description = "\(path) cannot be \(verb): \(String(cString: strerror(code)))"
    }
  }

  /// There is no such file; says what is there in its place.
  static func missing(_ path: ResolvedPath) -> FileError {
    let names = path.absolute.pathNames
    let folder = FolderNames(of: "/" + names.dropLast().joined(separator: "/"))
    let there = folder?.names.filter { !$0.hasSuffix("/") && !SecretFiles.contains($0) } ?? []
    if let name = names.last, let meant = NearestName.of(name, among: there) {
      let shown = path.shown
      let place = shown.utf8.lastIndex(of: UInt8(ascii: "/")).map { shown[...$0] } ?? ""
      return FileError("there is no file \(shown); did you mean \(place)\(meant)?")
    }
    return FileError("there is no file \(path.shown); find the right path with glob")
  }
}
