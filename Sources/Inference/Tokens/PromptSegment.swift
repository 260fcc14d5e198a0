// A prompt as it is tokenized. Parts are joined to stretches of plain text, since a model was trained on whole texts:
// whether a word is the template's or a person's, its tokens are those that it has in the whole. What is not joined are
// the special tokens, which are taken out of the template's own text and of nothing else.

/// What of a prompt is tokenized in one piece.
enum PromptSegment: Sendable, Equatable {
  /// A control or user-defined token that the template wrote.
  case special(Token)
  /// Text between two of them, whoever wrote it: no special token comes out of it.
  case plain(Stretch)
  /// Tokens as they are.
  case fixed([Token])

  /// Plain text with its origins.
  struct Stretch: Sendable, Hashable {
    var bytes: [UInt8]
    /// Whether it stands at the beginning or behind a special token: some vocabularies put a space there.
    var opens: Bool
  }

  /// Where in a stretch the text of one origin ends.
  struct Seam: Sendable, Equatable {
    var end: Int
    var cause: PrefixBreak.Cause
  }
}

/// The segments of a prompt, and who wrote what of its stretches.
struct PromptLayout: Sendable, Equatable {
  var segments: [PromptSegment] = []
  /// For each segment; one seam but for stretches that join several parts.
  var seams: [[PromptSegment.Seam]] = []

  init() {}

  /// Takes a prompt apart.
  ///
  /// - Parameters:
  ///   - special: the tokens that are looked for in the template's text.
  ///   - isSpecial: whether a token is one behind which a text begins anew.
  init(_ parts: [PromptPart], special: SpecialTokens, isSpecial: (Token) -> Bool) {
    var builder = Builder()
    for run in Self.runs(of: parts) {
      switch run {
      case .tokens(let tokens):
        guard let last = tokens.last else { continue }
        builder.close()
        builder.append(.fixed(tokens), .generated)
        builder.opens = isSpecial(last)
      case .text(let text):
        builder.add(Array(text.utf8)[...], .content)
      case .markup(let text):
        let bytes = Array(text.utf8)
        var end = 0
        for match in special.matches(in: bytes, bytes.indices) {
          builder.add(bytes[end..<match.range.lowerBound], .template)
          if match.entry.takesSpaceBefore { builder.dropTrailingSpace() }
          builder.close()
          builder.append(.special(match.entry.token), .template)
          builder.opens = true
          builder.skipsSpace = match.entry.takesSpaceAfter
          end = match.range.upperBound
        }
        builder.add(bytes[end...], .template)
      }
    }
    builder.close()
    segments = builder.segments
    seams = builder.seams
  }

  /// Neighbouring parts of the template's text as one: a special token may have been written in two pieces.
  private static func runs(of parts: [PromptPart]) -> [PromptPart] {
    var runs: [PromptPart] = []
    for part in parts {
      if case .markup(let text) = part, case .markup(let before)? = runs.last {
        runs[runs.count - 1] = .markup(before + text)
      } else {
        runs.append(part)
      }
    }
    return runs
  }

  private struct Builder {
    var segments: [PromptSegment] = []
    var seams: [[PromptSegment.Seam]] = []
    var opens = true
    /// White space is left out until something else comes.
    var skipsSpace = false
    private var bytes: [UInt8] = []
    private var own: [PromptSegment.Seam] = []

    mutating func append(_ segment: PromptSegment, _ cause: PrefixBreak.Cause) {
      segments.append(segment)
      seams.append([.init(end: 0, cause: cause)])
      skipsSpace = false
    }

    mutating func add(_ more: ArraySlice<UInt8>, _ cause: PrefixBreak.Cause) {
      let more = skipsSpace ? more.drop(while: UTF8Text.isSpace) : more
      guard !more.isEmpty else { return }
      skipsSpace = false
      bytes.append(contentsOf: more)
      if own.last?.cause == cause {
        own[own.count - 1].end = bytes.count
      } else {
        own.append(.init(end: bytes.count, cause: cause))
      }
    }

    mutating func dropTrailingSpace() {
      while let last = bytes.last, UTF8Text.isSpace(last) { bytes.removeLast() }
      own = own.map { .init(end: min($0.end, bytes.count), cause: $0.cause) }
    }

    mutating func close() {
      defer { (bytes, own) = ([], []) }
      guard !bytes.isEmpty else { return }
      segments.append(.plain(.init(bytes: bytes, opens: opens)))
      seams.append(own)
      opens = false
    }
  }
}
