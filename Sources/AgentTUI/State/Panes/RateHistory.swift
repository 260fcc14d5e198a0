import Threading

/// Tokens generated in each of the last sixty seconds, for a small graph.
struct RateHistory: Equatable, Sendable {
  static let seconds = 60

  /// One place a second, by the second modulo their number; what is older than that is 0.
  private var tokens = [Int](repeating: 0, count: seconds)
  /// The second that was counted in last.
  private var newest: Int64?

  /// Counts tokens that have come just now.
  mutating func add(_ count: Int, at now: MonotonicTime) {
    let second = Self.second(now)
    if let newest, second > newest {
      // Seconds in which nothing came.
      for skipped in max(newest + 1, second - Int64(Self.seconds) + 1)...second { tokens[Self.place(skipped)] = 0 }
    }
    newest = max(newest ?? second, second)
    guard let newest, second > newest - Int64(Self.seconds) else { return }
    tokens[Self.place(second)] += count
  }

  /// Tokens of each whole second before now, the oldest first.
  func values(at now: MonotonicTime) -> [Double] {
    guard let newest else { return [Double](repeating: 0, count: Self.seconds) }
    let end = Self.second(now)
    return (end - Int64(Self.seconds)..<end).map { second in
      second <= newest && second > newest - Int64(Self.seconds) ? Double(tokens[Self.place(second)]) : 0
    }
  }

  /// Whether a graph of it is flat.
  func isEmpty(at now: MonotonicTime) -> Bool { values(at: now).allSatisfy { $0 == 0 } }

  private static func second(_ time: MonotonicTime) -> Int64 { Int64(time.nanoseconds / 1_000_000_000) }
  private static func place(_ second: Int64) -> Int { Int(second % Int64(seconds)) }
}
