/// How a child process came to its end.
struct ChildOutcome: Sendable, Equatable {
  /// How the process itself ended.
  enum End: Sendable, Equatable {
    case exited(status: Int32)
    case signalled(Int32)
    /// It hangs in the kernel and was given up.
    case unknown
  }
  /// Why it was ended before its time.
  enum Stop: Sendable, Equatable {
    case deadline
    case cancelled
    /// Whoever reads its output has enough.
    case enough
    /// It took more than a command may: what, as the end of a sentence.
    case tooMuch(String)
  }

  var end: End
  var stop: Stop?
  /// Whether processes that it had started went on after its end, and were ended.
  var leftRunning: Bool
}

/// A child process that could not be started.
struct ChildError: Error, Equatable, Sendable, CustomStringConvertible {
  /// One sentence: what could not be started, and why.
  let description: String
}
