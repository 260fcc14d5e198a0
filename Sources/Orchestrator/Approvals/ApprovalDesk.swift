public import Agents
public import Threading

/// Where permission requests wait for a person: any number at once, answered in any order.
///
/// A run that waits here holds no slot: the agent asks after its generation has given the slot back. Each request is
/// told by the run's own `permissionRequested` event; it is known here before that event is (`expect`), so that an
/// observer who answers at once is never told that there is no such request.
public final class ApprovalDesk: Approver, Sendable {
  private enum Entry {
    case open
    case answered(PermissionAnswer, by: String)
  }

  private let entries = Monitor<[String: Entry]>([:])

  /// A desk where nothing waits.
  public init() {}

  /// How many requests wait for an answer.
  public var openRequests: Int {
    entries.withLock { entries in
      entries.values.count { if case .open = $0 { true } else { false } }
    }
  }

  /// Answers a request.
  ///
  /// - Parameters:
  ///   - request: its identifier.
  ///   - answer: what was decided.
  ///   - by: who decided, for the event stream.
  /// - Throws: `FleetError` when nothing of this name waits (any more).
  public func answer(_ request: String, with answer: PermissionAnswer, by: String = PermissionAnswer.person)
    throws(FleetError)
  {
    try entries.withLock { entries throws(FleetError) in
      guard case .open = entries[request] else {
        throw FleetError(
          "No request '\(request)' waits for an answer: it has been answered, or its run has ended.")
      }
      entries[request] = .answered(answer, by: by)
    }
    entries.broadcast()
  }

  /// Blocks until somebody answers, or until the run is cancelled.
  public func decide(
    _ request: PermissionRequest, agent: String, cancellation: Cancellation
  ) -> (answer: PermissionAnswer, by: String) {
    expect(request.id)
    defer { forget(request.id) }
    return cancellation.withHandler({ [entries] in
      entries.withLock { _ in }  // Whoever has looked at `reason` and not yet begun to wait is let through first.
      entries.broadcast()
    }) {
      entries.wait { entries in
        if case .answered(let answer, let by) = entries[request.id] { return (answer, by) }
        if let reason = cancellation.reason { return (.deny(reason: "the run was \(reason)"), "run") }
        return nil
      }!
    }
  }

  /// Says that this request is about to be asked, so that it can be answered from now on.
  func expect(_ request: String) {
    entries.withLock { if $0[request] == nil { $0[request] = .open } }
  }

  /// Says that nobody asks this any more.
  func forget(_ request: String) {
    entries.withLock { $0[request] = nil }
  }
}
