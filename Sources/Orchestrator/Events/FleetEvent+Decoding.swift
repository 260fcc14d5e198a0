import Agents
public import OrderedJSON
import System

extension FleetEvent {
  /// Reads an event's object back; nil where a field is missing or of another type, or the kind is unknown.
  ///
  /// A permission request comes back with what its line holds: no folder, no rules to add.
  public init?(json: JSON) {
    guard let object = json.object, let seq = object["seq"]?.integer,
      let time = object["time"]?.string.flatMap(CivilTime.init(rfc3339:)), let name = object["event"]?.string,
      let kind = Kind(name: name, fields: object)
    else { return nil }
    var slots: Slots?
    switch kind {
    case .agent(.slotAcquired), .agent(.slotReleased):
      guard let active = object["active"]?.integer, let max = object["max"]?.integer else { return nil }
      slots = Slots(active: active, max: max)
    case .sessionStarted, .agentStarted, .taskQueued, .runStarted, .agent, .runFinished, .modelChanged,
      .sessionFinished:
      break
    }
    self.init(
      seq: seq, time: time.milliseconds, agent: object["agent"]?.string,
      agentID: object["agent_id"]?.integer.map(AgentID.init(value:)), run: object["run"]?.string, kind: kind,
      slots: slots)
  }
}

extension FleetEvent.Kind {
  fileprivate init?(name: String, fields: JSONObject) {
    switch name {
    case "session.started":
      guard let id = fields["id"]?.string, let model = fields["model"]?.string, let agents = fields["agents"]?.integer,
        let slots = fields["slots"]?.integer, let context = fields["context"]?.integer
      else { return nil }
      self = .sessionStarted(id: id, model: model, agents: agents, slots: slots, context: context)
    case "agent.started":
      guard let starter = fields["by"]?.string else { return nil }
      self = .agentStarted(by: starter)
    case "task.queued":
      guard let task = fields["task"]?.string, let text = fields["text"]?.string,
        let position = fields["position"]?.integer
      else { return nil }
      self = .taskQueued(task: task, text: text, position: position)
    case "run.started":
      guard let task = fields["task"]?.string else { return nil }
      self = .runStarted(task: task)
    case "run.finished":
      guard let reason = fields["reason"]?.string.flatMap(RunOutcome.Reason.init(rawValue:)),
        let text = fields["text"]?.string
      else { return nil }
      self = .runFinished(RunOutcome(reason: reason, text: text, error: fields["error"]?.string))
    case "model.changed":
      guard let model = fields["model"]?.string, let before = fields["before"]?.string,
        let context = fields["context"]?.integer, let notes = fields["notes"]?.array?.map(\.string),
        !notes.contains(nil)
      else { return nil }
      self = .modelChanged(
        ModelChange(model: model, before: before, context: context, notes: notes.compactMap { $0 }))
    case "session.finished":
      guard let runs = fields["runs"]?.integer, let failed = fields["failed"]?.integer else { return nil }
      self = .sessionFinished(runs: runs, failed: failed)
    default:
      guard let event = AgentEvent(name: name, fields: fields) else { return nil }
      self = .agent(event)
    }
  }
}

extension AgentEvent {
  fileprivate init?(name: String, fields: JSONObject) {
    switch name {
    case "slot.waiting", "slot.acquired", "slot.released", "prefill":
      self.init(progress: name, fields: fields)
    case "text":
      guard let text = fields["text"]?.string else { return nil }
      self = .text(text)
    case "reasoning":
      guard let text = fields["text"]?.string else { return nil }
      self = .reasoning(text)
    case "tool.started", "tool.output", "tool.finished":
      self.init(tool: name, fields: fields)
    case "permission.requested":
      guard let id = fields["request"]?.string, let tool = fields["tool"]?.string, let arguments = fields["arguments"],
        let dangerous = fields["dangerous"]?.bool, let rule = fields["rule"]?.string
      else { return nil }
      self = .permissionRequested(
        PermissionRequest(
          id: id, tool: tool, arguments: arguments, subject: "", diff: fields["diff"]?.string, workingDirectory: "",
          dangerous: dangerous, rule: rule, sessionRule: ""))
    case "permission.resolved":
      guard let request = fields["request"]?.string, let decision = fields["decision"]?.string,
        let by = fields["by"]?.string
      else { return nil }
      self = .permissionResolved(request: request, decision: decision, by: by)
    case "context.compacted":
      guard let before = fields["tokens_before"]?.integer, let after = fields["tokens_after"]?.integer else {
        return nil
      }
      self = .contextCompacted(tokensBefore: before, tokensAfter: after)
    case "usage":
      guard let prompt = fields["prompt_tokens"]?.integer, let reused = fields["reused_tokens"]?.integer,
        let generated = fields["generated_tokens"]?.integer, let first = fields["ttft_ms"]?.integer,
        let speed = fields["tokens_per_s"]?.number
      else { return nil }
      self = .usage(
        Usage(
          promptTokens: prompt, reusedTokens: reused, generatedTokens: generated, millisecondsToFirstToken: first,
          tokensPerSecond: speed))
    default:
      return nil
    }
  }

  private init?(progress name: String, fields: JSONObject) {
    switch name {
    case "slot.waiting":
      guard let position = fields["position"]?.integer else { return nil }
      self = .slotWaiting(position: position)
    case "slot.acquired":
      guard let milliseconds = fields["waited_ms"]?.integer else { return nil }
      self = .slotAcquired(waitedMilliseconds: milliseconds)
    case "slot.released":
      guard let milliseconds = fields["held_ms"]?.integer else { return nil }
      self = .slotReleased(heldMilliseconds: milliseconds)
    case "prefill":
      guard let done = fields["done"]?.integer, let total = fields["total"]?.integer,
        let reused = fields["reused"]?.integer
      else { return nil }
      self = .prefill(done: done, total: total, reused: reused)
    default:
      return nil
    }
  }

  private init?(tool name: String, fields: JSONObject) {
    guard let call = fields["call"]?.string else { return nil }
    switch name {
    case "tool.started":
      guard let tool = fields["name"]?.string, let arguments = fields["arguments"] else { return nil }
      self = .toolStarted(call: call, name: tool, arguments: arguments)
    case "tool.output":
      guard let text = fields["text"]?.string else { return nil }
      self = .toolOutput(call: call, text: text)
    case "tool.finished":
      guard let tool = fields["name"]?.string, let ok = fields["ok"]?.bool, let output = fields["output"]?.string,
        let milliseconds = fields["ms"]?.integer
      else { return nil }
      self = .toolFinished(
        call: call, name: tool, ok: ok, output: output, milliseconds: milliseconds, diff: fields["diff"]?.string)
    default:
      return nil
    }
  }
}
