// What goes into the next call of llama_decode. A pure value, so that fairness and sizes are proved by tables.
//
// Decode rows first: whoever generates gets its row in each step (in every other one where short prompts have steps of their
// own, below). The rest of the step is prefill, given to the one that has the least of it left, so that a tool's result does
// not wait behind somebody's document; one that was overtaken for long has a right to half of it (`PrefillOrder`). While
// somebody generates, the prefill of a step is bounded by a chunk (`StepCosts`), so that a newcomer's long prompt slows the
// others a little and stops nobody; when nobody does, a step is as large as the batch allows. A short prompt, a turn or a
// tool's result, is not worth cutting up: it is over in a step or two, and
// kernels like larger steps. On a processor such prompts have steps of their own.

/// Decides the rows of a step.
struct StepPlanner: Sendable, Equatable {
  /// A sequence that could take part.
  struct Candidate: Sendable, Equatable {
    var lane: LaneID
    /// Tokens of its prompt that are not in the KV yet; 0 when it generates.
    var prefillLeft: Int
    /// Order in which they began: lower is earlier.
    var began: Int
    /// Whether there were few tokens to compute when its prompt began: `StepPlanner.mostShortRows` at the most.
    var isShort = false
    /// Tokens of its prompt that had to be computed when it began.
    var toCompute = 0
    /// Rows that others who began later have had while its prompt was not done.
    var overtaken = 0
  }

  /// Most rows of a step with short prompts beside those who generate.
  static let mostShortRows = 128

  /// Rows of one sequence in a step.
  struct Share: Sendable, Equatable {
    var lane: LaneID
    var rows: Int
    /// Whether it generates: one row, and the next token after it.
    var isDecode = false
  }

  /// Most rows of a step.
  var batchTokens: Int
  /// Whether short prompts get steps of their own, in turn with those who generate, as it is better on a processor: rows
  /// of prefill look at fewer cells when no row of another sequence is among them (docs/decisions/0018).
  var separates = false
  /// Most rows whose logits are asked for: one for each sequence that generates or ends its prefill.
  var maxOutputs: Int

  /// The shares of a step, decode rows first.
  ///
  /// - Parameters:
  ///   - candidates: all that generate or prefill, in any order.
  ///   - room: free cells of the KV.
  ///   - chunk: most rows of prefill if somebody generates.
  ///   - decodedLast: whether somebody generated in the step before.
  ///   - rotation: with more generating sequences than `maxOutputs`, where to begin among them.
  func plan(_ candidates: [Candidate], room: Int, chunk: Int, decodedLast: Bool = false, rotation: Int = 0) -> [Share] {
    var shares: [Share] = []
    var left = min(batchTokens, room)
    var outputs = maxOutputs
    var prefilling = candidates.filter { $0.prefillLeft > 0 }
    var generating = candidates.filter { $0.prefillLeft == 0 }.sorted { $0.began < $1.began }
    if separates, !generating.isEmpty, prefilling.contains(where: \.isShort) {
      // Where as many wait with a prompt as generate, their step is as long as the batch: shorter ones in turn would keep
      // more agents waiting than they spare.
      let areMany = prefilling.count(where: \.isShort) >= generating.count
      prefilling.removeAll { $0.isShort != decodedLast }
      if decodedLast {
        generating = []
        if !areMany { left = min(left, max(chunk, Self.mostShortRows)) }
      }
    }
    if !generating.isEmpty {
      let start = generating.count > maxOutputs ? rotation % generating.count : 0
      for candidate in (generating[start...] + generating[..<start]).prefix(min(left, outputs)) {
        shares.append(Share(lane: candidate.lane, rows: 1, isDecode: true))
      }
      left -= shares.count
      outputs -= shares.count
    }
    // Rows that short prompts may take, and long ones. What a short one takes is not taken from a long one's chunk.
    var whole = shares.isEmpty ? left : min(left, max(chunk, Self.mostShortRows - shares.count))
    var part = shares.isEmpty ? left : min(left, chunk)
    let order = PrefillOrder(prefilling, rows: part)
    for candidate in order.candidates {
      let kept = candidate.lane == order.elder ? 0 : order.reserved
      guard whole > kept else { continue }
      var rows = min(candidate.prefillLeft, candidate.isShort ? whole - kept : min(part - kept, whole - kept))
      if rows == candidate.prefillLeft, rows > 0 {
        // Its last row asks for logits; without a place for them it stops one row short and ends in a later step.
        if outputs == 0 { rows -= 1 } else { outputs -= 1 }
      }
      guard rows > 0 else { continue }
      shares.append(Share(lane: candidate.lane, rows: rows))
      whole -= rows
      if !candidate.isShort { part -= rows }
    }
    return shares
  }
}
