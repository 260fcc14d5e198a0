import Inference
import Threading

/// What the agents of a measurement did, collected while they do it.
struct BenchRecord: Sendable, Equatable {
  /// One generation: when its first and its last token came, and how many tokens were made between the two.
  struct Interval: Sendable, Equatable {
    var first: MonotonicTime
    var last: MonotonicTime
    /// Without the first one: the step that made it was prefill.
    var tokens: Int
  }

  /// Tokens of prompts that were computed.
  var prefilled = 0
  /// Tokens of prompts that were in the KV already.
  var reused = 0
  /// Tokens generated.
  var generated = 0
  var intervals: [Interval] = []
  /// When each agent's first turn gave its first token.
  var firstTokens: [MonotonicTime] = []

  /// Counts a generation that has ended.
  mutating func add(_ result: GenerationResult, isFirstTurn: Bool) {
    prefilled += result.promptTokens - result.reusedTokens
    reused += result.reusedTokens
    generated += result.tokens.count
    guard let first = result.tokenTimes.first, let last = result.tokenTimes.last else { return }
    intervals.append(Interval(first: first, last: last, tokens: result.tokenTimes.count - 1))
    if isFirstTurn { firstTokens.append(first) }
  }

  /// Seconds in which at least one sequence generated: the union of the intervals.
  var generatingSeconds: Double {
    var seconds = 0.0
    var end: MonotonicTime?
    for interval in intervals.sorted(by: { $0.first < $1.first }) {
      let start = end.map { max($0, interval.first) } ?? interval.first
      if interval.last > start {
        seconds += interval.last.seconds(since: start)
        end = interval.last
      }
    }
    return seconds
  }

  /// Tokens generated in those seconds, by them; 0 where there are none.
  var tokensPerSecond: Double {
    let seconds = generatingSeconds
    return seconds > 0 ? Double(intervals.reduce(0) { $0 + $1.tokens }) / seconds : 0
  }
}
