// Layers with a sliding window need only the last tokens, and libllama gives the cells of older ones to whoever needs
// room, also when there is other room. So a sequence may lack its beginning there, and behind which token it can still
// go on is a question to ask each time.

/// How far back a model's attention looks, and what must stand in the KV for it.
struct AttentionWindow: Sendable, Equatable {
  /// Tokens that the narrowest layer sees; 0: every layer sees all.
  let tokens: Int

  /// Whether a sequence that stands in the KV from position `first` on (-1: not at all) can go on behind its first
  /// `count` tokens.
  func canContinue(from first: Int, at count: Int) -> Bool {
    if count == 0 { return true }
    return first >= 0 && first <= (tokens > 0 ? max(0, count - tokens) : 0)
  }

  /// Whether `positions` can be shared of a sequence that stands in the KV from `first` on. The one that gets them has
  /// all that is before them; there must be no gap, which nobody would see later.
  func canShare(_ positions: Range<Int>, from first: Int) -> Bool {
    positions.lowerBound == 0
      ? canContinue(from: first, at: positions.upperBound) : first >= 0 && first <= positions.lowerBound
  }
}
