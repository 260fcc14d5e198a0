/// File descriptors that no child inherits.
package enum Descriptors {
  /// A pipe, both ends closed on exec and above the three standard descriptors.
  package static func pipe() throws(SystemError) -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    guard systemPipe(&ends) == 0 else { throw SystemError("open", "a pipe") }
    // `pipe2` is not there on every system; what is started in between by another thread of ours closes all that it
    // is not given.
    return (sealed(ends[0]), sealed(ends[1]))
  }

  private static func sealed(_ descriptor: Int32) -> Int32 {
    if descriptor > 2 {
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      return descriptor
    }
    // A program started with its standard descriptors closed gets them back here, where a child's would overwrite them.
    let moved = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
    close(descriptor)
    return moved
  }

  /// Makes reading and writing return at once, with `EAGAIN` where there is nothing to do.
  package static func setNonBlocking(_ descriptor: Int32) {
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
  }

  /// `read(2)`, begun again where a signal ended it. Returns the bytes read, 0 at the end, -1 with the reason in `errno`.
  package static func read(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Int {
    while true {
      let count = systemRead(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 || errno != EINTR { return count }
    }
  }

  /// Writes all of `bytes`, however many calls that takes. Returns whether that was done; if not, the reason is in `errno`.
  package static func write(_ bytes: some Collection<UInt8>, to descriptor: Int32) -> Bool {
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        return false
      }
      rest = rest.dropFirst(count)
    }
    return true
  }
}

// The system's calls by other names, because methods of the same name hide them.

private func systemPipe(_ ends: inout [Int32]) -> Int32 { pipe(&ends) }

private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, bytes, count)
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
