import Agents

/// Who is in the fleet, who works, and what waits for whom: the decisions of dispatch, without threads or events.
///
/// Tasks begin in the order in which they were given, as far as somebody is free for them: the oldest task that can
/// begin begins. A task for whoever is free goes to the agent that has been idle longest, and rather to one for
/// whom nothing waits.
struct Roster: Sendable {
  /// A task that waits.
  struct QueuedTask: Sendable, Equatable {
    let id: String
    let text: String
    let arrival: Int
    /// Of an earlier session: it waits until the person goes on with that.
    var isHeld = false
  }

  /// One agent.
  struct Member: Sendable {
    let id: AgentID
    var name: String
    var mode: PermissionMode
    var queue: [QueuedTask] = []
    /// The run it works on.
    var run: String?
    /// Counts ends of runs: who has the lowest number has been idle longest.
    var idleSince = 0
    /// The agent that started it, and how many agents stand between it and a person; nil and 0 for a person's own.
    var parent: AgentID?
    var depth = 0
  }

  /// A task that has been queued: for whom (nil: for whoever is free), and its place there, 1 being next.
  struct Queued: Sendable, Equatable {
    let task: String
    let agent: String?
    let position: Int
  }

  /// A task that begins.
  struct Assignment: Sendable, Equatable {
    let agent: AgentID
    let name: String
    let run: String
    let task: QueuedTask
  }

  /// In the order in which they were made.
  var members: [Member] = []
  /// Taken out of the fleet while they ran; here until their run has ended.
  private(set) var leaving: [Member] = []
  /// Tasks for whoever is free first.
  var unassigned: [QueuedTask] = []
  var agentsMade = 0
  var tasksMade = 0
  var runsMade = 0
  private var runsEnded = 0

  /// Whether nothing runs and nothing waits to begin.
  var isIdle: Bool {
    leaving.isEmpty && unassigned.allSatisfy(\.isHeld)
      && members.allSatisfy { $0.run == nil && $0.queue.allSatisfy(\.isHeld) }
  }

  /// Agents that need a thread: those of the fleet, and those that still end their last run.
  var threadsNeeded: Int { members.count + leaving.count }

  /// The agent's present name, also while it leaves.
  func name(of id: AgentID) -> String? {
    present(id)?.name
  }

  /// What the agent may do now, also while it leaves.
  func mode(of id: AgentID) -> PermissionMode? {
    present(id)?.mode
  }

  /// Who started the agent; nil for a person's own.
  func parent(of id: AgentID) -> AgentID? { present(id)?.parent }

  /// The agent of this name.
  func member(named name: String) throws(FleetError) -> Member { try member(.named(name)) }

  /// The agent that is meant.
  func member(_ agent: AgentKey) throws(FleetError) -> Member { members[try place(of: agent)] }

  /// Who works on a run; also while it leaves.
  func worker(on run: String) -> AgentID? { (members + leaving).first { $0.run == run }?.id }

  /// Adds an agent; a free name of our own unless given.
  mutating func add(
    named name: String?, mode: PermissionMode, startedBy starter: Member? = nil
  ) throws(FleetError) -> Member {
    let name = name ?? AgentName.free(besides: members.map(\.name))
    try AgentName.check(name, besides: members.map(\.name))
    agentsMade += 1
    let member = Member(
      id: AgentID(value: agentsMade), name: name, mode: mode, idleSince: runsEnded, parent: starter?.id,
      depth: (starter?.depth ?? -1) + 1)
    members.append(member)
    return member
  }

  /// Takes an agent and its queued tasks out. One that runs keeps its name for the events of its end.
  mutating func close(_ agent: AgentKey) throws(FleetError) -> Member {
    var member = members.remove(at: try place(of: agent))
    member.queue = []
    if member.run != nil { leaving.append(member) }
    return member
  }

  /// Gives an agent another name.
  mutating func rename(_ agent: AgentKey, to newName: String) throws(FleetError) -> Member {
    let place = try place(of: agent)
    let name = members[place].name
    guard name != newName else { return members[place] }
    try AgentName.check(newName, besides: members.map(\.name).filter { $0 != name })
    members[place].name = newName
    return members[place]
  }

  /// Changes what an agent may do. Those that it has started never may more than it is given here. Returns all that
  /// have another mode now.
  mutating func setMode(_ mode: PermissionMode, of agent: AgentKey) throws(FleetError) -> [Member] {
    let member = try member(agent)
    let broader = started(by: member.id).filter { $0.mode.breadth > mode.breadth }
    let ids = Set([member.id] + broader.map(\.id))
    for place in members.indices where ids.contains(members[place].id) { members[place].mode = mode }
    return members.filter { ids.contains($0.id) }
  }

  /// Queues a task, or a copy of it for each agent.
  mutating func submit(_ text: String, to target: TaskTarget) throws(FleetError) -> [Queued] {
    guard text.contains(where: { !$0.isWhitespace }) else {
      throw FleetError("The task is empty; say what is to be done.")
    }
    guard !members.isEmpty else { throw FleetError("There is no agent to give the task to; add one first.") }
    switch target {
    case .agent(let name):
      return [queue(text, at: try place(of: .named(name)))]
    case .member(let id):
      return [queue(text, at: try place(of: .id(id)))]
    case .all:
      // Those that agents have started work for these.
      return members.indices.filter { members[$0].parent == nil }.map { queue(text, at: $0) }
    case .any:
      let task = makeTask(text)
      unassigned.append(task)
      return [Queued(task: task.id, agent: nil, position: unassigned.count)]
    }
  }

  /// The next task that can begin, which it then has: its agent is busy until `finish`.
  mutating func begin() -> Assignment? {
    let idle = members.indices.filter { members[$0].run == nil }
    func next(_ tasks: [QueuedTask]) -> QueuedTask? { tasks.first { !$0.isHeld } }
    let own = idle.filter { next(members[$0].queue) != nil }.min { a, b in
      (next(members[a].queue)?.arrival ?? .max) < (next(members[b].queue)?.arrival ?? .max)
    }
    let free = idle.filter { members[$0].parent == nil }.min { a, b in
      let (a, b) = (members[a], members[b])
      return (a.queue.isEmpty ? 0 : 1, a.idleSince, a.id.value) < (b.queue.isEmpty ? 0 : 1, b.idleSince, b.id.value)
    }
    let ownTask = own.flatMap { next(members[$0].queue) }
    if let free, let oldest = next(unassigned), oldest.arrival < ownTask?.arrival ?? .max {
      unassigned.removeAll { $0.id == oldest.id }
      return assign(oldest, to: free)
    }
    guard let own, let ownTask else { return nil }
    members[own].queue.removeAll { $0.id == ownTask.id }
    return assign(ownTask, to: own)
  }

  /// The agent's run has ended. Returns whether the agent is still in the fleet.
  mutating func finish(_ id: AgentID) -> Bool {
    runsEnded += 1
    leaving.removeAll { $0.id == id }
    guard let place = members.firstIndex(where: { $0.id == id }) else { return false }
    members[place].run = nil
    members[place].idleSince = runsEnded
    return true
  }

  /// Drops all tasks that wait.
  mutating func dropTasks() {
    unassigned = []
    for place in members.indices { members[place].queue = [] }
  }

  /// Drops what waits for an agent.
  mutating func dropTasks(of id: AgentID) {
    if let place = members.firstIndex(where: { $0.id == id }) { members[place].queue = [] }
  }

  /// Whether a task waits for its agent.
  func isQueued(_ task: String) -> Bool { members.contains { $0.queue.contains { $0.id == task } } }

  /// Queues a task for an agent that has just been added. Returns the task.
  mutating func queueTask(_ text: String, for id: AgentID) -> String {
    let task = makeTask(text)
    if let place = members.firstIndex(where: { $0.id == id }) { members[place].queue.append(task) }
    return task.id
  }

  /// Takes out agents that do nothing.
  mutating func remove(_ ids: [AgentID]) { members.removeAll { ids.contains($0.id) } }

  private func present(_ id: AgentID) -> Member? {
    members.first { $0.id == id } ?? leaving.first { $0.id == id }
  }

  private func place(of agent: AgentKey) throws(FleetError) -> Int {
    let names = members.map(\.name).joined(separator: ", ")
    let there = "there are: \(names.isEmpty ? "none" : names)."
    switch agent {
    case .named(let name):
      if let place = members.firstIndex(where: { $0.name == name }) { return place }
      throw FleetError("There is no agent '\(name)'; \(there)")
    case .id(let id):
      if let place = members.firstIndex(where: { $0.id == id }) { return place }
      throw FleetError("That agent has been closed; \(there)")
    }
  }

  private mutating func queue(_ text: String, at place: Int) -> Queued {
    let task = makeTask(text)
    members[place].queue.append(task)
    return Queued(task: task.id, agent: members[place].name, position: members[place].queue.count)
  }

  mutating func makeTask(_ text: String) -> QueuedTask {
    tasksMade += 1
    return QueuedTask(id: "t\(tasksMade)", text: text, arrival: tasksMade)
  }

  private mutating func assign(_ task: QueuedTask, to place: Int) -> Assignment {
    runsMade += 1
    let run = "r\(runsMade)"
    members[place].run = run
    return Assignment(agent: members[place].id, name: members[place].name, run: run, task: task)
  }
}
