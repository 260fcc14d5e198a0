// Real threads for what blocks (decoding, an agent's loop, a child's output). Swift's cooperative pool has
// as many threads as cores and none to spare for waiting.

import System

/// A named thread of the system, joined by whoever started it.
public final class WorkerThread: Sendable {
  private enum Phase { case running, joining, joined }

  /// What debuggers and `top -H` show; the first 15 bytes of it on Linux.
  public let name: String
  private let handle: pthread_t
  private let phase = Monitor<Phase>(.running)

  /// Starts a thread that runs `body` once.
  ///
  /// - Throws: `ThreadError` when the system has no thread left to give.
  public init(name: String, stackBytes: Int = 1 << 20, _ body: @escaping @Sendable () -> Void) throws(ThreadError) {
    self.name = name
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, stackBytes)
    defer { pthread_attr_destroy(&attributes) }
    let start = Unmanaged.passRetained(Start(name: name, body: body))
    #if canImport(Darwin)
      var created: pthread_t?
      let status = pthread_create(&created, &attributes, { runThread($0) }, start.toOpaque())
    #else
      var created = pthread_t()
      let status = pthread_create(&created, &attributes, { runThread($0!) }, start.toOpaque())
    #endif
    guard status == 0 else {
      start.release()
      throw ThreadError(name: name, code: status)
    }
    #if canImport(Darwin)
      handle = created!
    #else
      handle = created
    #endif
  }

  /// Blocks until the thread has ended. Any number of callers, any number of times; never from the thread itself.
  public func join() {
    let mine = phase.withLock { phase in
      guard phase == .running else { return false }
      phase = .joining
      return true
    }
    if mine {
      pthread_join(handle, nil)
      phase.withLock { $0 = .joined }
      phase.broadcast()
    } else {
      _ = phase.wait { $0 == .joined ? true : nil }
    }
  }

  deinit {
    if phase.withLock({ $0 == .running }) { pthread_detach(handle) }
  }
}

/// The system refused to start a thread.
public struct ThreadError: Error, CustomStringConvertible {
  /// The thread's name.
  public let name: String
  /// The `errno` value that `pthread_create` returned.
  public let code: Int32
  /// One sentence for people.
  public var description: String { "cannot start the thread '\(name)': \(String(cString: strerror(code)))" }
}

private final class Start {
  let name: String
  let body: @Sendable () -> Void
  init(name: String, body: @escaping @Sendable () -> Void) {
    self.name = name
    self.body = body
  }
}

private func runThread(_ argument: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
  let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
  #if canImport(Darwin)
    pthread_setname_np(start.name)
  #else
    // Glibc declares it for _GNU_SOURCE only, which Swift's module map does not set; the symbol is there.
    if let symbol = dlsym(nil, "pthread_setname_np") {
      typealias SetName = @convention(c) (pthread_t, UnsafePointer<CChar>) -> Int32
      _ = unsafeBitCast(symbol, to: SetName.self)(pthread_self(), shortened(start.name))
    }
  #endif
  start.body()
  return nil
}

#if !canImport(Darwin)
  /// As much of a name as the system takes, which is 15 bytes and refuses a longer one: whole characters of it.
  private func shortened(_ name: String) -> String {
    var short = name
    while short.utf8.count > 15 { short.removeLast() }
    return short
  }
#endif
