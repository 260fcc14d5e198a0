import System
import Threading

/// Reads standard input by lines, as they come, until it ends or the reading is cancelled.
struct LineInput {
  /// A longer line is no task.
  static let longestLine = 1_000_000

  let descriptor: Int32

  init(descriptor: Int32 = 0) {
    self.descriptor = descriptor
  }

  /// Whether a person types it.
  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Calls `body` with each line, without its newline.
  ///
  /// - Throws: `UsageError` when it cannot be read.
  func forEachLine(
    until cancellation: Cancellation, _ body: (String) throws(UsageError) -> Void
  ) throws(UsageError) {
    var wake: [Int32] = [-1, -1]
    guard pipe(&wake) == 0 else { throw failure() }
    defer { for end in wake { close(end) } }
    let writeEnd = wake[1]
    let registration = cancellation.onCancel {
      var byte: UInt8 = 0
      _ = write(writeEnd, &byte, 1)
    }
    defer { cancellation.removeHandler(registration) }

    var pending: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while !cancellation.isCancelled {
      var sources = [
        pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: wake[0], events: Int16(POLLIN), revents: 0),
      ]
      if poll(&sources, 2, -1) < 0 {
        if errno == EINTR { continue }
        throw failure()
      }
      if sources[1].revents != 0 { return }
      let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR || errno == EAGAIN { continue }
        throw failure()
      }
      if count == 0 { break }
      pending += chunk[..<count]
      while let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
        try body(String(decoding: pending[..<end], as: UTF8.self))
        pending.removeFirst(end + 1)
      }
      guard pending.count <= Self.longestLine else {
        throw UsageError(
          "Standard input: a line is longer than \(Figures.bytes(Self.longestLine)); a task is one line.")
      }
    }
    if !pending.isEmpty && !cancellation.isCancelled { try body(String(decoding: pending, as: UTF8.self)) }
  }

  private func failure() -> UsageError {
    UsageError("Standard input cannot be read: \(String(cString: strerror(errno))).")
  }
}
