import Agents
import Threading

/// A permission request that waits for the person.
struct PendingApproval: Equatable, Sendable, Identifiable {
  var request: PermissionRequest
  var agent: String
  var since: MonotonicTime
  /// How much of what is asked the person has seen: what was not seen whole is not allowed.
  var seen = SeenText()

  var id: String { request.id }
}
