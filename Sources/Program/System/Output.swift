import System
import Threading

/// One of the program's outputs, written to without a buffer.
struct Output: Sendable {
  static let standard = Output(descriptor: 1)
  static let error = Output(descriptor: 2)

  let descriptor: Int32
  /// `errno` of the write that did not work; 0 so far.
  private let code = Monitor<Int32>(0)

  init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// Why something that somebody still waits for could not be written; nil when all was, and when a reader has gone.
  var failure: String? {
    let code = code.withLock { $0 }
    return code == 0 || code == EPIPE ? nil : String(cString: strerror(code))
  }

  /// Whether a person sees it.
  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Writes all of it; blocks while a pipe is full.
  ///
  /// - Returns: false once nobody reads it any more, or it cannot be written (a full disk, see `failure`).
  @discardableResult
  func write(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { posixWrite(descriptor, $0.baseAddress! + written, $0.count - written) }
      if count >= 0 {
        written += count
      } else if errno == EAGAIN {
        // Somebody made the terminal non-blocking for all who share it.
        var target = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&target, 1, -1)
      } else if errno != EINTR {
        let reason = errno
        code.withLock { $0 = reason }
        return false
      }
    }
    return true
  }

  /// Writes a line.
  @discardableResult
  func writeLine(_ line: String) -> Bool { write(line + "\n") }
}

/// The system's `write`, which the method of that name hides.
private func posixWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
