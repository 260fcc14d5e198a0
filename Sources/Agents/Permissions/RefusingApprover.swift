public import Threading

/// Stands where nobody can be asked: what the rules and the mode leave to a person is denied, and the agent is told so.
public struct RefusingApprover: Approver {
  /// Refuses everything that it is asked.
  public init() {}

  /// Refuses, and says which rule or mode would have asked.
  public func decide(
    _ request: PermissionRequest, agent: String, cancellation: Cancellation
  ) -> (answer: PermissionAnswer, by: String) {
    (.deny(reason: "nobody can be asked here (\(request.rule))"), "nobody")
  }
}
