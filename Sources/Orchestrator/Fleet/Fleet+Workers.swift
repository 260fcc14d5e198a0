import Agents
import Inference
import Threading

extension Fleet {
  /// A run that a worker has taken.
  private struct Job {
    let assignment: Roster.Assignment
    let cancellation: Cancellation
  }

  /// Starts threads until there is one for each agent. Under the lock: a new thread's first act is to wait for it.
  func growPool(_ state: inout State) throws(FleetError) {
    while state.workers.count < state.roster.threadsNeeded {
      do {
        state.workers.append(
          try WorkerThread(name: "worker \(state.workers.count + 1)", stackBytes: 4 << 20) { [self] in work() })
      } catch {
        throw FleetError("There is no thread for another agent: \(error); close an agent first.")
      }
    }
  }

  /// What a worker's thread does until the fleet shuts down.
  private func work() {
    while let job = nextJob() {
      let outcome = perform(job)
      finish(job, outcome)
    }
  }

  private func nextJob() -> Job? {
    enum Next { case job(Job), none }
    // Those that it had started for its last task, let go of outside the lock.
    let (next, departed): (Next, [any FleetAgent]) = state.wait { state in
      guard state.phase == .running else { return (Next.none, []) }
      guard state.engine != nil, let assignment = state.roster.begin() else { return nil }
      let cancellation = Cancellation()
      state.active[assignment.agent] = ActiveRun(
        run: assignment.run, task: assignment.task.id, cancellation: cancellation)
      let gone = state.roster.closeFinished(startedBy: assignment.agent)
      if !gone.isEmpty { keepAgents(&state) }
      let departed = state.forget(gone)
      // Another task is what the agent does now.
      state.interrupted[assignment.agent] = nil
      tell(.runStarted(task: assignment.task.id), agent: assignment.name, run: assignment.run, in: &state)
      return (.job(Job(assignment: assignment, cancellation: cancellation)), departed)
    }!
    withExtendedLifetime(departed) {}
    switch next {
    case .job(let job): return job
    case .none: return nil
    }
  }

  private func perform(_ job: Job) -> RunOutcome {
    let agent: any FleetAgent
    do {
      agent = try self.agent(for: job)
    } catch {
      return RunOutcome(
        reason: .failed, text: "", error: "The agent '\(job.assignment.name)' could not begin: \(error)")
    }
    let (id, run) = (job.assignment.agent, job.assignment.run)
    return agent.run(task: job.assignment.task.text, cancellation: job.cancellation) { [self] event in
      forward(event, of: id, run: run)
    }
  }

  /// The agent, made now if this is its first task.
  private func agent(for job: Job) throws -> any FleetAgent {
    let id = job.assignment.agent
    let (existing, engine, mode, starter) = state.withLock { state in
      (
        state.agents[id], state.engine, state.roster.mode(of: id),
        state.roster.parent(of: id).flatMap { state.agents[$0] }
      )
    }
    if let existing { return existing }
    guard let engine else { throw FleetError("the model has gone") }
    let agent = try makeAgent(
      AgentBlueprint(
        name: job.assignment.name, mode: mode ?? .ask, engine: engine, approver: approver, starter: starter,
        delegate: { [weak self] task, cancellation, begun in
          // Agents run on the fleet's own threads, which keep it.
          self?.delegate(task, by: id, cancellation: cancellation, begun: begun)
            ?? ToolResult(ok: false, output: "The fleet has ended.")
        }))
    if let restored = state.withLock({ $0.restored.removeValue(forKey: id) }) {
      _ = agent.resume(restored.conversation(for: engine.facts.identity))
    }
    agent.keepChanges { [events] in events.keep(.conversation(agent: id.value, $0)) }
    // What was changed while it was made could not be told to it yet.
    let (now, changed, newName) = state.withLock { state in
      // An engine that was given up meanwhile leaves no agent behind.
      if state.engine != nil { state.agents[id] = agent }
      return (state.engine, state.roster.mode(of: id), state.roster.name(of: id))
    }
    if let now { agent.move(to: now) }
    // Whoever changes the mode from here on tells the agent too, perhaps before it is told here: what holds is looked at
    // again, so that it does not end with the wider of two modes.
    var (newMode, told) = (changed, mode)
    while let wanted = newMode, wanted != told {
      agent.setMode(wanted)
      told = wanted
      newMode = state.withLock { $0.roster.mode(of: id) }
    }
    if let newName, newName != job.assignment.name { agent.rename(to: newName) }
    return agent
  }

  private func forward(_ event: AgentEvent, of id: AgentID, run: String) {
    if case .permissionRequested(let request) = event { approvals.expect(request.id) }
    state.withLock { state in
      if case .usage(let usage) = event { state.contextUsed[id] = usage.promptTokens + usage.generatedTokens }
      if case .contextCompacted(_, let tokens) = event { state.contextUsed[id] = tokens }
      tell(.agent(event), agent: state.roster.name(of: id), run: run, in: &state)
    }
    if case .permissionResolved(let request, _, _) = event { approvals.forget(request) }
    if case .usage = event { dropBeginning() }
  }

  private func finish(_ job: Job, _ outcome: RunOutcome) {
    let id = job.assignment.agent
    let departed: (any FleetAgent)? = state.withLock { state in
      state.active[id] = nil
      state.runs += 1
      if state.awaited.remove(job.assignment.task.id) != nil { state.answers[job.assignment.task.id] = outcome }
      if outcome.reason == .failed { state.failed += 1 }
      // Who stops a run knows why; who ends the program may want to go on with it.
      let isCutShort = state.phase == .shuttingDown && outcome.reason == .stopped && outcome.error == nil
      let outcome = isCutShort ? .interrupted(text: outcome.text) : outcome
      tell(.runFinished(outcome), agent: state.roster.name(of: id), run: job.assignment.run, in: &state)
      guard !state.roster.finish(id) else { return nil }
      state.contextUsed[id] = nil
      return state.agents.removeValue(forKey: id)
    }
    withExtendedLifetime(departed) {}  // Its sequence is given back here, outside the lock.
    state.broadcast()
  }
}
