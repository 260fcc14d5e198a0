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
      let permit = try acquire()
      emit(.slotAcquired(waitedMilliseconds: Int(permit.waitedSeconds * 1000)))
      body()
      emit(.slotReleased(heldMilliseconds: Int(permit.heldSeconds * 1000)))
    }

    /// A slot of the engine that there is when it is given.
    private func acquire() throws -> InferencePermit {
      let engine = agent.engine
      do {
        return try engine.scheduler.acquire(label: agent.name, cancellation: cancellation) { [emit] in
          emit(.slotWaiting(position: $0))
        }
      } catch SchedulerError.closed where agent.engine !== engine {
        return try acquire()
      }
    }

    /// Gives a task to another agent, as the tool does.
    func delegate(_ task: String) -> ToolResult {
      agent.delegate(task, cancellation) { [emit] in emit(.toolOutput(call: "c", text: $0)) }
    }

    /// Asks the approver, and tells it as agents do.
    func ask(_ id: String) -> PermissionAnswer {
      let request = PermissionRequest(
        id: id, tool: "bash", arguments: ["command": "make"], subject: "make", workingDirectory: "/w", dangerous: false,
        rule: "mode ask", sessionRule: "bash(make)")
      emit(.permissionRequested(request))
      let (answer, by) = agent.approver.decide(
        request, agent: agent.name, cancellation: cancellation)
      emit(.permissionResolved(request: id, decision: answer.word, by: by))
      return answer
    }
  }

  typealias Script = @Sendable (Run) throws -> RunOutcome

  let name: String
  let mode: PermissionMode
  let approver: any Approver
  let delegate: TaskDelegate
  private let current: Monitor<any GenerationEngine>
  private let script: Script
  private let told = Monitor<(modes: [PermissionMode], names: [String])>(([], []))
  private let jobCalls = Monitor<[String]>([])

  init(_ blueprint: AgentBlueprint, _ script: @escaping Script) {
    name = blueprint.name
    mode = blueprint.mode
    approver = blueprint.approver
    delegate = blueprint.delegate
    current = Monitor(blueprint.engine)
    self.script = script
  }

  /// The model that it works with now.
  var engine: any GenerationEngine { current.withLock { $0 } }

  /// The modes and names that it was given after it was made.
  var changes: (modes: [PermissionMode], names: [String]) { told.withLock { $0 } }

  /// What was asked of its jobs.
  var askedOfJobs: [String] { jobCalls.withLock { $0 } }

  func stopJobs() { jobCalls.withLock { $0.append("stop") } }
  func waitForJobs() { jobCalls.withLock { $0.append("wait") } }

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
  func promptTokens(on engine: any GenerationEngine) throws(InferenceError) -> Int {
    engine.countTokens(try engine.render([], addingGenerationPrompt: true))
  }
  func move(to engine: any GenerationEngine) { current.withLock { $0 = engine } }
}
