import Threading

/// What the agents of a measurement did, collected while they do it.
struct BenchRecord: Sendable, Equatable {
  /// One generation: when its first and its last token came.
  struct Interval: Sendable, Equatable {
    var first: MonotonicTime
    var last: MonotonicTime
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
}
