// Whose prompt is computed first: shortest remaining first, which makes the mean wait the least there is (Schrage, 1968), with
// ageing, since a stream of short prompts would otherwise keep a long one for ever. In the order of coming, as it was, a tool's result of
// 30 tokens waited minutes for somebody's 50,000 (docs/decisions/0043).

/// The order in which prompts get the rows of a step.
struct PrefillOrder: Sendable, Equatable {
  /// A prompt can be overtaken by one in so many of its own tokens; from then on it has a right to rows.
  static let patience = 20

  /// Those who prefill; the elder last of all.
  let candidates: [StepPlanner.Candidate]
  /// The one that began first among those that were overtaken for too long.
  let elder: LaneID?
  /// Rows that the others leave to it.
  let reserved: Int

  /// - Parameters:
  ///   - prefilling: those that have prompts to compute, in any order.
  ///   - rows: rows that a long prompt can have in this step.
  init(_ prefilling: [StepPlanner.Candidate], rows: Int) {
    var order = prefilling.sorted { ($0.prefillLeft, $0.began) < ($1.prefillLeft, $1.began) }
    let waiting = order.indices.filter { order[$0].overtaken * Self.patience > order[$0].toCompute }
    if let index = waiting.min(by: { order[$0].began < order[$1].began }), index > 0 {
      let eldest = order.remove(at: index)
      order.append(eldest)
      elder = eldest.lane
      reserved = min(eldest.prefillLeft, (rows + 1) / 2)
    } else {
      elder = nil
      reserved = 0
    }
    candidates = order
  }

  /// Rows that each prompt was overtaken by in a step: those of others that began later, as far as it had a use for them.
  static func overtakings(of candidates: [StepPlanner.Candidate], in shares: [StepPlanner.Share]) -> [LaneID: Int] {
    let rows = Dictionary(uniqueKeysWithValues: shares.filter { !$0.isDecode }.map { ($0.lane, $0.rows) })
    var found: [LaneID: Int] = [:]
    var later = 0
    for candidate in candidates.filter({ $0.prefillLeft > 0 }).sorted(by: { $0.began > $1.began }) {
      let own = rows[candidate.lane] ?? 0
      let lost = min(later, candidate.prefillLeft - own)
      if lost > 0 { found[candidate.lane] = lost }
      later += own
    }
    return found
  }
}
