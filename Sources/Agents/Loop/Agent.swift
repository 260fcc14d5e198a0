// An agent is its conversation and its settings; what happens during a task is `AgentRun`. Everything that other
// threads may ask or change meanwhile is behind one lock, and nothing is called with the lock held.

public import Inference
public import Threading

/// A named worker with a conversation, a permission mode and a workspace, that works on one task at a time.
public final class Agent: Sendable {
  private struct State {
    var name: String
    var mode: PermissionMode
    var engine: any GenerationEngine
    var conversation = Conversation()
    /// Of `engine`.
    var sequence: (any GenerationSequence)?
    var isRunning = false
    var contextUsed = 0
    var keep: (@Sendable (ConversationChange) -> Void)?
  }

  /// What it is.
  public let settings: AgentSettings
  let approver: any Approver
  let policy: PermissionPolicy
  let identifiers: IdentifierSource
  /// What it has seen of files.
  let seen = SeenFiles()
  private let ledger: ChangeLedger
  private let author: ChangeLedger.Author
  /// Whether what it changes is its own, and not that of the agent that started it.
  private let ownsChanges: Bool
  let delegate: TaskDelegate?
  /// What its commands leave for the next ones; its jobs end with it.
  let shell = ShellState()
  /// What it has set itself to do.
  let todo = TodoList()
  private let state: Monitor<State>

  /// An agent that has not been given a task yet. It takes no memory of the engine before its first one.
  ///
  /// - Parameters:
  ///   - name: what it is called on screen and in the scheduler.
  ///   - engine: the loaded model.
  ///   - settings: what it is.
  ///   - approver: decides what a person must decide; where none is given, that is refused.
  ///   - policy: the rules; agents that share what a person has allowed share one.
  ///   - identifiers: names calls and requests; one for all agents of a session.
  ///   - ledger: keeps what its runs change; one for all agents of a session.
  ///   - starter: the agent that started it: what it changes is kept among that one's changes.
  ///   - delegate: gives work to another agent.
  public init(
    name: String, engine: any GenerationEngine, settings: AgentSettings, approver: any Approver = RefusingApprover(),
    policy: PermissionPolicy = PermissionPolicy(), identifiers: IdentifierSource = IdentifierSource(),
    ledger: ChangeLedger = ChangeLedger(),
    startedBy starter: Agent? = nil, delegate: TaskDelegate? = nil
  ) {
    self.settings = settings
    self.approver = approver
    self.policy = policy
    self.identifiers = identifiers
    self.ledger = ledger
    author = starter?.author ?? ledger.makeAuthor()
    ownsChanges = starter == nil
    self.delegate = delegate
    state = Monitor(State(name: name, mode: settings.mode, engine: engine))
  }

  deinit { if ownsChanges { ledger.forget(author) } }

  /// Its name.
  public var name: String { state.withLock { $0.name } }

  /// Gives it another name, in the scheduler from the next generation on.
  public func rename(to name: String) { state.withLock { $0.name = name } }

  /// What it may do without asking.
  public var mode: PermissionMode { state.withLock { $0.mode } }

  /// Changes what it may do without asking: which tools can be called from the next generation on, and what runs from
  /// the next tool call on. From any thread.
  public func setMode(_ mode: PermissionMode) { state.withLock { $0.mode = mode } }

  /// Whether it works on a task now.
  public var isRunning: Bool { state.withLock { $0.isRunning } }

  /// Tokens of its conversation at its last generation, front included.
  public var contextUsed: Int { state.withLock { $0.contextUsed } }

  /// What its runs have changed in files.
  public var fileChanges: AgentChanges? { AgentChanges(ledger: ledger, author: author) }

  /// Asks what it has left running in the background to end, and returns at once.
  public func stopJobs() { shell.jobs.cancel() }

  /// Blocks until nothing of it runs in the background.
  public func waitForJobs() { shell.jobs.wait() }

  /// What has been said.
  public var conversation: Conversation { state.withLock { $0.conversation } }

  /// Goes on with an earlier conversation. Does nothing, and returns false, while a task is worked on.
  public func resume(_ conversation: Conversation) -> Bool {
    keepingChanges { state in
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

  // MARK: What is kept

  /// Has every change of its conversation told, in order, on the thread on which it happens. Before its first task. That it
  /// goes on with another model is no change: what was said stays.
  public func keepChanges(_ keep: @escaping @Sendable (ConversationChange) -> Void) {
    state.withLock { $0.keep = keep }
  }

  private func keepingChanges<Result>(_ body: (inout State) -> Result) -> Result {
    let (result, change, keep) = state.withLock { state in
      let before = state.conversation
      let result = body(&state)
      let change = state.keep.flatMap { _ in
        ConversationChange(from: before, to: state.conversation, model: state.engine.facts.identity)
      }
      return (result, change, state.keep)
    }
    if let change { keep?(change) }
    return result
  }

  // MARK: Another model

  /// Tokens of its conversation as another engine would have to compute them; 0 before its first task.
  ///
  /// - Throws: `InferenceError` when that model's chat template cannot say it.
  public func promptTokens(on engine: any GenerationEngine) throws(InferenceError) -> Int {
    let conversation = conversation
    guard !conversation.entries.isEmpty else { return 0 }
    let approach = settings.approach(to: engine)
    return engine.countTokens(try engine.render(settings.front(approach).prompt(conversation.withoutTokens)))
  }

  /// Goes on with another engine, from its next generation on; the conversation stays, as text. From any thread, also
  /// while a task is worked on, but not while it generates.
  public func move(to engine: any GenerationEngine) {
    let left = state.withLock { state -> (any GenerationSequence)? in
      guard state.engine !== engine else { return nil }
      defer { state.sequence = nil }
      state.engine = engine
      state.conversation = state.conversation.withoutTokens
      return state.sequence
    }
    withExtendedLifetime(left) {}  // Its memory is given back here, outside the lock.
  }

  // MARK: For the run

  /// The model that it works with now.
  var engine: any GenerationEngine { state.withLock { $0.engine } }

  func change<Result>(_ body: (inout Conversation) -> Result) -> Result {
    keepingChanges { body(&$0.conversation) }
  }

  /// Keeps what the model of `engine` said. The tokens mean something to that model alone.
  func append(_ turn: AssistantTurn, of engine: any GenerationEngine) {
    keepingChanges { state in
      var turn = turn
      if state.engine !== engine { turn.tokens = [] }
      state.conversation.append(.assistant(turn))
    }
  }

  func setContextUsed(_ tokens: Int) { state.withLock { $0.contextUsed = tokens } }

  /// Its lane in the KV memory of `engine`, opened for its first generation there.
  func sequence(of engine: any GenerationEngine) throws(InferenceError) -> any GenerationSequence {
    let (existing, name) = state.withLock { ($0.engine === engine ? $0.sequence : nil, $0.name) }
    if let existing { return existing }
    let opened = try engine.openSequence(named: name)
    state.withLock { if $0.engine === engine { $0.sequence = opened } }
    return opened
  }
}
