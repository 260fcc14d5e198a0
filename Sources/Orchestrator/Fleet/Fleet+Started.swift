// An agent that gives work to another one waits for it on its own thread, in a tool call, so it holds no slot. The one
// that it started is a member like all others, and each member has a thread: whoever waits takes no thread from
// those that are waited for, and all may wait at once.
//
//   tool `task` ─► roster.start ─► a new member, its task queued ─► its worker runs it ─► answers ─► the tool's result
//                                        └─ stopped with the run that waits, dropped, or closed ─┘

import Agents
import Threading

extension Fleet {
  /// Gives a task to a new agent, and blocks until that has answered or the run that asks is stopped.
  ///
  /// - Parameters:
  ///   - parent: who gives it. The new agent has its mode, and is stopped with its run.
  ///   - begun: told the new agent's name.
  func delegate(
    _ text: String, by parent: AgentID, cancellation: Cancellation, begun: (String) -> Void
  ) -> ToolResult {
    let started: Roster.Started
    do throws(FleetError) {
      started = try start(text, by: parent)
    } catch {
      return ToolResult(ok: false, output: error.description)
    }
    begun("\(started.member.name) works on it\n")
    let outcome = cancellation.withHandler({ [self] in stopStarted(started.member.id) }) {
      state.wait { state -> RunOutcome? in
        if let outcome = state.answers.removeValue(forKey: started.task) { return outcome }
        // Dropped: with the agent, with all tasks, or with the fleet.
        let isAhead = state.roster.isQueued(started.task) || state.active.values.contains { $0.task == started.task }
        return isAhead ? nil : RunOutcome(reason: .stopped, text: "")
      }!
    }
    state.withLock { _ = $0.awaited.remove(started.task) }
    return Self.result(of: outcome, by: started.member.name)
  }

  private func start(_ text: String, by parent: AgentID) throws(FleetError) -> Roster.Started {
    // Let go of outside the lock, also where no thread is left for the new one: their sequences are given back then.
    var departed: [any FleetAgent] = []
    defer { withExtendedLifetime(departed) {} }
    let started = try state.withLock { state throws(FleetError) in
      try requireRunning(state)
      let started = try state.roster.start(text, by: parent)
      departed = state.forget(started.closed)
      do throws(FleetError) {
        try growPool(&state)
      } catch {
        _ = try state.roster.close(.id(started.member.id))
        throw error
      }
      let name = started.member.name
      state.awaited.insert(started.task)
      tell(.agentStarted(by: state.roster.name(of: parent) ?? ""), agent: name, in: &state)
      keepAgents(&state)
      tell(.taskQueued(task: started.task, text: text, position: 1), agent: name, in: &state)
      return started
    }
    state.broadcast()
    return started
  }

  /// The run that waits for it has been stopped.
  private func stopStarted(_ id: AgentID) {
    let run = state.withLock { state in
      let dropped = state.roster.members.first { $0.id == id }?.queue.map(\.id) ?? []
      if !dropped.isEmpty { events.keep(.dropped(dropped)) }
      state.roster.dropTasks(of: id)
      return state.active[id]
    }
    run?.cancellation.cancel()
    state.broadcast()
  }

  private static func result(of outcome: RunOutcome, by name: String) -> ToolResult {
    let answer = outcome.text.isEmpty ? "It said nothing." : outcome.text
    return switch outcome.reason {
    case .done: ToolResult(ok: true, output: "\(name) answered:\n\(answer)")
    case .maxTokens, .maxIterations:
      ToolResult(ok: false, output: "\(name) came to its limit before it was done. \(answer)")
    case .stopped: ToolResult(ok: false, output: "\(name) was stopped before it was done. \(answer)")
    case .failed:
      ToolResult(ok: false, output: "\(name) failed: \(outcome.error ?? "it did not say why")")
    }
  }
}

extension Fleet.State {
  /// All runs, those that wait for others before these: none goes on for a moment because another one ended first.
  var runsToStop: [Fleet.ActiveRun] { active.sorted { $0.key.value < $1.key.value }.map(\.value) }

  /// Agents that are no longer members. They are to be let go of outside the lock.
  mutating func forget(_ ids: [AgentID]) -> [any FleetAgent] {
    for id in ids { (contextUsed[id], restored[id], interrupted[id]) = (nil, nil, nil) }
    return ids.compactMap { agents.removeValue(forKey: $0) }
  }
}
