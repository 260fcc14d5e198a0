// The few file operations that are needed, on the system's own calls: appending must be one `write`, and the full
// Foundation is not loaded for it.

/// An open file, closed when dropped.
package struct File: ~Copyable {
  private let descriptor: Int32
  private let path: String

  /// Makes a new file that only its owner can read, locked for as long as it is open.
  package init(creating path: String) throws(SystemError) {
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o600)
    self.path = path
    guard descriptor >= 0 else { throw SystemError("create", path) }
    // A journal that is locked belongs to a session that still runs. Some file systems have no locks: no matter.
    _ = flock(descriptor, LOCK_EX | LOCK_NB)
  }

  /// Opens a file to go on at its end, locked like a new one; nil where another process has it locked.
  package init?(resuming path: String) throws(SystemError) {
    descriptor = open(path, O_RDWR | O_APPEND | O_CLOEXEC)
    self.path = path
    guard descriptor >= 0 else { throw SystemError("open", path) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else { return nil }
  }

  /// Opens a file for reading.
  package init(reading path: String) throws(SystemError) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    self.path = path
    guard descriptor >= 0 else { throw SystemError("open", path) }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Whether another process, or another `File`, holds it locked.
  package var isLockedElsewhere: Bool {
    guard flock(descriptor, LOCK_SH | LOCK_NB) != 0 else {
      _ = flock(descriptor, LOCK_UN)
      return false
    }
    return errno == EWOULDBLOCK
  }

  /// Bytes that it holds, bytes that it takes on the disk, and when it was last written, in milliseconds since 1970.
  package var facts: (size: Int, diskSize: Int, written: Int64) {
    get throws(SystemError) {
      var status = stat()
      guard fstat(descriptor, &status) == 0 else { throw SystemError("look at", path) }
      return (Int(status.st_size), Int(status.st_blocks) * 512, status.lastWritten)
    }
  }

  /// Waits until the disk has all that was written.
  package func sync() throws(SystemError) {
    while fsync(descriptor) != 0 {
      if errno == EINTR { continue }
      // What is no file of a disk, a pipe for example, cannot be waited for.
      if errno == EINVAL || errno == ENOTSUP { return }
      throw SystemError("save", path)
    }
  }

  /// Takes away what was written behind the first `size` bytes.
  package func cut(to size: Int) { _ = ftruncate(descriptor, off_t(size)) }

  /// Appends all of `bytes`.
  package func append(_ bytes: [UInt8]) throws(SystemError) {
    guard Descriptors.write(bytes, to: descriptor) else { throw SystemError("write to", path) }
  }

  /// The bytes of a part, as far as the file goes; may be fewer.
  package func read(_ range: Range<Int>) throws(SystemError) -> [UInt8] {
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
    guard code == 0 else { throw SystemError("read", path, code: code) }
    return bytes
  }

  /// All that the file holds from here on.
  package func readAll() throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    try readPieces { piece in
      bytes += piece
      return true
    }
    return bytes
  }

  /// What the file holds from here on, in pieces, until `body` returns false.
  package func readPieces(_ body: (UnsafeRawBufferPointer) -> Bool) throws(SystemError) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 1)
    defer { buffer.deallocate() }
    while true {
      let count = Descriptors.read(descriptor, into: buffer)
      guard count >= 0 else { throw SystemError("read", path) }
      guard count > 0, body(UnsafeRawBufferPointer(rebasing: buffer[..<count])) else { return }
    }
  }
}

extension stat {
  /// Milliseconds since 1970.
  package var lastWritten: Int64 {
    #if canImport(Darwin)
      let time = st_mtimespec
    #else
      let time = st_mtim
    #endif
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
