import Agents
import OrderedJSON

extension FleetEvent.Kind {
  /// The bytes of its texts.
  var textBytes: Int {
    switch self {
    case .sessionStarted(let id, let model, _, _, _): id.utf8.count + model.utf8.count
    case .agentStarted(let starter): starter.utf8.count
    case .taskQueued(_, let text, _): text.utf8.count
    case .agent(let event): event.textBytes
    case .runFinished(let outcome): outcome.text.utf8.count + (outcome.error?.utf8.count ?? 0)
    case .modelChanged(let change): change.notes.reduce(0) { $0 + $1.utf8.count }
    case .runStarted, .sessionFinished: 0
    }
  }
}

extension AgentEvent {
  fileprivate var textBytes: Int {
    switch self {
    case .text(let text), .reasoning(let text), .toolOutput(_, let text): text.utf8.count
    case .toolStarted(_, _, let arguments): arguments.text.utf8.count
    case .toolFinished(_, _, _, let output, _, let diff): output.utf8.count + (diff?.utf8.count ?? 0)
    case .permissionRequested(let request):
      request.arguments.text.utf8.count + request.subject.utf8.count + (request.diff?.utf8.count ?? 0)
    case .slotWaiting, .slotAcquired, .slotReleased, .prefill, .permissionResolved, .contextCompacted, .usage: 0
    }
  }
}
