// The fleet: agents, the threads that run them, and the model they share.
//
// One lock guards who is there, what runs and what waits (`State`). While it is held nobody is called but the event
// stream and the scheduler, whose own locks are leaves; agents, the engine, observers and approvals are called
// outside of it. Events about tasks and runs are appended under it, so that the stream tells them in the order in
// which they were decided.
//
//   submit ─► roster ─► worker thread: agent.run ─► events ─► journal ─► observers
//
// A fleet can be given tasks before a model is there: they wait, and begin with `attach`.

public import Agents
public import Inference
import Threading

/// Agents that share one model, each run by a real thread.
///
/// Its threads keep it alive: it ends with `shutdown()`, and only so.
public final class Fleet: FleetControl {
  /// Makes an agent when it is given its first task; called on the thread that will run it.
  public typealias AgentMaker = @Sendable (AgentBlueprint) throws -> any FleetAgent
  /// Loads a model; `progress` gets 0 to 1 and returns whether to go on.
  public typealias EngineLoader =
    @Sendable (
      _ config: InferenceConfig, _ progress: @escaping @Sendable (Double) -> Bool
    ) throws(InferenceError) -> any GenerationEngine

  /// What all agents begin their prompts with on a loaded model; called on the thread that has loaded it.
  public typealias BeginningMaker = @Sendable (any GenerationEngine) throws(InferenceError) -> [PromptPart]

  enum Phase { case running, shuttingDown, stopped }

  /// A run in progress.
  struct ActiveRun {
    let run: String
    let task: String
    let cancellation: Cancellation
  }

  struct State {
    var phase = Phase.running
    var roster = Roster()
    var workers: [WorkerThread] = []
    var agents: [AgentID: any FleetAgent] = [:]
    var active: [AgentID: ActiveRun] = [:]
    var contextUsed: [AgentID: Int] = [:]
    var settings: FleetSettings
    var model = ModelState.none
    /// A model that is to take over from the one in use, or did not.
    var next: NextModel?
    var engine: (any GenerationEngine)?
    var loading: (thread: WorkerThread, cancellation: Cancellation)?
    /// Holds the common beginning until the first agent has it.
    var beginning: (any GenerationSequence)?
    var hasBegunSession = false
    var runs = 0
    var failed = 0
    /// Tasks that agents have given to others, whose end they wait for, and how those ended that did.
    var awaited: Set<String> = []
    var answers: [String: RunOutcome] = [:]
    /// What agents of an earlier session had said that have not been made again yet.
    var restored: [AgentID: RestoredConversation] = [:]
    /// What was cut short by the end of the program, and nobody has gone on with.
    var interrupted: [AgentID: String] = [:]
  }

  /// The session's name: its journal is called so.
  public let session: String
  /// What happens in the fleet, in order.
  public let events: EventStream
  /// Where permission requests wait for a person, unless the fleet was given another approver.
  public let approvals = ApprovalDesk()

  let state: Monitor<State>
  let approver: any Approver
  let makeAgent: AgentMaker
  let loadEngine: EngineLoader
  let makeBeginning: BeginningMaker
  let onModelState: @Sendable (ModelState) -> Void
  let onNextModel: @Sendable (NextModel?) -> Void
  /// The session that it goes on with.
  let restoration: SessionRestoration?

  /// A fleet with its agents and their threads, and no model yet.
  ///
  /// - Parameters:
  ///   - settings: how many agents and slots there are at the start, and what the agents may do.
  ///   - session: a name from `SessionID`.
  ///   - events: what the fleet tells; closed by `shutdown()`.
  ///   - approver: who decides what a person must decide; nil: whoever answers at `approvals`.
  ///   - makeAgent: makes the agents, each when it is given its first task.
  ///   - loadEngine: how `startLoading` loads.
  ///   - commonBeginning: what all agents begin their prompts with: computed as soon as a model is there, so that the first
  ///     task has only its own tokens to wait for. None: nothing is computed ahead.
  ///   - restoration: an earlier session that is gone on with: its agents in place of new ones. `goOnWithSession()` begins.
  ///   - onModelState: called outside any lock, on the thread on which it happened, when the model's state changes.
  ///   - onNextModel: called likewise about a model that is to take over; nil when none is on its way any more.
  /// - Throws: `FleetError` when a number is out of range or the system gives no threads.
  public init(
    settings: FleetSettings, session: String, events: EventStream, approver: (any Approver)? = nil,
    makeAgent: @escaping AgentMaker,
    loadEngine: @escaping EngineLoader = { config, progress throws(InferenceError) in
      try InferenceEngine.load(config, progress: progress)
    },
    commonBeginning: @escaping BeginningMaker = { _ in [] }, restoration: SessionRestoration? = nil,
    onModelState: @escaping @Sendable (ModelState) -> Void = { _ in },
    onNextModel: @escaping @Sendable (NextModel?) -> Void = { _ in }
  ) throws(FleetError) {
    guard settings.agents >= 0 else {
      throw FleetError("A fleet cannot have \(settings.agents) agents; give 0 or more.")
    }
    guard settings.slots >= 1 else { throw FleetError("A fleet cannot share \(settings.slots) slots; give 1 or more.") }
    self.session = session
    self.events = events
    self.approver = approver ?? approvals
    self.makeAgent = makeAgent
    self.loadEngine = loadEngine
    makeBeginning = commonBeginning
    self.onModelState = onModelState
    self.onNextModel = onNextModel
    self.restoration = restoration
    state = Monitor(State(settings: settings))
    events.setSlots(max: settings.slots)
    do {
      if let restoration { try state.withLock { state throws(FleetError) in try restore(restoration, &state) } }
      for _ in 0..<(restoration == nil ? settings.agents : 0) { _ = try addAgent(named: nil, mode: nil) }
    } catch {
      shutdown()
      throw error
    }
  }

  /// Blocks until nothing runs and nothing waits, or until the fleet is shut down.
  public func waitUntilIdle() {
    _ = state.wait { $0.phase != .running || $0.roster.isIdle ? true : nil }
  }

  /// Stops everything and ends the session: runs are stopped, waiting tasks dropped, all threads joined, the model
  /// freed, the stream closed with `session.finished`. Blocks until that is done; further calls wait for the first.
  public func shutdown() {
    let isFirst = state.withLock { state in
      guard state.phase == .running else { return false }
      state.phase = .shuttingDown
      state.roster.dropTasks()
      return true
    }
    guard isFirst else {
      _ = state.wait { $0.phase == .stopped ? true : nil }
      return
    }
    state.broadcast()
    let (workers, runs, loading) = state.withLock { ($0.workers, $0.runsToStop, $0.loading) }
    for run in runs { run.cancellation.cancel() }
    loading?.cancellation.cancel()
    loading?.thread.join()
    for worker in workers { worker.join() }
    let (agents, engine, beginning) = state.withLock { state in
      defer {
        (state.agents, state.engine, state.workers, state.loading, state.beginning) = ([:], nil, [], nil, nil)
      }
      return (state.agents, state.engine, state.beginning)
    }
    // All are asked before one is waited for.
    for agent in agents.values { agent.stopJobs() }
    for agent in agents.values { agent.waitForJobs() }
    withExtendedLifetime((agents, beginning)) {}  // Their sequences go before the engine does.
    engine?.shutdown()
    state.withLock { state in
      if state.hasBegunSession { events.append(.sessionFinished(runs: state.runs, failed: state.failed)) }
    }
    events.close()
    state.withLock { $0.phase = .stopped }
    state.broadcast()
  }

  /// Appends an event; the first of all is preceded by the session's beginning. Under the lock.
  func tell(_ kind: FleetEvent.Kind, agent: String?, run: String? = nil, in state: inout State) {
    beginSession(&state)
    // Whoever works on a run is known by it; where there is no run yet, names tell members apart.
    let id = run.flatMap { state.roster.worker(on: $0) } ?? agent.flatMap { try? state.roster.member(named: $0).id }
    events.append(kind, agent: agent, id: id, run: run)
  }

  /// Tells the session's beginning, where that has not been done. Under the lock.
  func beginSession(_ state: inout State) {
    guard !state.hasBegunSession else { return }
    state.hasBegunSession = true
    var context = state.settings.contextLength ?? 0
    if case .ready(let facts) = state.model { context = facts.contextLength }
    events.append(
      .sessionStarted(
        id: session, model: state.settings.model, agents: state.roster.members.count, slots: state.settings.slots,
        context: context))
    events.keep(.setting(state.settings.setting))
    events.keep(.agents(state.roster.kept))
  }

  /// Keeps who is there, where somebody has come or gone or is another one now. Under the lock.
  func keepAgents(_ state: inout State) {
    if state.hasBegunSession { events.keep(.agents(state.roster.kept)) }
  }
}
