import Threading

/// Tokens a second over the last two seconds, in buckets of a tenth.
struct Throughput: Sendable {
  private static let bucketNanoseconds: Int64 = 100_000_000
  private static let buckets = 20
  private var counts = [Int](repeating: 0, count: buckets)
  private var latest: Int64 = 0

  /// One more token.
  mutating func count(at time: MonotonicTime) {
    advance(to: time)
    counts[Int(latest) % Self.buckets] += 1
  }

  /// The rate at this moment; 0 when nothing was generated lately.
  func tokensPerSecond(at time: MonotonicTime) -> Double {
    var copy = self
    copy.advance(to: time)
    let filled = copy.counts.reduce(0, +)
    guard
      let first = (0..<Self.buckets).first(where: { copy.counts[Int(copy.latest + 1 + Int64($0)) % Self.buckets] > 0 })
    else { return 0 }
    return Double(filled) / (Double(Self.buckets - first) * 0.1)
  }

  private mutating func advance(to time: MonotonicTime) {
    let bucket = time.nanoseconds / Self.bucketNanoseconds
    guard bucket > latest else { return }
    for step in 1...min(Int64(Self.buckets), bucket - latest) {
      counts[Int(bucket - min(Int64(Self.buckets), bucket - latest) + step) % Self.buckets] = 0
    }
    latest = bucket
  }
}
