// Chooses the next token. Greedy and top-k never build an array of the whole vocabulary: one scan finds the
// likeliest, or the k likeliest in a small heap whose smallest member nearly every logit fails to beat.

/// Chooses tokens for one generation, from logits, by `SamplingOptions`.
struct Sampler: Sendable {
  private let options: SamplingOptions
  private var random: RandomNumbers
  private var recent: [Token] = []
  private var heap = LikeliestTokens()

  init(_ options: SamplingOptions) {
    self.options = options
    random = RandomNumbers(seed: options.seed ?? UInt64.random(in: .min ... .max))
  }

  /// Remembers a token for the repeat penalty.
  mutating func accept(_ token: Token) {
    guard options.repeatPenalty != 1, options.repeatWindow > 0 else { return }
    if recent.count == options.repeatWindow { recent.removeFirst() }
    recent.append(token)
  }

  /// The next token. May change the logits in place (repeat penalty): sample once for each row.
  mutating func sample(_ logits: UnsafeMutableBufferPointer<Float>) -> Token {
    penalise(logits)
    return choose(UnsafeBufferPointer(logits))
  }

  /// Chooses again from logits of which some have been forbidden since `sample`.
  mutating func choose(_ logits: UnsafeBufferPointer<Float>) -> Token {
    if options.temperature <= 0 { return Self.likeliest(logits) }
    heap.collect(from: logits, limit: options.topK > 0 ? options.topK : logits.count)
    return draw(heap.sortedLikeliestFirst())
  }

  /// The token with the largest logit, the first of equals. What is no number is never the largest.
  static func likeliest(_ logits: UnsafeBufferPointer<Float>) -> Token {
    // One comparison each: measured faster than the maximum of blocks, which what is no number would hide behind.
    var best = -Float.infinity
    var place = 0
    for index in logits.indices where logits[index] > best {
      best = logits[index]
      place = index
    }
    return Token(place)
  }

  private func penalise(_ logits: UnsafeMutableBufferPointer<Float>) {
    guard options.repeatPenalty != 1 else { return }
    for token in Set(recent) where Int(token) < logits.count {
      let logit = logits[Int(token)]
      logits[Int(token)] = logit > 0 ? logit / Float(options.repeatPenalty) : logit * Float(options.repeatPenalty)
    }
  }

  private mutating func draw(_ candidates: [LikeliestTokens.Candidate]) -> Token {
    // Beside an infinite logit nothing has a weight.
    guard let top = candidates.first, top.logit.isFinite else { return Token(candidates.first?.token ?? 0) }
    var weights = candidates.map { exponential(Double($0.logit - top.logit) / options.temperature) }
    if options.topP < 1 {
      let bound = options.topP * weights.reduce(0, +)
      var sum = 0.0
      let keep = weights.firstIndex { weight in
        sum += weight
        return sum >= bound
      }
      if let keep { weights.removeLast(weights.count - keep - 1) }
    }
    if options.minP > 0, let keep = weights.firstIndex(where: { $0 < options.minP }) {
      weights.removeLast(weights.count - max(1, keep))
    }
    var left = random.unit() * weights.reduce(0, +)
    for (index, weight) in weights.enumerated() {
      left -= weight
      if left < 0 { return Token(candidates[index].token) }
    }
    return Token(candidates[weights.count - 1].token)
  }
}
