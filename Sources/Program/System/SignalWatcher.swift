// Signals become calls on an ordinary thread: the handler only writes the signal's number into a pipe, which is all
// that a handler may safely do, and a thread reads it.

import System
import Threading

/// The pipe's end that the handler writes to. Set once, before any handler is installed; handlers only read it.
nonisolated(unsafe) private var signalPipe: Int32 = -1  // written once, before any handler exists

/// Tells of signals on a thread of its own, for as long as the program lives.
enum SignalWatcher {
  /// Calls `handler` with each of `signals` that comes, one after the other, on one thread. Once a process.
  static func start(_ signals: [Int32], handler: @escaping @Sendable (Int32) -> Void) throws(UsageError) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      throw UsageError("Signals cannot be watched: \(String(cString: strerror(errno))).")
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    // A full pipe must not block the handler: then there are signals enough on their way.
    _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
    signalPipe = ends[1]
    let source = ends[0]
    do {
      _ = try WorkerThread(name: "signals", stackBytes: 256 << 10) {
        var number: UInt8 = 0
        while true {
          let count = read(source, &number, 1)
          if count == 1 { handler(Int32(number)) } else if count == 0 || errno != EINTR { return }
        }
      }
    } catch {
      throw UsageError("Signals cannot be watched: \(error).")
    }
    for number in signals {
      signal(number) { number in
        let saved = errno
        var byte = UInt8(truncatingIfNeeded: number)
        _ = write(signalPipe, &byte, 1)
        errno = saved
      }
    }
  }

  /// Whether whoever started this program wanted the signal to be ignored.
  static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(number, nil, &action) == 0 else { return false }
    #if canImport(Darwin)
      let handler = action.__sigaction_u.__sa_handler
    #else
      let handler = action.__sigaction_handler.sa_handler
    #endif
    return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// Lets all signals through. Whoever started this program may have blocked some for itself, and a blocked SIGINT
  /// would never come. Before any thread is started: threads inherit this.
  static func unblockAll() {
    var all = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_UNBLOCK, &all, nil)
  }

  /// Writing to a closed pipe, or beyond what a file may hold, is an error like any other, not the program's end.
  static func ignoreBrokenPipes() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
  }
}
