import Agents
import Inference
import Orchestrator
import Threading

/// An agent of a measurement: it takes the same path as a real one (its worker's thread, the scheduler, a permit for
/// each generation, the event stream), but its words are tokens and its turns are counted.
final class BenchAgent: FleetAgent {
  /// What it is to do.
  struct Work: Sendable {
    var prompt: BenchPrompt
    var amounts: ResolvedOptions.Bench
  }

  private let name: String
  private let engine: any GenerationEngine
  private let work: Work
  private let record: Monitor<BenchRecord>

  init(name: String, engine: any GenerationEngine, work: Work, record: Monitor<BenchRecord>) {
    self.name = name
    self.engine = engine
    self.work = work
    self.record = record
  }

  func setMode(_ mode: PermissionMode) {}
  func rename(to name: String) {}

  /// - Parameter task: the agent's number.
  func run(
    task: String, cancellation: Cancellation, emit: @escaping @Sendable (AgentEvent) -> Void
  ) -> RunOutcome {
    do {
      let number = Int(task) ?? 0
      let sequence = try engine.openSequence(named: name)
      var tokens = work.prompt.prefix(work.amounts.prefix)
      for turn in 0..<work.amounts.turns {
        tokens += work.prompt.turn(work.amounts.turn, agent: number, turn: turn)
        tokens += try generate(tokens, isFirst: turn == 0, on: sequence, cancellation, emit)
      }
      return RunOutcome(reason: .done, text: "")
    } catch let error as SchedulerError {
      return RunOutcome(reason: .stopped, text: "", error: error.description)
    } catch {
      return RunOutcome(reason: .failed, text: "", error: "\(error)")
    }
  }

  private func generate(
    _ tokens: [Token], isFirst: Bool, on sequence: any GenerationSequence, _ cancellation: Cancellation,
    _ emit: @escaping (AgentEvent) -> Void
  ) throws -> [Token] {
    let request = GenerationRequest(
      prompt: [.tokens(tokens)], sampling: .greedy, maxTokens: work.amounts.generate, ignoresEnd: true)
    let permit = try engine.scheduler.acquire(label: name, cancellation: cancellation) { position in
      emit(.slotWaiting(position: position))
    }
    emit(.slotAcquired(waitedMilliseconds: Int(permit.waitedSeconds * 1000)))
    defer { emit(.slotReleased(heldMilliseconds: Int(permit.heldSeconds * 1000))) }
    let start = MonotonicTime.now
    let result = try sequence.generate(request, permit: permit, cancellation: cancellation) { event in
      switch event {
      case .prefill(let done, let total, let reused): emit(.prefill(done: done, total: total, reused: reused))
      case .text(let text): emit(.text(text))
      }
    }
    let first = start.advanced(bySeconds: result.secondsToFirstToken)
    record.withLock { record in
      record.prefilled += result.promptTokens - result.reusedTokens
      record.reused += result.reusedTokens
      record.generated += result.tokens.count
      record.intervals.append(.init(first: first, last: first.advanced(bySeconds: result.generationSeconds)))
      if isFirst { record.firstTokens.append(first) }
    }
    return result.tokens
  }
}
