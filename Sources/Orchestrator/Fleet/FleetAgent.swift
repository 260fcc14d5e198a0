public import Agents
public import Inference
public import Threading

/// What the fleet needs of an agent. `Agent` is the real one; measurements and tests bring another.
public protocol FleetAgent: AnyObject, Sendable {
  /// Works on a task until it is done, stopped or failed; blocks this thread.
  func run(
    task: String, cancellation: Cancellation, emit: @escaping @Sendable (AgentEvent) -> Void
  ) -> RunOutcome
  /// What it may do without asking, from its next tool call on. Called from other threads while it runs.
  func setMode(_ mode: PermissionMode)
  /// Another name, in the scheduler from its next generation on. Called from other threads while it runs.
  func rename(to name: String)
  /// Tokens of its conversation as another engine would have to compute them; 0 before it has spoken.
  func promptTokens(on engine: any GenerationEngine) throws(InferenceError) -> Int
  /// Goes on with another engine, from its next generation on, and lets go of the one before at once. Called from other
  /// threads, also while it runs, but not while it generates.
  func move(to engine: any GenerationEngine)
  /// What its runs have changed in files; nil for an agent that changes none. May be asked while it runs.
  var fileChanges: AgentChanges? { get }
  /// Has every change of its conversation told, in order. Before its first task.
  func keepChanges(_ keep: @escaping @Sendable (ConversationChange) -> Void)
  /// Goes on with an earlier conversation. Does nothing, and returns false, while it works.
  func resume(_ conversation: Conversation) -> Bool
  /// Asks what it has left running in the background to end, and returns at once.
  func stopJobs()
  /// Blocks until nothing of it runs in the background.
  func waitForJobs()
}

extension FleetAgent {
  /// Nothing is changed.
  public var fileChanges: AgentChanges? { nil }
  /// Nothing is kept.
  public func keepChanges(_ keep: @escaping @Sendable (ConversationChange) -> Void) {}
  /// There is no conversation to go on with.
  public func resume(_ conversation: Conversation) -> Bool { false }
  /// Nothing runs in its background.
  public func stopJobs() {}
  /// Nothing runs in its background.
  public func waitForJobs() {}
}

/// What an agent is made from, when it is given its first task.
public struct AgentBlueprint: Sendable {
  /// Its name on screen.
  public var name: String
  /// What it may do without asking.
  public var mode: PermissionMode
  /// The loaded model.
  public var engine: any GenerationEngine
  /// Who decides what a person must decide.
  public var approver: any Approver
  /// The agent that started it; nil for a person's own.
  public var starter: (any FleetAgent)?
  /// Gives work to another agent.
  public var delegate: TaskDelegate
}

extension Agent: FleetAgent {}
