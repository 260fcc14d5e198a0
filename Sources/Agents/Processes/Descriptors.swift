#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// File descriptors that no child inherits.
enum Descriptors {
  /// A pipe, both ends closed on exec and above the three standard descriptors.
  static func pipe() throws(ChildError) -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    #if canImport(Darwin)
      let status = Darwin.pipe(&ends)
    #elseif canImport(Musl)
      let status = Musl.pipe(&ends)
    #else
      let status = Glibc.pipe(&ends)
    #endif
    guard status == 0 else {
      throw ChildError(description: "no pipe can be opened: \(String(cString: strerror(errno)))")
    }
    // `pipe2` is not there on every system; what is started in between by another thread of ours closes all that it
    // is not given (see `ChildProcess`).
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

  static func setNonBlocking(_ descriptor: Int32) {
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
  }
}
