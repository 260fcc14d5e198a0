// Chooses the next token. An array of the whole vocabulary is never built or sorted: one scan finds the likeliest,
// or the k likeliest in a small heap whose smallest member nearly every logit fails to beat. Without top-k the heap
// begins small and grows until top-p or min-p cut within it.

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
    if options.topK > 0, options.topK < logits.count {
      heap.collect(from: logits, limit: options.topK)
      let candidates = heap.sortedLikeliestFirst()
      guard let top = candidates.first, top.logit.isFinite else { return Token(candidates.first?.token ?? 0) }
      let weights = candidates.map { weight($0.logit, top.logit) }
      return draw(candidates, weights.prefix(kept(weights, of: weights.reduce(0, +))))
    }
    return chooseOfAll(logits)
  }

  /// As with top-k, with k as large as it has to be: the rest of the vocabulary only counts in the sum.
  private mutating func chooseOfAll(_ logits: UnsafeBufferPointer<Float>) -> Token {
    let likeliest = Self.likeliest(logits)
    // Beside an infinite logit nothing has a weight.
    guard !logits.isEmpty, case let top = logits[Int(likeliest)], top.isFinite else { return likeliest }
    let total = logits.reduce(0) { $1.isNaN ? $0 : $0 + weight($1, top) }
    if options.topP >= 1, options.minP <= 0 { return drawOfAll(logits, top: top, total: total) }
    var limit = 64
    while true {
      heap.collect(from: logits, limit: limit)
      let candidates = heap.sortedLikeliestFirst()
      let weights = candidates.map { weight($0.logit, top) }
      let kept = kept(weights, of: total)
      if kept < candidates.count || limit >= logits.count { return draw(candidates, weights.prefix(kept)) }
      limit *= 8
    }
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

  /// How likely a token is beside the likeliest.
  private func weight(_ logit: Float, _ top: Float) -> Double {
    exponential(Double(logit - top) / options.temperature)
  }

  /// How many of the likeliest top-p and min-p leave; one at the least.
  ///
  /// - Parameter total: the weights of all that top-p speaks of.
  private func kept(_ weights: [Double], of total: Double) -> Int {
    var kept = weights.count
    if options.topP < 1 {
      let bound = options.topP * total
      var sum = 0.0
      let last = weights.firstIndex { weight in
        sum += weight
        return sum >= bound
      }
      if let last { kept = last + 1 }
    }
    if options.minP > 0, let first = weights.firstIndex(where: { $0 < options.minP }) { kept = min(kept, first) }
    return max(1, kept)
  }

  private mutating func draw(_ candidates: [LikeliestTokens.Candidate], _ weights: ArraySlice<Double>) -> Token {
    var left = random.unit() * weights.reduce(0, +)
    for (index, weight) in weights.enumerated() {
      left -= weight
      if left < 0 { return Token(candidates[index].token) }
    }
    return Token(candidates[weights.count - 1].token)
  }

  private mutating func drawOfAll(_ logits: UnsafeBufferPointer<Float>, top: Float, total: Double) -> Token {
    var left = random.unit() * total
    var last = 0
    for index in logits.indices where logits[index] > -.infinity {
      left -= weight(logits[index], top)
      last = index
      if left < 0 { break }
    }
    return Token(last)
  }
}
