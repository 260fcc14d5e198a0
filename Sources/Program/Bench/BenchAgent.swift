import Agents
import Inference
import Orchestrator
import Threading

/// An agent of a measurement: it takes the same path as a real one (its worker's thread, the scheduler, a permit for
/// each generation, the event stream), but its words are tokens and its turns are counted.
final class BenchAgent: FleetAgent {
  private let name: String
  private let engine: any GenerationEngine
  private let work: BenchWork

  init(name: String, engine: any GenerationEngine, work: BenchWork) {
    self.name = name
    self.engine = engine
    self.work = work
  }

  func setMode(_ mode: PermissionMode) {}
  func rename(to name: String) {}
  // A measurement's model is never replaced.
  func promptTokens(on engine: any GenerationEngine) -> Int { 0 }
  func move(to engine: any GenerationEngine) {}

  /// - Parameter task: the agent's number.
  func run(
    task: String, cancellation: Cancellation, emit: @escaping @Sendable (AgentEvent) -> Void
  ) -> RunOutcome {
    .of {
      let number = Int(task) ?? 0
      let amounts = work.amounts
      let sequence = try MeasuredSequence(name: name, engine: engine, record: work.record, emit: emit)
      var tokens = work.prompt.prefix(amounts.prefix)
      for turn in 0..<amounts.turns {
        tokens += work.prompt.turn(amounts.turn, agent: number, turn: turn)
        tokens +=
          try sequence.generate(
            tokens, count: amounts.generate, isFirstTurn: turn == 0, cancellation: cancellation
          ).tokens
        work.progress.finishTurn(of: number)
      }
    }
  }
}

/// What the agents of a measurement do, and where they tell of it.
struct BenchWork: Sendable {
  let amounts: BenchAmounts
  let prompt: BenchPrompt
  let record: Monitor<BenchRecord>
  let progress: BenchProgress
}
