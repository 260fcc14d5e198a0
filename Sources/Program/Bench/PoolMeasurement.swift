import Inference
import Threading

/// For comparison: a pool of contexts, each cleared when it is given back, so that each turn computes its whole history
/// again.
struct PoolMeasurement {
  let config: InferenceConfig
  let amounts: BenchAmounts
  let progress: BenchProgress
  let interruption: Cancellation

  /// Loads the model and lets every agent do its work.
  ///
  /// - Throws: the first error of an agent; when interrupted, any.
  func run() throws -> (record: BenchRecord, start: MonotonicTime, end: MonotonicTime) {
    let (amounts, progress, interruption) = (amounts, progress, interruption)
    let pool = try ContextPool(config, contexts: amounts.slots, contextLength: amounts.contextLength) { fraction in
      progress.load(fraction)
      return !interruption.isCancelled
    }
    let prompt = BenchPrompt(vocabularySize: pool.vocabularySize)
    let record = Monitor(BenchRecord())
    let failure = Monitor<InferenceError?>(nil)
    progress.begin(agents: amounts.agents, turns: amounts.turns)
    let start = MonotonicTime.now
    let threads = try (0..<amounts.agents).map { agent in
      try WorkerThread(name: "agent \(agent)", stackBytes: 4 << 20) {
        var tokens = prompt.prefix(amounts.prefix)
        for turn in 0..<amounts.turns {
          tokens += prompt.turn(amounts.turn, agent: agent, turn: turn)
          var first: MonotonicTime?
          do throws(InferenceError) {
            let generated = try pool.generate(tokens, count: amounts.generate, cancellation: interruption) {
              first = $0
            }
            let last = MonotonicTime.now
            record.withLock { record in
              record.prefilled += tokens.count
              record.generated += generated.count
              // As in the raw loop, one more is computed than is kept: as many steps as tokens.
              record.intervals.append(.init(first: first ?? last, last: last, tokens: generated.count))
              if turn == 0 { record.firstTokens.append(first ?? last) }
            }
            tokens += generated
            progress.finishTurn(of: agent)
          } catch {
            failure.withLock { $0 = $0 ?? error }
            return
          }
        }
      }
    }
    for thread in threads { thread.join() }
    let end = MonotonicTime.now
    if let failure = failure.withLock({ $0 }) { throw failure }
    return (record.withLock { $0 }, start, end)
  }
}
