import Threading

/// Gives out the names of calls and permission requests: `call-1`, `request-1`, `call-2` …; all agents of a session
/// share one, so that a name means one thing in the whole session.
public final class IdentifierSource: Sendable {
  private let last: Monitor<[String: Int]>

  /// - Parameter used: for each kind the highest number that an earlier part of the session gave out.
  public init(used: [String: Int] = [:]) {
    last = Monitor(used)
  }

  /// The next name of this kind.
  public func next(_ kind: String) -> String {
    last.withLock { last in
      last[kind, default: 0] += 1
      return "\(kind)-\(last[kind]!)"
    }
  }
}
