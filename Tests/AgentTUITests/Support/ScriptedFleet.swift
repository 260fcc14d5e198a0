import Agents
import Inference
import Orchestrator
import Threading

@testable import AgentTUI

/// A fleet that remembers what was asked of it and does nothing.
final class ScriptedFleet: FleetControl {
  struct State {
    var calls: [String] = []
    var snapshot: FleetSnapshot
    var looks = 0
    var refusal: FleetError?
    var changes: AgentChanges?
  }

  let state: Monitor<State>

  init(_ snapshot: FleetSnapshot) { state = Monitor(State(snapshot: snapshot)) }

  var calls: [String] { state.withLock { $0.calls } }
  var looks: Int { state.withLock { $0.looks } }

  private func note(_ call: String) throws(FleetError) {
    let refusal: FleetError? = state.withLock { state in
      state.calls.append(call)
      return state.refusal
    }
    if let refusal { throw refusal }
  }

  func submit(_ text: String, to target: TaskTarget) throws(FleetError) -> [String] {
    try note("submit \(text) to \(target)")
    return ["t"]
  }

  func addAgent(named name: String?, mode: PermissionMode?) throws(FleetError) -> String {
    try note("add")
    return state.withLock { state in
      let name = "eve\(state.snapshot.agents.count)"
      state.snapshot.agents.append(.init(name: name, mode: .ask))
      return name
    }
  }

  func closeAgent(_ name: String) throws(FleetError) {
    try note("close \(name)")
    state.withLock { $0.snapshot.agents.removeAll { $0.name == name } }
  }

  func renameAgent(_ name: String, to newName: String) throws(FleetError) {
    try note("rename \(name) to \(newName)")
    state.withLock { state in
      for index in state.snapshot.agents.indices where state.snapshot.agents[index].name == name {
        state.snapshot.agents[index].name = newName
      }
    }
  }

  func setMode(_ mode: PermissionMode, of agent: String) throws(FleetError) { try note("mode \(mode) of \(agent)") }
  func stop(_ agent: String) throws(FleetError) { try note("stop \(agent)") }
  func stopAll() { state.withLock { $0.calls.append("stop all") } }
  func answer(_ request: String, with answer: PermissionAnswer) throws(FleetError) {
    try note("answer \(request) \(answer.word)")
  }
  func changes(of agent: String) throws(FleetError) -> AgentChanges? {
    try note("changes of \(agent)")
    return state.withLock { $0.changes }
  }
  func stopLoading() throws(FleetError) { try note("stop loading") }
  var record: (any EventRecord)? { nil }
  func resizeSlots(to max: Int) throws(FleetError) { try note("slots \(max)") }

  func snapshot() -> FleetSnapshot {
    state.withLock { state in
      state.looks += 1
      return state.snapshot
    }
  }
}
