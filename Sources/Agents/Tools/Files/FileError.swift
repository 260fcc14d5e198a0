#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

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
}
