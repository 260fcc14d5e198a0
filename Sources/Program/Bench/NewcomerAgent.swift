// Those who stream do so twice: `--generate` tokens, from which the ordinary step is known, and then on and on. When all
// of them are at that, the newcomer comes.

import Agents
import Inference
import Orchestrator
import Threading

/// An agent of `--workload newcomer`: the one with the highest number is the newcomer, the others stream.
final class NewcomerAgent: FleetAgent {
  private let name: String
  private let engine: any GenerationEngine
  private let work: BenchWork
  private let stage: NewcomerStage

  init(name: String, engine: any GenerationEngine, work: BenchWork, stage: NewcomerStage) {
    self.name = name
    self.engine = engine
    self.work = work
    self.stage = stage
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
    let stage = stage
    return cancellation.withHandler({
      stage.lose()
      stage.curtain.cancel()
    }) {
      .of {
        let number = Int(task) ?? 0
        let sequence = try MeasuredSequence(name: name, engine: engine, record: work.record, emit: emit)
        if number == work.amounts.agents - 1 {
          try come(on: sequence, number: number, cancellation)
        } else {
          try stream(on: sequence, number: number, cancellation)
        }
      }
    }
  }

  private func stream(on sequence: MeasuredSequence, number: Int, _ cancellation: Cancellation) throws {
    var isStreaming = false
    defer { if !isStreaming { stage.lose() } }
    var tokens = work.prompt.prefix(work.amounts.prefix) + work.prompt.turn(1, agent: number, turn: 0)
    let ordinary = try sequence.generate(
      tokens, count: work.amounts.generate, isFirstTurn: true, cancellation: cancellation)
    tokens += ordinary.tokens
    let disturbed = try sequence.generate(
      tokens, count: work.amounts.longestStream, isFirstTurn: false, cancellation: stage.curtain,
      onPrefill: { done, total in
        guard done == total, !isStreaming else { return }
        isStreaming = true
        stage.stream(ordinary: ordinary.tokenTimes)
        work.progress.finishTurn(of: number)
      })
    stage.end(disturbed: disturbed.tokenTimes)
    guard disturbed.reason == .cancelled else {
      throw InferenceError(
        .contextFull, "it had no more to stream before the newcomer had its first token; give fewer with --prefix")
    }
  }

  private func come(on sequence: MeasuredSequence, number: Int, _ cancellation: Cancellation) throws {
    guard stage.waitForStreams() else { return stage.curtain.cancel() }
    let tokens =
      work.prompt.prefix(work.amounts.prefix) + work.prompt.turn(work.amounts.turn, agent: number, turn: 0)
    defer { stage.curtain.cancel() }
    let result = try sequence.generate(
      tokens, count: 1, isFirstTurn: false, cancellation: cancellation, onBegin: stage.arrive,
      onPrefill: { work.progress.show("the newcomer: \($0) of \($1) tokens") })
    stage.answer(at: result.tokenTimes.first)
  }
}
