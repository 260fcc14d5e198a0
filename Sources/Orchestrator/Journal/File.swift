// The few file operations of the journal, on the system's own calls: appending must be one `write`, and the full
// Foundation is not loaded for it.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A system call that failed.
struct FileError: Error, Equatable, CustomStringConvertible {
  let action: String
  let path: String
  let code: Int32

  /// "cannot open /path: No space left on device".
  var description: String { "cannot \(action) \(path): \(String(cString: strerror(code)))" }
}

/// An open file, closed when dropped.
struct File: ~Copyable {
  let descriptor: Int32
  let path: String

  /// Makes a new file that only its owner can read, locked for as long as it is open.
  init(creating path: String) throws(FileError) {
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o600)
    self.path = path
    guard descriptor >= 0 else { throw FileError(action: "create", path: path, code: errno) }
    // A journal that is locked belongs to a session that still runs. Some file systems have no locks: no matter.
    _ = flock(descriptor, LOCK_EX | LOCK_NB)
  }

  /// Opens a file to go on at its end, locked like a new one; nil where another process has it locked.
  init?(resuming path: String) throws(FileError) {
    descriptor = open(path, O_RDWR | O_APPEND | O_CLOEXEC)
    self.path = path
    guard descriptor >= 0 else { throw FileError(action: "open", path: path, code: errno) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else { return nil }
  }

  init(reading path: String) throws(FileError) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    self.path = path
    guard descriptor >= 0 else { throw FileError(action: "open", path: path, code: errno) }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Whether another process, or another `File`, holds it locked.
  var isLockedElsewhere: Bool {
    guard flock(descriptor, LOCK_SH | LOCK_NB) != 0 else {
      _ = flock(descriptor, LOCK_UN)
      return false
    }
    return errno == EWOULDBLOCK
  }

  /// Bytes that it holds, bytes that it takes on the disk, and when it was last written, in milliseconds since 1970.
  var facts: (size: Int, diskSize: Int, written: Int64) {
    get throws(FileError) {
      var status = stat()
      guard fstat(descriptor, &status) == 0 else { throw FileError(action: "look at", path: path, code: errno) }
      return (Int(status.st_size), Int(status.st_blocks) * 512, status.lastWritten)
    }
  }

  /// Waits until the disk has all that was written.
  func sync() throws(FileError) {
    while fsync(descriptor) != 0 {
      if errno == EINTR { continue }
      // What is no file of a disk, a pipe for example, cannot be waited for.
      if errno == EINVAL || errno == ENOTSUP { return }
      throw FileError(action: "save", path: path, code: errno)
    }
  }

  /// Takes away what was written behind the first `size` bytes.
  func cut(to size: Int) { _ = ftruncate(descriptor, off_t(size)) }

  /// Appends all of `bytes`.
  func append(_ bytes: [UInt8]) throws(FileError) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress! + written, $0.count - written) }
      if count < 0 {
        if errno == EINTR { continue }
        throw FileError(action: "write to", path: path, code: errno)
      }
      written += count
    }
  }

  /// The bytes of a part, as far as the file goes; may be fewer.
  func read(_ range: Range<Int>) throws(FileError) -> [UInt8] {
    var code: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
      var got = 0
      repeat {
        got = pread(descriptor, buffer.baseAddress, range.count, off_t(range.lowerBound))
      } while got < 0
        && errno == EINTR
      if got < 0 { code = errno }
      count = max(0, got)
    }
    guard code == 0 else { throw FileError(action: "read", path: path, code: code) }
    return bytes
  }

  /// All that the file holds.
  func readAll() throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = chunk.withUnsafeMutableBytes { systemRead(descriptor, $0.baseAddress, $0.count) }
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw FileError(action: "read", path: path, code: errno)
      }
      bytes += chunk[..<count]
    }
  }
}

extension stat {
  /// Milliseconds since 1970.
  var lastWritten: Int64 {
    #if canImport(Darwin)
      let time = st_mtimespec
    #else
      let time = st_mtim
    #endif
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}

/// `read(2)`; by this name because `File` has a `read` of its own.
private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, bytes, count)
}

/// Folders of our own.
enum Folder {
  /// Makes a folder and those above it, where they are missing; new ones are their owner's alone.
  static func make(_ path: String) throws(FileError) {
    var prefix = path.hasPrefix("/") ? "" : "."
    for part in path.split(separator: "/") {
      prefix += "/" + part
      guard mkdir(prefix, 0o700) != 0, errno != EEXIST else { continue }
      let code = errno
      var status = stat()
      guard stat(prefix, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
        throw FileError(action: "make the folder", path: prefix, code: code)
      }
    }
  }

  /// Removes a file.
  static func remove(_ path: String) throws(FileError) {
    guard unlink(path) == 0 else { throw FileError(action: "remove", path: path, code: errno) }
  }

  /// The names in a folder, sorted; empty where there is none.
  static func names(in path: String) -> [String] {
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
