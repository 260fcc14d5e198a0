// One model after the other, without a stop: the new one is loaded while the old one goes on; then no generation begins
// any more, those that are on end, and all agents move at once. A run goes on with the new model at its next turn.
//
//   load ──► drain the old slots ──► count conversations ──► swap, tell ──► move agents ──► shut the old engine down
//     └──────────┴────────────────────────┴── failed or stopped: the old slots are given out again, nothing has changed
//
// Whoever waited for a slot of the old engine is woken when that is shut down, finds that its agent has moved, and asks the
// new one. The old engine is freed by whoever lets go of it last, which is this thread: agents have moved, and runs hold
// an engine only during a turn.

import Inference
import Threading

extension Fleet {
  /// Loads a model beside the one in use and lets it take over. On the loading thread.
  func replace(_ handover: ModelHandover, _ cancellation: Cancellation) {
    let path = handover.config.modelPath
    setNext(NextModel(path: path, stage: .loading(0)))
    do {
      let engine = try load(handover.config, cancellation) { [self] in
        setNext(NextModel(path: path, stage: .loading($0)))
      }
      do {
        try handOver(to: engine, handover, cancellation)
      } catch {
        engine.shutdown()
        throw error
      }
      setNext(nil)
      onModelState(.ready(engine.facts))
      prepareBeginning(on: engine, cancellation)
    } catch {
      setNext(cancellation.isCancelled ? nil : NextModel(path: path, stage: .failed(handover.failure(error))))
    }
  }

  private func handOver(
    to engine: any GenerationEngine, _ handover: ModelHandover, _ cancellation: Cancellation
  ) throws {
    guard let old = state.withLock({ $0.engine }) else { throw FleetError("There is no model to replace.") }
    try old.scheduler.drain(cancellation: cancellation) {
      setNext(NextModel(path: handover.config.modelPath, stage: .waiting))
    }
    let agents: [any FleetAgent]
    do {
      agents = try takeOver(engine, handover, cancellation)
    } catch {
      old.scheduler.reopen()
      throw error
    }
    for agent in agents { agent.move(to: engine) }
    dropBeginning()
    old.shutdown()
    state.broadcast()
  }

  /// Makes the new engine the fleet's. Returns the agents that are still to be moved.
  private func takeOver(
    _ engine: any GenerationEngine, _ handover: ModelHandover, _ cancellation: Cancellation
  ) throws -> [any FleetAgent] {
    let members = state.withLock { state in
      state.roster.members.compactMap { member in state.agents[member.id].map { (member, $0) } }
    }
    let tokens = try members.map { try $1.promptTokens(on: engine) }
    let facts = engine.facts
    let change = handover.change(
      to: facts, prompts: zip(members, tokens).map { (agent: $0.0.name, tokens: $1) })
    return try state.withLock { state in
      guard !cancellation.isCancelled else { throw SchedulerError.cancelled("stopped") }
      try adopt(engine, facts, in: &state)
      state.settings.model = facts.path
      for ((member, _), tokens) in zip(members, tokens) { state.contextUsed[member.id] = tokens }
      // In a session in which nothing was said yet nothing has changed either.
      if state.hasBegunSession { tell(.modelChanged(change), agent: nil, in: &state) }
      return Array(state.agents.values)
    }
  }

  private func setNext(_ next: NextModel?) {
    state.withLock { $0.next = next }
    onNextModel(next)
  }
}
