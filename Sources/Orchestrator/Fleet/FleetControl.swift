public import Agents
public import Inference

/// Who gets a task.
public enum TaskTarget: Sendable, Equatable {
  /// This agent; queued behind what it does now.
  case agent(String)
  /// The agent that is meant, whatever it is called.
  case member(AgentID)
  /// Every agent, a copy each.
  case all
  /// Whoever is free first.
  case any
}

/// What cannot be done with the fleet; the sentence is for people.
public struct FleetError: Error, Equatable, Sendable, CustomStringConvertible {
  /// One sentence: what was wrong, with the value, and what to do.
  public let description: String
  /// An error that says this.
  public init(_ description: String) { self.description = description }
}

/// What can be done with a fleet of agents; the console and the headless run hold nothing else of it.
///
/// Every function returns at once: what it starts is told by events. May be called from any thread.
public protocol FleetControl: AnyObject, Sendable {
  /// Gives a task. Returns the identifiers of the tasks made (one, or one for each agent).
  func submit(_ text: String, to target: TaskTarget) throws(FleetError) -> [String]
  /// A new agent; a free name and the fleet's own mode unless given. Returns its name.
  func addAgent(named name: String?, mode: PermissionMode?) throws(FleetError) -> String
  /// Stops an agent's run and takes it out of the fleet, its queued tasks with it.
  func closeAgent(_ name: String) throws(FleetError)
  /// The same by identity; so are the others of this kind below.
  func closeAgent(_ id: AgentID) throws(FleetError)
  /// Gives an agent another name.
  func renameAgent(_ name: String, to newName: String) throws(FleetError)
  /// Gives an agent another name.
  func renameAgent(_ id: AgentID, to newName: String) throws(FleetError)
  /// What an agent may do without asking, from its next tool call on.
  func setMode(_ mode: PermissionMode, of agent: String) throws(FleetError)
  /// What an agent may do without asking, from its next tool call on.
  func setMode(_ mode: PermissionMode, of id: AgentID) throws(FleetError)
  /// Stops an agent's run; its queued tasks stay.
  func stop(_ agent: String) throws(FleetError)
  /// Stops an agent's run; its queued tasks stay.
  func stop(_ id: AgentID) throws(FleetError)
  /// Stops all runs and drops all queued tasks.
  func stopAll()
  /// Goes on with what the end of an earlier program has cut short, of one agent or of all; returns how many tasks that are.
  func goOn(_ agent: String?) throws(FleetError) -> Int
  /// Answers a permission request.
  func answer(_ request: String, with answer: PermissionAnswer) throws(FleetError)
  /// What an agent has changed in files, to look at and to undo; nil before its first task. Its functions may block.
  func changes(of agent: String) throws(FleetError) -> AgentChanges?
  /// What an agent has changed in files.
  func changes(of id: AgentID) throws(FleetError) -> AgentChanges?
  /// What was told before, to be read again; nil where nothing is kept. Its function may block.
  var record: (any EventRecord)? { get }
  /// More or fewer slots, at once.
  func resizeSlots(to max: Int) throws(FleetError)
  /// Stops the loading of a model; the one in use stays.
  func stopLoading() throws(FleetError)
  /// Everything there is to know, of one moment.
  func snapshot() -> FleetSnapshot
}

extension FleetControl {
  /// There is no earlier session.
  public func goOn(_ agent: String?) throws(FleetError) -> Int {
    throw FleetError("No earlier session is gone on with here.")
  }
}

/// The same by identity: for whoever keeps what belongs to an agent, while a person may give it another name.
extension FleetControl {
  /// What an agent is called now.
  public func name(of id: AgentID) throws(FleetError) -> String {
    guard let agent = snapshot().agents.first(where: { $0.id == id }) else {
      throw FleetError("That agent has been closed.")
    }
    return agent.name
  }

  /// By its name of this moment, for fleets that know only names.
  public func closeAgent(_ id: AgentID) throws(FleetError) { try closeAgent(name(of: id)) }
  /// By its name of this moment, for fleets that know only names.
  public func renameAgent(_ id: AgentID, to newName: String) throws(FleetError) {
    try renameAgent(name(of: id), to: newName)
  }
  /// By its name of this moment, for fleets that know only names.
  public func setMode(_ mode: PermissionMode, of id: AgentID) throws(FleetError) { try setMode(mode, of: name(of: id)) }
  /// By its name of this moment, for fleets that know only names.
  public func stop(_ id: AgentID) throws(FleetError) { try stop(name(of: id)) }
  /// By its name of this moment, for fleets that know only names.
  public func changes(of id: AgentID) throws(FleetError) -> AgentChanges? { try changes(of: name(of: id)) }
}

/// Where the model is on its way into memory.
public enum ModelState: Sendable, Equatable {
  /// None has been chosen.
  case none
  /// Being loaded; 0 to 1.
  case loading(Double)
  /// Loaded.
  case ready(ModelFacts)
  /// It could not be loaded.
  case failed(InferenceError)
}

/// The fleet at one moment.
public struct FleetSnapshot: Sendable, Equatable {
  /// One agent.
  public struct Agent: Sendable, Equatable {
    /// Who it is.
    public var id: AgentID
    /// What it is called now.
    public var name: String
    /// What it may do without asking.
    public var mode: PermissionMode
    /// Whether it works on a task.
    public var isRunning: Bool
    /// Tasks that wait for it.
    public var queuedTasks: Int
    /// Tokens of its conversation.
    public var contextUsed: Int
    /// Tokens that it may use; 0 while that is not known.
    public var contextLimit: Int
    /// Files that it has changed, and whose changes can be looked at.
    public var changedFiles: Int
    /// The agent that started it; nil for a person's own.
    public var startedBy: String?
    /// Who that is.
    public var parent: AgentID?

    /// An agent that does nothing yet, unless told otherwise.
    public init(
      id: AgentID = AgentID(value: 0), name: String, mode: PermissionMode, isRunning: Bool = false,
      queuedTasks: Int = 0, contextUsed: Int = 0,
      contextLimit: Int = 0, changedFiles: Int = 0, startedBy: String? = nil, parent: AgentID? = nil
    ) {
      self.id = id
      self.parent = parent
      self.name = name
      self.mode = mode
      self.isRunning = isRunning
      self.queuedTasks = queuedTasks
      self.contextUsed = contextUsed
      self.contextLimit = contextLimit
      self.changedFiles = changedFiles
      self.startedBy = startedBy
    }
  }

  /// Where the model is on its way into memory.
  public var model: ModelState
  /// A model that is to take over from that one, or did not.
  public var next: NextModel?
  /// In the order in which they were made; it never changes.
  public var agents: [Agent]
  /// Tasks that wait for whoever is free.
  public var unassignedTasks: Int
  /// Nil before the model is loaded.
  public var scheduler: SchedulerSnapshot?
  /// Nil before the model is loaded.
  public var memory: MemorySnapshot?

  /// A fleet without model and agents, unless told otherwise.
  public init(
    model: ModelState = .none, next: NextModel? = nil, agents: [Agent] = [], unassignedTasks: Int = 0,
    scheduler: SchedulerSnapshot? = nil, memory: MemorySnapshot? = nil
  ) {
    self.model = model
    self.next = next
    self.agents = agents
    self.unassignedTasks = unassignedTasks
    self.scheduler = scheduler
    self.memory = memory
  }

  /// A run's usage is told when a generation has ended; until then the KV knows how far it is.
  mutating func countWhatIsBeingGenerated() {
    guard let lanes = memory?.lanes else { return }
    for index in agents.indices where agents[index].isRunning {
      guard let lane = lanes.first(where: { $0.name == agents[index].name && $0.isActive }) else { continue }
      agents[index].contextUsed = lane.tokens
    }
  }
}
