import Threading

/// The tokens of stretches of text that were tokenized lately, whoever asked: a prompt is counted before it is computed,
/// and most of it was there the turn before.
final class StretchCache: Sendable {
  private struct Entry {
    var tokens: [Token]
    var lastUse: Int
  }

  private struct State {
    var entries: [PromptSegment.Stretch: Entry] = [:]
    var bytes = 0
    var clock = 0
    var misses = 0
  }

  /// Bytes that texts and tokens may take; beyond it those go that were not asked for longest, half of all.
  private let limit: Int
  private let state = Monitor(State())

  init(limit: Int = 32 << 20) {
    self.limit = limit
  }

  subscript(stretch: PromptSegment.Stretch) -> [Token]? {
    state.withLock { state in
      guard let index = state.entries.index(forKey: stretch) else {
        state.misses += 1
        return nil
      }
      state.clock += 1
      state.entries.values[index].lastUse = state.clock
      return state.entries.values[index].tokens
    }
  }

  /// How often a stretch was asked for that was not there.
  var misses: Int { state.withLock { $0.misses } }

  func keep(_ tokens: [Token], of stretch: PromptSegment.Stretch) {
    let bytes = Self.bytes(stretch, tokens)
    guard bytes <= limit / 2 else { return }
    state.withLock { state in
      guard state.entries[stretch] == nil else { return }
      state.clock += 1
      state.entries[stretch] = Entry(tokens: tokens, lastUse: state.clock)
      state.bytes += bytes
      guard state.bytes > limit else { return }
      for (old, entry) in state.entries.sorted(by: { $0.value.lastUse < $1.value.lastUse }) {
        guard state.bytes > limit / 2 else { break }
        state.entries[old] = nil
        state.bytes -= Self.bytes(old, entry.tokens)
      }
    }
  }

  private static func bytes(_ stretch: PromptSegment.Stretch, _ tokens: [Token]) -> Int {
    stretch.bytes.count + 4 * tokens.count + 96
  }
}
