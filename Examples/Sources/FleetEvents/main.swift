// Three agents share one model and two slots; what happens comes in one ordered stream.
// usage: FleetEvents MODEL.gguf

import Agents
import Inference
import Orchestrator

let path = CommandLine.arguments.dropFirst().first ?? "model.gguf"
let events = try EventStream()
let mailbox = events.observe()
let settings = AgentSettings(workspace: "/tmp", mode: .plan, maxTokens: 24)
let fleet = try Fleet(
  settings: FleetSettings(agents: 3, slots: 2, model: path), session: SessionID.make(), events: events,
  makeAgent: { blueprint in
    Agent(name: blueprint.name, engine: blueprint.engine, settings: settings, approver: blueprint.approver)
  })
try fleet.startLoading(InferenceConfig(modelPath: path, sequences: 3, slots: 2, contextLength: 1024))
_ = try fleet.submit("Say hello in one sentence.", to: .all)

var runs = 0
loop: while let batch = mailbox.waitForEvents() {
  for event in batch {
    switch event.kind {
    case .runStarted: print("\(event.agent ?? "?") begins")
    case .agent(.slotAcquired):
      print("\(event.agent ?? "?") holds a slot: \(event.slots?.active ?? 0) of \(event.slots?.max ?? 0)")
    case .runFinished(let outcome):
      print("\(event.agent ?? "?") is \(outcome.reason.rawValue): \(outcome.text)")
      runs += 1
      if runs == 3 { break loop }
    default: break
    }
  }
}
mailbox.abandon()
fleet.shutdown()
