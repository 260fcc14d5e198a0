import Agents
import Inference
import OrderedJSON
import TestSupport
import Threading

/// An agent with its doubles around it, and what its runs told.
final class AgentBench: Sendable {
  let engine: ScriptedEngine
  let agent: Agent
  let approver: ScriptedApprover
  private let log = Monitor<[AgentEvent]>([])

  init(
    _ replies: [ScriptedEngine.Reply], tools: [any Tool] = [TestTool(name: "read")], mode: PermissionMode = .auto,
    toolChoice: ToolChoice = .auto, maxTokens: Int = 10_000, maxIterations: Int = 20, contextLength: Int = 100_000,
    approver: ScriptedApprover = ScriptedApprover(), policy: PermissionPolicy = PermissionPolicy(),
    generationPrompt: String = "<|assistant|>", engine: ScriptedEngine? = nil, workspace: String = "/ws",
    answerSchema: JSONSchema? = nil
  ) throws {
    self.engine =
      try engine
      ?? ScriptedEngine(replies, contextLength: contextLength, generationPrompt: generationPrompt)
    self.approver = approver
    var settings = AgentSettings(
      instructions: "Be brief.", workspace: workspace, mode: mode, tools: ToolRegistry(tools), toolChoice: toolChoice,
      sampling: .greedy, maxTokens: maxTokens, maxIterations: maxIterations)
    // A large model is one that was taught to call tools.
    if self.engine.facts.parameters >= Approach.smallest {
      (settings.toolForm, settings.parallelCalls) = (.native, .on)
    }
    settings.answerSchema = answerSchema
    agent = Agent(
      name: "ada", engine: self.engine, settings: settings,
      approver: approver, policy: policy, identifiers: IdentifierSource())
  }

  /// What was told, slots, prefill and usage left out: they frame every generation.
  var events: [String] {
    log.withLock { $0 }.compactMap { event in
      switch event {
      case .slotWaiting, .slotAcquired, .slotReleased, .prefill, .usage: nil
      case .text, .reasoning, .toolStarted, .toolOutput, .toolFinished, .permissionRequested, .permissionResolved,
        .contextCompacted:
        Self.line(event)
      }
    }
  }

  /// Everything that was told.
  var allEvents: [String] { log.withLock { $0 }.map(Self.line) }

  @discardableResult
  func run(_ task: String, cancellation: Cancellation = Cancellation()) -> RunOutcome {
    agent.run(task: task, cancellation: cancellation) { event in
      self.log.withLock { $0.append(event) }
      self.log.broadcast()
    }
  }

  /// Blocks until this has been told.
  func wait(for line: String) {
    _ = log.wait { $0.contains { Self.line($0) == line } ? true : nil }
  }

  /// Runs the task on a thread of its own; the closure that comes back waits for its outcome.
  func start(_ task: String, cancellation: Cancellation = Cancellation()) throws -> () -> RunOutcome {
    let outcome = Monitor<RunOutcome?>(nil)
    let thread = try WorkerThread(name: "run") {
      let result = self.run(task, cancellation: cancellation)
      outcome.withLock { $0 = result }
    }
    return {
      thread.join()
      return outcome.withLock { $0! }
    }
  }

  private static func line(_ event: AgentEvent) -> String {
    switch event {
    case .slotWaiting(let position): "slot waiting \(position)"
    case .slotAcquired: "slot acquired"
    case .slotReleased: "slot released"
    case .prefill(let done, let total, _): done == total ? "prefill" : "prefill \(done)/\(total)"
    case .text(let text): "text \(text)"
    case .reasoning(let text): "reasoning \(text)"
    case .toolStarted(let call, let name, let arguments): "\(call) \(name) \(arguments.text)"
    case .toolOutput(let call, let text): "\(call) output \(text)"
    case .toolFinished(let call, let name, let ok, let output, _, _):
      "\(call) \(name) \(ok ? "ok" : "failed"): \(output)"
    case .permissionRequested(let request): "\(request.id) \(request.tool) \(request.arguments.text)? \(request.rule)"
    case .permissionResolved(let request, let decision, let by): "\(request) \(decision) by \(by)"
    case .contextCompacted: "compacted"
    case .usage(let usage): "usage \(usage.generatedTokens)"
    }
  }
}
