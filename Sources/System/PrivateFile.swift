/// Writes files that only the person may read, and the folders they lie in.
package enum PrivateFile {
  /// Why a file could not be written.
  package struct Failure: Error, Equatable, CustomStringConvertible {
    package var path: String
    package var reason: String
    package var description: String { "cannot write \(path): \(reason)" }
  }

  /// Writes a file anew.
  package static func write(_ text: String, to path: String) throws(Failure) {
    try put(text, to: path, flags: O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC)
  }

  /// Writes a file anew such that it is never half there.
  package static func replace(_ text: String, at path: String) throws(Failure) {
    let new = "\(path).\(getpid())"
    try write(text, to: new)
    guard rename(new, path) == 0 else {
      let failure = failure(path)
      unlink(new)
      throw failure
    }
  }

  /// Adds to the end of a file, at once: what several programs add is not mixed. Returns how many bytes it has now.
  @discardableResult
  package static func append(_ text: String, to path: String) throws(Failure) -> Int {
    try put(text, to: path, flags: O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC)
  }

  @discardableResult
  private static func put(_ text: String, to path: String, flags: Int32) throws(Failure) -> Int {
    makeFolders(above: path)
    let descriptor = open(path, flags, 0o600)
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    guard Descriptors.write(text.utf8, to: descriptor) else { throw failure(path) }
    return Int(lseek(descriptor, 0, SEEK_END))
  }

  private static func makeFolders(above path: String) {
    var folder = ""
    for part in path.split(separator: "/").dropLast() {
      folder += (folder.isEmpty && !path.hasPrefix("/") ? "" : "/") + part
      mkdir(folder, 0o700)  // Where it fails for another reason than being there, opening the file says why.
    }
  }

  private static func failure(_ path: String) -> Failure {
    Failure(path: path, reason: String(cString: strerror(errno)))
  }
}
