public import Agents
import Inference
import Threading

extension Fleet {
  /// Gives a task; a worker takes it when its agent is free and the model is there.
  public func submit(_ text: String, to target: TaskTarget) throws(FleetError) -> [String] {
    let tasks: [String] = try state.withLock { state throws(FleetError) in
      try requireRunning(state)
      let queued = try state.roster.submit(text, to: target)
      for task in queued {
        tell(.taskQueued(task: task.task, text: text, position: task.position), agent: task.agent, in: &state)
      }
      return queued.map(\.task)
    }
    state.broadcast()
    return tasks
  }

  /// Adds an agent, and a thread for it where there are too few.
  public func addAgent(named name: String?, mode: PermissionMode?) throws(FleetError) -> String {
    let name: String = try state.withLock { state throws(FleetError) in
      try requireRunning(state)
      let member = try state.roster.add(named: name, mode: mode ?? state.settings.mode)
      do throws(FleetError) {
        try growPool(&state)
      } catch {
        _ = try state.roster.close(.id(member.id))
        throw error
      }
      keepAgents(&state)
      return member.name
    }
    state.broadcast()  // A task for whoever is free may have waited for one more.
    return name
  }

  /// Takes an agent out, and those that it has started: their runs are stopped, their waiting tasks are dropped.
  public func closeAgent(_ name: String) throws(FleetError) { try close(.named(name)) }

  /// The same, of the agent that is meant whatever it is called.
  public func closeAgent(_ id: AgentID) throws(FleetError) { try close(.id(id)) }

  private func close(_ agent: AgentKey) throws(FleetError) {
    let (runs, agents) = try state.withLock { state throws(FleetError) -> ([ActiveRun], [any FleetAgent]) in
      let others = state.roster.started(by: try state.roster.member(agent).id)
      var members = [try state.roster.close(agent)]
      for other in others { members.append(try state.roster.close(.id(other.id))) }
      let idle = members.map(\.id).filter { state.active[$0] == nil }
      keepAgents(&state)
      return (members.compactMap { state.active[$0.id] }, state.forget(idle))
    }
    for run in runs { run.cancellation.cancel() }
    withExtendedLifetime(agents) {}  // Their sequences are given back here, outside the lock.
    state.broadcast()
  }

  /// Gives an agent another name, by which the stream calls it from now on.
  public func renameAgent(_ name: String, to newName: String) throws(FleetError) {
    try rename(.named(name), to: newName)
  }

  /// The same, of the agent that is meant whatever it is called.
  public func renameAgent(_ id: AgentID, to newName: String) throws(FleetError) { try rename(.id(id), to: newName) }

  private func rename(_ agent: AgentKey, to newName: String) throws(FleetError) {
    let agent = try state.withLock { state throws(FleetError) in
      let member = try state.roster.rename(agent, to: newName)
      keepAgents(&state)
      return state.agents[member.id]
    }
    agent?.rename(to: newName)
  }

  /// What an agent may do without asking, from its next tool call on.
  public func setMode(_ mode: PermissionMode, of agent: String) throws(FleetError) { try set(mode, of: .named(agent)) }

  /// The same, of the agent that is meant whatever it is called.
  public func setMode(_ mode: PermissionMode, of id: AgentID) throws(FleetError) { try set(mode, of: .id(id)) }

  private func set(_ mode: PermissionMode, of agent: AgentKey) throws(FleetError) {
    let agents = try state.withLock { state throws(FleetError) in
      let changed = try state.roster.setMode(mode, of: agent)
      keepAgents(&state)
      return changed.compactMap { state.agents[$0.id] }
    }
    for agent in agents { agent.setMode(mode) }
  }

  /// Stops what an agent runs; an error when it runs nothing.
  public func stop(_ agent: String) throws(FleetError) { try stop(.named(agent)) }

  /// The same, of the agent that is meant whatever it is called.
  public func stop(_ id: AgentID) throws(FleetError) { try stop(.id(id)) }

  private func stop(_ agent: AgentKey) throws(FleetError) {
    let run = try state.withLock { state throws(FleetError) in
      let member = try state.roster.member(agent)
      guard let run = state.active[member.id] else {
        throw FleetError("The agent '\(member.name)' runs nothing that could be stopped.")
      }
      return run
    }
    run.cancellation.cancel()
  }

  /// Stops all runs and drops all waiting tasks.
  public func stopAll() {
    let runs = state.withLock { state in
      let dropped = state.roster.waitingTasks
      if state.hasBegunSession, !dropped.isEmpty { events.keep(.dropped(dropped)) }
      state.roster.dropTasks()
      return state.runsToStop
    }
    for run in runs { run.cancellation.cancel() }
    state.broadcast()
  }

  /// Answers a permission request that waits at `approvals`.
  public func answer(_ request: String, with answer: PermissionAnswer) throws(FleetError) {
    try approvals.answer(request, with: answer)
  }

  /// What an agent has changed in files; nil before its first task.
  public func changes(of agent: String) throws(FleetError) -> AgentChanges? { try changes(of: .named(agent)) }

  /// The same, of the agent that is meant whatever it is called.
  public func changes(of id: AgentID) throws(FleetError) -> AgentChanges? { try changes(of: .id(id)) }

  private func changes(of agent: AgentKey) throws(FleetError) -> AgentChanges? {
    let agent = try state.withLock { state throws(FleetError) in
      state.agents[try state.roster.member(agent).id]
    }
    return agent?.fileChanges
  }

  /// What the stream's sink has kept.
  public var record: (any EventRecord)? { events.record }

  /// More or fewer slots, at once; before the model is there, for when it is.
  public func resizeSlots(to max: Int) throws(FleetError) {
    guard max >= 1 else { throw FleetError("There cannot be \(max) slots; give 1 or more.") }
    try state.withLock { state throws(FleetError) in
      // A reader who counts along the stream must not see more held than there are: more slots are told before
      // anybody can get one, fewer after the scheduler gives out no more than these.
      if max > state.settings.slots { events.setSlots(max: max) }
      do {
        try state.engine?.scheduler.resize(to: max)
      } catch {
        throw FleetError("There cannot be \(max) slots: \(error)")
      }
      events.setSlots(max: max)
      state.settings.slots = max
    }
  }

  /// The fleet, its scheduler and its memory, read one after the other within microseconds.
  public func snapshot() -> FleetSnapshot {
    let (snapshot, engine, working) = state.withLock { state in
      var limit = state.settings.contextLength ?? 0
      if case .ready(let facts) = state.model { limit = facts.contextLength }
      let agents = state.roster.members.map { member in
        FleetSnapshot.Agent(
          id: member.id, name: member.name, mode: member.mode, isRunning: member.run != nil,
          queuedTasks: member.queue.count,
          contextUsed: state.contextUsed[member.id] ?? 0, contextLimit: limit,
          startedBy: member.parent.flatMap { state.roster.name(of: $0) }, parent: member.parent)
      }
      return (
        FleetSnapshot(
          model: state.model, next: state.next, agents: agents, unassignedTasks: state.roster.unassigned.count),
        state.engine,
        state.roster.members.map { state.agents[$0.id] }
      )
    }
    var whole = snapshot
    for (index, agent) in working.enumerated() {
      whole.agents[index].changedFiles = agent?.fileChanges?.count ?? 0
    }
    whole.scheduler = engine?.scheduler.snapshot()
    whole.memory = engine?.memorySnapshot()
    if let reason = engine?.lossReason { whole.model = .failed(InferenceError(.workerLost, reason)) }
    whole.countWhatIsBeingGenerated()
    return whole
  }

  func requireRunning(_ state: borrowing State) throws(FleetError) {
    guard state.phase == .running else { throw FleetError("The fleet is shutting down and takes nothing more.") }
  }
}
