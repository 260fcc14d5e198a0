import System

/// e to the power of `x`; here so that the sampler itself needs no C module.
func exponential(_ x: Double) -> Double { exp(x) }

/// The k tokens with the largest logits, in a heap with the least likely at its root.
struct LikeliestTokens: Sendable {
  struct Candidate: Sendable, Equatable {
    var token: Int32
    var logit: Float
  }

  private var heap: [Candidate] = []

  /// Collects anew. What is no number counts as impossible.
  mutating func collect(from logits: UnsafeBufferPointer<Float>, limit: Int) {
    heap.removeAll(keepingCapacity: true)
    let first = min(limit, logits.count)
    heap.reserveCapacity(first)
    for index in 0..<first {
      let logit = logits[index]
      heap.append(Candidate(token: Int32(index), logit: logit.isNaN ? -.infinity : logit))
    }
    guard first > 0, first < logits.count else { return }
    for root in stride(from: first / 2 - 1, through: 0, by: -1) { siftDown(root) }
    var threshold = heap[0].logit
    for index in first..<logits.count where logits[index] > threshold {
      replaceRoot(with: Candidate(token: Int32(index), logit: logits[index]))
      threshold = heap[0].logit
    }
  }

  /// All, the likeliest first; of equals the lower token first, so that the order does not depend on the heap.
  func sortedLikeliestFirst() -> [Candidate] {
    heap.sorted { $0.logit != $1.logit ? $0.logit > $1.logit : $0.token < $1.token }
  }

  private mutating func replaceRoot(with candidate: Candidate) {
    heap[0] = candidate
    siftDown(0)
  }

  private mutating func siftDown(_ start: Int) {
    var parent = start
    while true {
      let left = 2 * parent + 1
      guard left < heap.count else { return }
      let right = left + 1
      let child = right < heap.count && heap[right].logit < heap[left].logit ? right : left
      guard heap[child].logit < heap[parent].logit else { return }
      heap.swapAt(child, parent)
      parent = child
    }
  }
}
