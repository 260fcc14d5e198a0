import Threading

/// How much a newcomer's prefill holds up those who stream: the longest gap between two tokens, in ordinary steps.
struct GapStatistics: Sendable, Equatable {
  /// Seconds of an ordinary step: the median gap between two tokens while all stream and nobody prefills.
  let step: Double
  /// Seconds of the longest gap between two tokens of one agent that touches the prefill.
  let longest: Double

  /// - Parameters:
  ///   - ordinary: when the tokens of each streaming agent were made before the newcomer came.
  ///   - disturbed: the same for the tokens from then on.
  ///   - prefill: from the newcomer's coming to its first token.
  /// - Returns: nil where there was no moment at which all streamed.
  init?(
    ordinary: [[MonotonicTime]], disturbed: [[MonotonicTime]], prefill: (from: MonotonicTime, to: MonotonicTime)
  ) {
    guard let begin = ordinary.compactMap(\.first).max(), let end = ordinary.compactMap(\.last).min() else {
      return nil
    }
    let together = Self.gaps(ordinary) { $0 >= begin && $1 <= end }
    guard let step = together.median else { return nil }
    self.step = step
    longest = Self.gaps(disturbed) { $1 > prefill.from && $0 < prefill.to }.max() ?? 0
  }

  /// The longest gap in ordinary steps.
  var steps: Double { step > 0 ? longest / step : 0 }

  private static func gaps(
    _ streams: [[MonotonicTime]], where counts: (_ from: MonotonicTime, _ to: MonotonicTime) -> Bool
  ) -> [Double] {
    streams.flatMap { times in
      zip(times, times.dropFirst()).compactMap { counts($0, $1) ? $1.seconds(since: $0) : nil }
    }
  }
}

extension Collection<Double> {
  /// The middle one by size, the upper of two; nil where there is none.
  var median: Double? {
    let sorted = sorted()
    return sorted.isEmpty ? nil : sorted[sorted.count / 2]
  }
}
