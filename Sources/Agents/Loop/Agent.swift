// An agent is its conversation and its settings; what happens during a task is `AgentRun`. Everything that other
// threads may ask or change meanwhile is behind one lock, and nothing is called with the lock held.

public import Inference
public import Threading

/// A named worker with a conversation, a permission mode and a workspace, that works on one task at a time.
public final class Agent: Sendable {
  private struct State {
    var name: String
    var mode: PermissionMode
    var conversation = Conversation()
    var sequence: (any GenerationSequence)?
    var isRunning = false
    var contextUsed = 0
  }

  /// What it is.
  public let settings: AgentSettings
  let engine: any GenerationEngine
  let approver: any Approver
  let policy: PermissionPolicy
  let identifiers: IdentifierSource
  private let ledger: ChangeLedger
  private let author: ChangeLedger.Author
  private let state: Monitor<State>

  /// An agent that has not been given a task yet. It takes no memory of the engine before its first one.
  ///
  /// - Parameters:
  ///   - name: what it is called on screen and in the scheduler.
  ///   - engine: the loaded model.
  ///   - settings: what it is.
  ///   - approver: decides what a person must decide.
  ///   - policy: the rules; agents that share what a person has allowed share one.
  ///   - identifiers: names calls and requests; one for all agents of a session.
  ///   - ledger: keeps what its runs change; one for all agents of a session.
  public init(
    name: String, engine: any GenerationEngine, settings: AgentSettings, approver: any Approver,
    policy: PermissionPolicy, identifiers: IdentifierSource, ledger: ChangeLedger = ChangeLedger()
  ) {
    self.engine = engine
    self.settings = settings
    self.approver = approver
    self.policy = policy
    self.identifiers = identifiers
    self.ledger = ledger
    author = ledger.makeAuthor()
    state = Monitor(State(name: name, mode: settings.mode))
  }

  deinit { ledger.forget(author) }

  /// Its name.
  public var name: String { state.withLock { $0.name } }

  /// Gives it another name, in the scheduler from the next generation on.
  public func rename(to name: String) { state.withLock { $0.name = name } }

  /// What it may do without asking.
  public var mode: PermissionMode { state.withLock { $0.mode } }

  /// Changes what it may do without asking: which tools are offered from the next generation on, and what runs from
  /// the next tool call on. From any thread.
  public func setMode(_ mode: PermissionMode) { state.withLock { $0.mode = mode } }

  /// Whether it works on a task now.
  public var isRunning: Bool { state.withLock { $0.isRunning } }

  /// Tokens of its conversation at its last generation, front included.
  public var contextUsed: Int { state.withLock { $0.contextUsed } }

  /// What its runs have changed in files.
  public var fileChanges: AgentChanges? { AgentChanges(ledger: ledger, author: author) }

  /// What has been said.
  public var conversation: Conversation { state.withLock { $0.conversation } }

  /// Goes on with an earlier conversation. Does nothing, and returns false, while a task is worked on.
  public func resume(_ conversation: Conversation) -> Bool {
    state.withLock { state in
      guard !state.isRunning else { return false }
      state.conversation = conversation
      return true
    }
  }

  /// Works on a task until it is done, stopped or failed; blocks this thread. The conversation goes on from one task
  /// to the next, also after a stop or a failure.
  ///
  /// - Parameters:
  ///   - task: what is wanted.
  ///   - cancellation: stops the run: its wait for a slot, its generation, its tools, its question to a person.
  ///   - emit: told what happens, in order; on this thread, but for a tool's output, which comes on the tool's own.
  public func run(
    task: String, cancellation: Cancellation, emit: @escaping @Sendable (AgentEvent) -> Void
  ) -> RunOutcome {
    let begins = state.withLock { state in
      defer { state.isRunning = true }
      return !state.isRunning
    }
    guard begins else {
      return RunOutcome(
        reason: .failed, text: "", error: "the agent '\(name)' works on another task; give it this one afterwards")
    }
    defer { state.withLock { $0.isRunning = false } }
    var run = AgentRun(
      agent: self, cancellation: cancellation, changes: ledger.beginRun(of: author, task: task), emit: emit)
    return run.perform(task)
  }

  // MARK: For the run

  func change<Result>(_ body: (inout Conversation) -> Result) -> Result {
    state.withLock { body(&$0.conversation) }
  }

  func setContextUsed(_ tokens: Int) { state.withLock { $0.contextUsed = tokens } }

  /// Its lane in the KV memory, opened for its first generation.
  func sequence() throws(InferenceError) -> any GenerationSequence {
    let (existing, name) = state.withLock { ($0.sequence, $0.name) }
    if let existing { return existing }
    let opened = try engine.openSequence(named: name)
    state.withLock { $0.sequence = opened }
    return opened
  }
}
