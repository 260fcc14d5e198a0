package import System

/// Wakes a `poll` from other threads and from signal handlers.
///
/// Both ends never block: a full pipe wakes as well as one more byte. They are closed when the last reference goes, so
/// whoever may still wake (a handler of a cancellation that runs on while it is taken away) holds one.
package final class WakePipe: Sendable {
  /// The end that `poll` waits on.
  package let readEnd: Int32
  /// The end that signal handlers write a byte to: they may call `write`, and nothing of Swift's.
  package let writeEnd: Int32

  /// Opens the pipe.
  package init() throws(SystemError) {
    (readEnd, writeEnd) = try Descriptors.pipe()
    Descriptors.setNonBlocking(readEnd)
    Descriptors.setNonBlocking(writeEnd)
  }

  deinit {
    close(readEnd)
    close(writeEnd)
  }

  /// Makes the read end readable.
  package func wake() {
    var byte: UInt8 = 0
    _ = write(writeEnd, &byte, 1)
  }

  /// Takes out all that was written, so that the next `poll` waits.
  package func drain() {
    var bytes = [UInt8](repeating: 0, count: 256)
    while read(readEnd, &bytes, bytes.count) > 0 {}
  }
}
