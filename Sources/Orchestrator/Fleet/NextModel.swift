/// Another model on its way, while the one in use goes on.
public struct NextModel: Sendable, Equatable {
  /// How far it is.
  public enum Stage: Sendable, Equatable {
    /// Being loaded; 0 to 1.
    case loading(Double)
    /// Loaded; takes over when the generations that are on have ended. No new one begins before.
    case waiting
    /// It did not take over, and the model in use stays; one sentence for people.
    case failed(String)
  }

  /// Its file.
  public var path: String
  /// How far it is.
  public var stage: Stage

  /// A model on its way.
  public init(path: String, stage: Stage) {
    self.path = path
    self.stage = stage
  }

  /// Whether it may still take over.
  public var isComing: Bool {
    switch stage {
    case .loading, .waiting: true
    case .failed: false
    }
  }
}
