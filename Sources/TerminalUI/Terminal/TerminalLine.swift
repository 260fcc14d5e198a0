// Whether a write waits is a property of an open file, and the one that a program gets as its standard output is also the
// shell's, and that of everybody whom the shell has started. So the terminal is opened once more, and only this
// file never waits (libuv does the same).

import System
import Threading

/// The line to a terminal, written to without waiting.
final class TerminalLine: OutputLine {
  /// For `poll`, and for what is written when the process ends.
  let descriptor: Int32
  private let isOwn: Bool

  /// - Parameter output: a terminal. Where it cannot be opened again, for want of the right, it is used itself: then a
  ///   full line is waited for in the middle of a frame, though not before one.
  init(to output: Int32) {
    let flags = O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
    var name = [CChar](repeating: 0, count: 1024)
    var own: Int32 = ttyname_r(output, &name, name.count) == 0 ? open(name, flags) : -1
    // Another user's (after `su`), or without a name here (in a container): as our own terminal it can be opened still.
    if own < 0, tcgetsid(output) == getsid(0) { own = open("/dev/tty", flags) }
    (descriptor, isOwn) = own >= 0 ? (own, true) : (output, false)
  }

  deinit {
    if isOwn { close(descriptor) }
  }

  func take(_ bytes: UnsafeRawBufferPointer) -> LineUptake {
    while true {
      let count = write(descriptor, bytes.baseAddress, bytes.count)
      if count > 0 { return .taken(count) }
      if count == 0 || errno == EAGAIN { return .full }
      if errno != EINTR { return .gone }
    }
  }

  /// Whether it has room for more, or will at some time until then.
  ///
  /// - Parameter deadline: nil for now.
  func hasRoom(until deadline: MonotonicTime? = nil) -> Bool {
    var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    return poll(&wait, 1, deadline?.millisecondsLeft ?? 0) != 0
  }
}

extension MonotonicTime {
  /// For `poll`: until then, rounded up, so that it does not wake before the time.
  var millisecondsLeft: Int32 {
    Int32(clamping: max(0, (nanoseconds - MonotonicTime.now.nanoseconds + 999_999) / 1_000_000))
  }
}
