// Looks at the whole fleet of one moment: what no event tells, and the figures of the header.

import Inference
import Orchestrator
import Threading

extension ConsoleState {
  /// Takes a look at everything. A figure that is not known keeps its last value.
  mutating func take(_ snapshot: FleetSnapshot) {
    take(snapshot.model, next: snapshot.next)
    unassignedCount = snapshot.unassignedTasks
    for agent in snapshot.agents {
      addPane(agent.name, mode: agent.mode)
      guard let index = index(of: agent.name) else { continue }
      agents[index].mode = agent.mode
      agents[index].startedBy = agent.startedBy
      agents[index].queuedCount = agent.queuedTasks
      agents[index].changedFiles = agent.changedFiles
      if agent.contextLimit > 0 { agents[index].contextLimit = agent.contextLimit }
      if agent.contextUsed > 0 || !agent.isRunning { agents[index].contextUsed = agent.contextUsed }
    }
    // Tasks that were dropped are told by no event; they are forgotten when nothing is left to begin.
    if snapshot.unassignedTasks == 0, snapshot.agents.allSatisfy({ !$0.isRunning && $0.queuedTasks == 0 }),
      taskTexts.count > Self.mostTaskTexts
    {
      taskTexts = [:]
    }
    let names = Set(snapshot.agents.map(\.name))
    for gone in agents.map(\.name) where !names.contains(gone) { removePane(gone) }
    if let scheduler = snapshot.scheduler {
      self.scheduler = scheduler
      for (position, waiter) in scheduler.waiters.enumerated() {
        guard let index = index(of: waiter.label), case .queued = agents[index].status else { continue }
        agents[index].status = .queued(position: position + 1)
      }
    }
    if let memory = snapshot.memory {
      var shown = memory
      // The engine counts its cells with its first step; how many there are is known before.
      if case .ready(let facts) = model, shown.cells == 0 { shown.cells = facts.kvCells }
      if shown.tokensPerSecond == 0, runningCount == 0, let last = self.memory {
        shown.tokensPerSecond = last.tokensPerSecond
      }
      self.memory = shown
      for lane in memory.lanes { sample(lane) }
    }
  }

  /// An agent's speed while it decodes: the growth of its lane between two looks.
  private mutating func sample(_ lane: MemorySnapshot.Lane) {
    guard let index = index(of: lane.name) else { return }
    guard case .decode = agents[index].status else {
      agents[index].laneSample = nil
      agents[index].laneTokens = nil
      return
    }
    if let before = agents[index].laneTokens, lane.tokens > before {
      agents[index].rates.add(lane.tokens - before, at: now)
      rates.add(lane.tokens - before, at: now)
    }
    agents[index].laneTokens = lane.tokens
    guard let before = agents[index].laneSample else {
      agents[index].laneSample = .init(tokens: lane.tokens, time: now)
      return
    }
    let seconds = now.seconds(since: before.time)
    guard seconds >= 1 else { return }
    let grown = lane.tokens - before.tokens
    if grown > 0 { agents[index].tokensPerSecond = Double(grown) / seconds }
    agents[index].laneSample = .init(tokens: lane.tokens, time: now)
  }
}
