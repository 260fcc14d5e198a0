/// Why the scheduler gave no permit, or refused a setting.
public enum SchedulerError: Error, Equatable, CustomStringConvertible {
  /// A limit below one: nothing could ever run.
  case invalidLimit(Int)
  /// The waiter was cancelled; the reason is the canceller's.
  case cancelled(String)
  /// The deadline passed before a slot was free.
  case deadlineExceeded(waitedSeconds: Double)
  /// The scheduler has been closed: the engine is going away.
  case closed

  /// One sentence for people.
  public var description: String {
    switch self {
    case .invalidLimit(let limit): "a scheduler needs at least 1 slot, and was given \(limit)"
    case .cancelled(let reason): "waiting for a slot was cancelled: \(reason)"
    case .deadlineExceeded(let seconds): "no slot was free within \(Int((seconds * 1000).rounded())) ms"
    case .closed: "the scheduler is closed: the engine is shutting down"
    }
  }
}
