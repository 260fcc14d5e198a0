import Threading

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Wakes a `poll` from other threads.
///
/// A handler of a cancellation may still run when it has been taken away: that is why waking goes through a lock
/// that knows whether the pipe is still open, and no descriptor is used after its end.
final class WakePipe: Sendable {
  /// What `poll` waits on.
  let readEnd: Int32
  private let writeEnd: Monitor<Int32?>

  init() throws(ChildError) {
    let pipe = try Descriptors.pipe()
    readEnd = pipe.read
    writeEnd = Monitor(pipe.write)
    Descriptors.setNonBlocking(pipe.read)
    Descriptors.setNonBlocking(pipe.write)
  }

  /// Makes the read end readable, once the pipe is closed nothing.
  func wake() {
    writeEnd.withLock { end in
      guard let end else { return }
      var byte: UInt8 = 0
      // A full pipe wakes as well as one more byte.
      _ = write(end, &byte, 1)
    }
  }

  /// Takes away what has woken.
  func drain() {
    var bytes = [UInt8](repeating: 0, count: 64)
    while read(readEnd, &bytes, bytes.count) > 0 {}
  }

  deinit {
    close(readEnd)
    if let end = writeEnd.withLock({ $0 }) { close(end) }
  }
}
