/// What the time of the decode thread has gone into since the engine was loaded.
public struct StepMeter: Sendable, Equatable {
  /// Seconds in which the thread was busy: taking orders, planning, computing, sampling, handing text out.
  public var busySeconds: Double
  /// Those of them that libllama took.
  public var librarySeconds: Double

  /// A meter that has counted nothing yet.
  public init(busySeconds: Double = 0, librarySeconds: Double = 0) {
    self.busySeconds = busySeconds
    self.librarySeconds = librarySeconds
  }

  /// The part of the busy time that is not libllama's, 0 to 1.
  public var ownShare: Double {
    busySeconds > 0 ? max(0, 1 - librarySeconds / busySeconds) : 0
  }
}
