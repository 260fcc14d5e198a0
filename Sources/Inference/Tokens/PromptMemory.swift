// What a lane's tokens say. A model rarely writes a text with the tokens that the tokenizer would take for it, and the
// template gives its answer back as text: tokenized anew, the KV would be lost from the answer on. So the tokens of the
// last prompt and of what was generated behind it are kept with their text, and where the next prompt's text goes on
// from it they are its tokens.
//
// Special tokens agree with special tokens only, which the template alone can write; text agrees with text.

/// The tokens of a lane's last prompt and of what was generated behind it, with what they say.
struct PromptMemory: Sendable {
  /// A segment as it was tokenized.
  struct Known: Sendable, Equatable {
    var segment: PromptSegment
    var tokens: [Token]
    /// Where in a stretch the tokens begin that the model wrote itself; nil: all are the tokenizer's.
    var ownStart: Int?
  }

  /// A prompt's tokens, segment by segment.
  struct Composed: Sendable, Equatable {
    var known: [Known]
    var tokens: [Token] { known.flatMap(\.tokens) }
  }

  private(set) var known: [Known] = []

  /// Knows what has been composed, and nothing behind it.
  mutating func keep(_ composed: Composed) { known = composed.known }

  /// Goes on with what was generated.
  mutating func append(_ tokens: [Token], vocabulary: some TokenText) {
    for token in tokens {
      guard !vocabulary.isSpecial(token) else {
        known.append(Known(segment: .special(token), tokens: [token], ownStart: nil))
        continue
      }
      let bytes = vocabulary.bytes(of: token)
      if case .plain(var stretch)? = known.last?.segment {
        let last = known.count - 1
        known[last].ownStart = known[last].ownStart ?? known[last].tokens.count
        known[last].tokens.append(token)
        stretch.bytes += bytes
        known[last].segment = .plain(stretch)
      } else {
        let opens =
          switch known.last?.segment {
          case .fixed(let before)?: before.last.map(vocabulary.isSpecial) ?? true
          case .special?, .plain?, nil: true
          }
        known.append(Known(segment: .plain(.init(bytes: bytes, opens: opens)), tokens: [token], ownStart: 0))
      }
    }
  }

  /// The tokens of a prompt: those that are known as far as they say the same, the tokenizer's for the rest.
  func compose(_ segments: [PromptSegment], with vocabulary: some TokenText) -> Composed {
    var composed: [Known] = []
    for (segment, known) in zip(segments, known) {
      guard let same = Self.agreed(segment, known, vocabulary) else { break }
      composed.append(same)
    }
    var rest = segments[composed.count...]
    if let segment = rest.first, composed.count < known.count,
      let begun = Self.begun(segment, known[composed.count], vocabulary)
    {
      composed.append(begun)
      rest = rest.dropFirst()
    }
    for (segment, tokens) in zip(rest, vocabulary.tokens(of: Array(rest))) {
      composed.append(Known(segment: segment, tokens: tokens, ownStart: nil))
    }
    return Composed(known: composed)
  }

  /// A known segment that says all that this one does, and no more.
  private static func agreed(_ segment: PromptSegment, _ known: Known, _ vocabulary: some TokenText) -> Known? {
    if segment == known.segment { return known }
    // A space that the vocabulary puts before a text is printed by the token that the model began with.
    guard known.ownStart == 0, vocabulary.putsSpaceBefore, case .plain(let new) = segment,
      case .plain(let old) = known.segment, new.opens, old.opens, old.bytes == [32] + new.bytes
    else { return nil }
    return Known(segment: segment, tokens: known.tokens, ownStart: 0)
  }

  /// A stretch that the model wrote a part of, as far as it is the same, and the tokenizer's tokens for the rest.
  ///
  /// - Returns: nil where nothing of what the model wrote is the same: then all is the tokenizer's.
  private static func begun(_ segment: PromptSegment, _ known: Known, _ vocabulary: some TokenText) -> Known? {
    guard let ownStart = known.ownStart, case .plain(let new) = segment, case .plain(let old) = known.segment,
      new.opens == old.opens
    else { return nil }
    let putsSpace = vocabulary.putsSpaceBefore && new.opens
    var best: (tokens: Int, bytes: Int) = (0, 0)
    for space in putsSpace ? (ownStart > 0 ? [1] : [0, 1]) : [0] {
      let text = (space == 1 ? [32] : []) + new.bytes
      var end = 0
      for (index, token) in known.tokens.enumerated() {
        let bytes = vocabulary.bytes(of: token)
        guard end + bytes.count <= text.count, text[end..<end + bytes.count].elementsEqual(bytes) else { break }
        end += bytes.count
        // The rest must be text of its own: whole characters.
        if end > space, UTF8Text.isBoundary(text, end), end - space > best.bytes { best = (index + 1, end - space) }
      }
    }
    guard best.tokens > ownStart else { return nil }
    let rest = Array(new.bytes[best.bytes...])
    return Known(
      segment: segment,
      tokens: known.tokens[..<best.tokens] + (rest.isEmpty ? [] : vocabulary.tokens(continuing: rest)),
      ownStart: ownStart)
  }
}

/// What the memory asks of a tokenizer.
protocol TokenText {
  /// Whether a token is one that only a template writes.
  func isSpecial(_ token: Token) -> Bool
  /// What a token prints.
  func bytes(of token: Token) -> [UInt8]
  /// Whether a space is put before a text that begins.
  var putsSpaceBefore: Bool { get }
  /// The tokens of each segment.
  func tokens(of segments: [PromptSegment]) -> [[Token]]
  /// The tokens of text that goes on behind other text.
  func tokens(continuing bytes: [UInt8]) -> [Token]
}

extension Tokenizer: TokenText {
  func isSpecial(_ token: Token) -> Bool { vocabulary.isSpecial(token) }
  var putsSpaceBefore: Bool { vocabulary.anchor != nil }
}
