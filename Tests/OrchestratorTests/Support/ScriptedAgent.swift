import Agents
import Inference
import OrderedJSON
import Orchestrator
import Threading

/// An agent whose runs are written down in a test.
final class ScriptedAgent: FleetAgent {
  /// A run: its task and what it works with.
  struct Run {
    let agent: ScriptedAgent
    let task: String
    let cancellation: Cancellation
    let emit: @Sendable (AgentEvent) -> Void

    /// Holds a slot around `body`, and tells it as agents do.
    func withSlot(_ body: () -> Void) throws {
      let scheduler = agent.blueprint.engine.scheduler
      let permit = try scheduler.acquire(label: agent.blueprint.name, cancellation: cancellation) { [emit] in
        emit(.slotWaiting(position: $0))
      }
      emit(.slotAcquired(waitedMilliseconds: Int(permit.waitedSeconds * 1000)))
      body()
      emit(.slotReleased(heldMilliseconds: Int(permit.heldSeconds * 1000)))
    }

    /// Asks the approver, and tells it as agents do.
    func ask(_ id: String) -> PermissionAnswer {
      let request = PermissionRequest(
        id: id, tool: "bash", arguments: ["command": "make"], subject: "make", workingDirectory: "/w", dangerous: false,
        rule: "mode ask", sessionRule: "bash(make)")
      emit(.permissionRequested(request))
      let (answer, by) = agent.blueprint.approver.decide(
        request, agent: agent.blueprint.name, cancellation: cancellation)
      emit(.permissionResolved(request: id, decision: answer.word, by: by))
      return answer
    }
  }

  typealias Script = @Sendable (Run) throws -> RunOutcome

  let blueprint: AgentBlueprint
  private let script: Script
  private let told = Monitor<(modes: [PermissionMode], names: [String])>(([], []))

  init(_ blueprint: AgentBlueprint, _ script: @escaping Script) {
    self.blueprint = blueprint
    self.script = script
  }

  /// The modes and names that it was given after it was made.
  var changes: (modes: [PermissionMode], names: [String]) { told.withLock { $0 } }

  func run(
    task: String, cancellation: Cancellation, emit: @escaping @Sendable (AgentEvent) -> Void
  ) -> RunOutcome {
    do {
      return try script(Run(agent: self, task: task, cancellation: cancellation, emit: emit))
    } catch {
      if cancellation.isCancelled { return RunOutcome(reason: .stopped, text: "") }
      return RunOutcome(reason: .failed, text: "", error: "\(error)")
    }
  }

  func setMode(_ mode: PermissionMode) { told.withLock { $0.modes.append(mode) } }
  func rename(to name: String) { told.withLock { $0.names.append(name) } }
}
