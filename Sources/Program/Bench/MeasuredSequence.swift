import Agents
import Inference
import Orchestrator
import Threading

/// A sequence of a measurement. Each of its generations takes a permit, is told as a real agent's would be, and is
/// recorded.
struct MeasuredSequence {
  private let name: String
  private let engine: any GenerationEngine
  private let sequence: any GenerationSequence
  private let record: Monitor<BenchRecord>
  private let emit: (AgentEvent) -> Void

  init(
    name: String, engine: any GenerationEngine, record: Monitor<BenchRecord>, emit: @escaping (AgentEvent) -> Void
  ) throws(InferenceError) {
    self.name = name
    self.engine = engine
    self.record = record
    self.emit = emit
    sequence = try engine.openSequence(named: name)
  }

  /// Generates exactly `count` tokens, greedily.
  ///
  /// - Parameters:
  ///   - isFirstTurn: whether its first token counts for the time to it.
  ///   - onBegin: called when a permit is there.
  ///   - onPrefill: called with the tokens that are in the KV, and those that will be.
  func generate(
    _ tokens: [Token], count: Int, isFirstTurn: Bool, cancellation: Cancellation, onBegin: () -> Void = {},
    onPrefill: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws -> GenerationResult {
    let request = GenerationRequest(
      prompt: [.tokens(tokens)], sampling: .greedy, maxTokens: count, ignoresEnd: true)
    let permit = try engine.scheduler.acquire(label: name, cancellation: cancellation) { position in
      emit(.slotWaiting(position: position))
    }
    emit(.slotAcquired(waitedMilliseconds: Int(permit.waitedSeconds * 1000)))
    defer { emit(.slotReleased(heldMilliseconds: Int(permit.heldSeconds * 1000))) }
    onBegin()
    let result = try sequence.generate(request, permit: permit, cancellation: cancellation) { event in
      switch event {
      case .prefill(let done, let total, let reused):
        emit(.prefill(done: done, total: total, reused: reused))
        onPrefill(done, total)
      case .text(let text):
        emit(.text(text))
      }
    }
    record.withLock { $0.add(result, isFirstTurn: isFirstTurn) }
    return result
  }
}

extension RunOutcome {
  /// How a run of a measurement ended whose work is `body`.
  static func of(_ body: () throws -> Void) -> RunOutcome {
    do {
      try body()
      return RunOutcome(reason: .done, text: "")
    } catch let error as SchedulerError {
      return RunOutcome(reason: .stopped, text: "", error: error.description)
    } catch {
      return RunOutcome(reason: .failed, text: "", error: "\(error)")
    }
  }
}
