import Inference

/// The words of the measurements: which tokens an agent is given. The same recipe as that of the raw loop that the
/// results are compared with, so that both do the same work.
struct BenchPrompt {
  let vocabularySize: Int

  /// Ordinary tokens of a vocabulary: scattered, never the special ones at its beginning and end.
  func word(_ index: UInt32) -> Token {
    let range = UInt32(clamping: max(1, vocabularySize - 2000))
    let offset = UInt32(clamping: min(1000, vocabularySize / 2))
    return Token(offset + (index &* 2_654_435_761) % range)
  }

  /// What all agents share.
  func prefix(_ count: Int) -> [Token] {
    (0..<count).map { word(UInt32($0)) }
  }

  /// What one agent (0, 1, …) appends in one turn (0, 1, …).
  func turn(_ count: Int, agent: Int, turn: Int) -> [Token] {
    let start = 100_000 &* UInt32(truncatingIfNeeded: agent + 1) &+ 1000 &* UInt32(truncatingIfNeeded: turn)
    return (0..<count).map { word(start &+ UInt32($0)) }
  }
}
