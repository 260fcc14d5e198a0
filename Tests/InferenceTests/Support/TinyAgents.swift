import Threading

@testable import Inference

/// Agents on threads of their own that talk with an engine for some turns, each turn going on from the last one.
struct TinyAgents {
  struct Turn: Sendable {
    var agent: Int
    var prompt: [Token]
    var outcome: Result<GenerationResult, InferenceError>
  }

  let engine: InferenceEngine
  var count: Int
  var turns: Int
  var maxTokens: Int
  /// What all begin with.
  var system: [Token]

  /// All turns of all agents, once everybody has finished.
  func talk() throws -> [Turn] {
    let record = Monitor<[Turn]>([])
    let threads = try (0..<count).map { agent in
      let sequence = try engine.openSequence(named: "agent \(agent)")
      return try WorkerThread(name: "agent") {
        var history = system
        for turn in 0..<turns {
          history += tinyTokens(6 + agent, seed: 100 * agent + turn)
          let outcome = Result { () throws(InferenceError) in try generate(history, in: sequence) }
          record.withLock { $0.append(Turn(agent: agent, prompt: history, outcome: outcome)) }
          guard case .success(let result) = outcome else { return }
          history += result.tokens
        }
      }
    }
    for thread in threads { thread.join() }
    return record.withLock { $0 }
  }

  /// One turn on this thread.
  func generate(
    _ prompt: [Token], in sequence: any GenerationSequence
  ) throws(InferenceError) -> GenerationResult {
    let permit: InferencePermit
    do throws(SchedulerError) {
      permit = try engine.scheduler.acquire(label: "tiny")
    } catch {
      throw InferenceError(.closed, error.description)
    }
    return try sequence.generate(
      GenerationRequest(prompt: [.tokens(prompt)], sampling: .greedy, maxTokens: maxTokens, ignoresEnd: true),
      permit: permit, cancellation: Cancellation()
    ) { _ in }
  }
}
