import Agents
import TestSupport
import Threading

/// A person who gives the answers that a test has written down, and then denies.
final class ScriptedApprover: Approver {
  private let state: Monitor<(answers: [PermissionAnswer], requests: [PermissionRequest])>
  private let gate: Gate?
  private let onAsk: @Sendable () -> Void

  init(_ answers: [PermissionAnswer] = [], gate: Gate? = nil, onAsk: @escaping @Sendable () -> Void = {}) {
    state = Monitor((answers, []))
    self.gate = gate
    self.onAsk = onAsk
  }

  var requests: [PermissionRequest] { state.withLock { $0.requests } }

  func decide(
    _ request: PermissionRequest, agent: String, cancellation: Cancellation
  ) -> (answer: PermissionAnswer, by: String) {
    onAsk()
    state.withLock { $0.requests.append(request) }
    if let gate, !gate.pass(cancellation) { return (.deny(reason: "the run was stopped"), "stop") }
    return state.withLock { state in
      state.answers.isEmpty ? (.deny(reason: "nobody is there"), "nobody") : (state.answers.removeFirst(), "person")
    }
  }
}
