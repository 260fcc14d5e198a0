import Agents
public import OrderedJSON
import System

extension FleetEvent {
  /// The event as the object of its line: `seq`, `time`, `event`, `agent`, `agent_id` and `run` where they apply, then by kind.
  ///
  /// The names are a promise to scripts and to the journals of earlier sessions: the table "Events" of the manual.
  public var json: JSON {
    var object = JSONObject()
    object["seq"] = .integer(seq)
    object["time"] = .string(CivilTime(milliseconds: time).rfc3339)
    object["event"] = .string(kind.name)
    if let agent { object["agent"] = .string(agent) }
    if let agentID { object["agent_id"] = .integer(agentID.value) }
    if let run { object["run"] = .string(run) }
    kind.addFields(to: &object, slots: slots)
    return .object(object)
  }
}

extension FleetEvent.Kind {
  /// The event's name in the stream.
  public var name: String {
    switch self {
    case .sessionStarted: "session.started"
    case .agentStarted: "agent.started"
    case .taskQueued: "task.queued"
    case .runStarted: "run.started"
    case .agent(let event): event.name
    case .runFinished: "run.finished"
    case .modelChanged: "model.changed"
    case .sessionFinished: "session.finished"
    }
  }

  fileprivate func addFields(to object: inout JSONObject, slots: FleetEvent.Slots?) {
    switch self {
    case .sessionStarted(let id, let model, let agents, let slots, let context):
      object["id"] = .string(id)
      object["model"] = .string(model)
      object["agents"] = .integer(agents)
      object["slots"] = .integer(slots)
      object["context"] = .integer(context)
    case .agentStarted(let starter):
      object["by"] = .string(starter)
    case .taskQueued(let task, let text, let position):
      object["task"] = .string(task)
      object["text"] = .string(text)
      object["position"] = .integer(position)
    case .runStarted(let task):
      object["task"] = .string(task)
    case .agent(let event):
      event.addFields(to: &object, slots: slots)
    case .runFinished(let outcome):
      object["reason"] = .string(outcome.reason.rawValue)
      object["text"] = .string(outcome.text)
      object["error"] = outcome.error.map(JSON.string) ?? .null
    case .modelChanged(let change):
      object["model"] = .string(change.model)
      object["before"] = .string(change.before)
      object["context"] = .integer(change.context)
      object["notes"] = .array(change.notes.map(JSON.string))
    case .sessionFinished(let runs, let failed):
      object["runs"] = .integer(runs)
      object["failed"] = .integer(failed)
    }
  }
}

extension AgentEvent {
  fileprivate var name: String {
    switch self {
    case .slotWaiting: "slot.waiting"
    case .slotAcquired: "slot.acquired"
    case .slotReleased: "slot.released"
    case .prefill: "prefill"
    case .text: "text"
    case .reasoning: "reasoning"
    case .toolStarted: "tool.started"
    case .toolOutput: "tool.output"
    case .toolFinished: "tool.finished"
    case .permissionRequested: "permission.requested"
    case .permissionResolved: "permission.resolved"
    case .contextCompacted: "context.compacted"
    case .usage: "usage"
    }
  }

  fileprivate func addFields(to object: inout JSONObject, slots: FleetEvent.Slots?) {
    switch self {
    case .slotWaiting(let position):
      object["position"] = .integer(position)
    case .slotAcquired(let milliseconds):
      object["active"] = .integer(slots?.active ?? 0)
      object["max"] = .integer(slots?.max ?? 0)
      object["waited_ms"] = .integer(milliseconds)
    case .slotReleased(let milliseconds):
      object["active"] = .integer(slots?.active ?? 0)
      object["max"] = .integer(slots?.max ?? 0)
      object["held_ms"] = .integer(milliseconds)
    case .prefill(let done, let total, let reused):
      object["done"] = .integer(done)
      object["total"] = .integer(total)
      object["reused"] = .integer(reused)
    case .text(let text), .reasoning(let text):
      object["text"] = .string(text)
    case .toolStarted(let call, let name, let arguments):
      object["call"] = .string(call)
      object["name"] = .string(name)
      object["arguments"] = arguments
    case .toolOutput(let call, let text):
      object["call"] = .string(call)
      object["text"] = .string(text)
    case .toolFinished(let call, let name, let ok, let output, let milliseconds, let diff):
      object["call"] = .string(call)
      object["name"] = .string(name)
      object["ok"] = .bool(ok)
      object["output"] = .string(output)
      object["ms"] = .integer(milliseconds)
      if let diff { object["diff"] = .string(diff) }
    case .permissionRequested(let request):
      object["request"] = .string(request.id)
      object["tool"] = .string(request.tool)
      object["arguments"] = request.arguments
      object["dangerous"] = .bool(request.dangerous)
      object["rule"] = .string(request.rule)
      if let diff = request.diff { object["diff"] = .string(diff) }
    case .permissionResolved(let request, let decision, let by):
      object["request"] = .string(request)
      object["decision"] = .string(decision)
      object["by"] = .string(by)
    case .contextCompacted(let before, let after):
      object["tokens_before"] = .integer(before)
      object["tokens_after"] = .integer(after)
    case .usage(let usage):
      object["prompt_tokens"] = .integer(usage.promptTokens)
      object["reused_tokens"] = .integer(usage.reusedTokens)
      object["generated_tokens"] = .integer(usage.generatedTokens)
      object["ttft_ms"] = .integer(usage.millisecondsToFirstToken)
      object["tokens_per_s"] = .number((usage.tokensPerSecond * 10).rounded() / 10)
    }
  }
}
