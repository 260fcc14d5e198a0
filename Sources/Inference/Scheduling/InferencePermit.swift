public import Threading

/// The holding of one slot: the right to generate now.
///
/// It cannot be copied and gives its slot back when it goes out of scope, however its holder leaves. Lease it
/// for one generation; never hold it while a tool runs or a person decides.
public struct InferencePermit: ~Copyable, Sendable {
  private let scheduler: InferenceScheduler
  private let holder: InferenceScheduler.HolderID

  /// How long the holder waited for it, in seconds.
  public let waitedSeconds: Double
  /// Since when it is held.
  public let acquiredAt: MonotonicTime

  init(
    scheduler: InferenceScheduler, holder: InferenceScheduler.HolderID, waitedSeconds: Double, acquiredAt: MonotonicTime
  ) {
    self.scheduler = scheduler
    self.holder = holder
    self.waitedSeconds = waitedSeconds
    self.acquiredAt = acquiredAt
  }

  /// How long it has been held, in seconds.
  public var heldSeconds: Double { MonotonicTime.now.seconds(since: acquiredAt) }

  /// Gives the slot back now rather than at the end of the scope.
  public consuming func release() {}

  deinit {
    scheduler.release(holder)
  }
}
