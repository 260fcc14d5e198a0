import Agents
import Threading

/// A permission request that waits for the person.
struct PendingApproval: Equatable, Sendable, Identifiable {
  var request: PermissionRequest
  var agent: String
  var since: MonotonicTime

  var id: String { request.id }
}
