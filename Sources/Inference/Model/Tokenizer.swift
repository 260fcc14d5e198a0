// Text to tokens and tokens to bytes. libllama is only ever asked for plain text: with `parse_special` it takes control
// tokens out of whatever it is given, and without it it still takes those of type USER_DEFINED. So special tokens are
// looked for here, in the template's own text alone, and what comes out for the rest is looked at.

import CLlama

/// Text to tokens and tokens to bytes. Thread-safe, as libllama's own tokenizer is.
struct Tokenizer: Sendable {
  let model: LoadedModel
  let vocabulary: Vocabulary
  let limits: PlainTokenizer.Limits
  let cache = StretchCache()
  /// Markers that are control tokens, which print as nothing: these are printed by us.
  private let markers: [Token: [UInt8]]

  /// Markers of tool calls and thinking that are seen in the text where a request names no others.
  static let defaultMarkers = ["<tool_call>", "</tool_call>", "<think>", "</think>"]

  init(_ model: LoadedModel, limits: PlainTokenizer.Limits = .init()) {
    self.model = model
    self.limits = limits
    vocabulary = Vocabulary(model)
    markers = vocabulary.markers(Self.defaultMarkers)
  }

  // MARK: - Tokens

  /// Takes a prompt apart into what is tokenized in one piece.
  func layout(of parts: [PromptPart]) -> PromptLayout {
    PromptLayout(parts, special: vocabulary.special, isSpecial: vocabulary.isSpecial)
  }

  /// The tokens of a prompt.
  func tokens(of parts: [PromptPart]) -> [Token] {
    tokens(of: layout(of: parts).segments).flatMap { $0 }
  }

  /// The tokens of each segment. Stretches that were seen lately are not tokenized again.
  func tokens(of segments: [PromptSegment]) -> [[Token]] {
    var tokens = [[Token]](repeating: [], count: segments.count)
    var unknown: [(index: Int, stretch: PromptSegment.Stretch)] = []
    for (index, segment) in segments.enumerated() {
      switch segment {
      case .special(let token): tokens[index] = [token]
      case .fixed(let own): tokens[index] = own
      case .plain(let stretch):
        if let known = cache[stretch] { tokens[index] = known } else { unknown.append((index, stretch)) }
      }
    }
    let found = PlainTokenizer(vocabulary, limits: limits).tokens(of: unknown.map(\.stretch))
    for ((index, stretch), own) in zip(unknown, found) {
      cache.keep(own, of: stretch)
      tokens[index] = own
    }
    return tokens
  }

  /// The tokens of text that goes on behind other text, none of them special.
  func tokens(continuing text: String) -> [Token] { tokens(continuing: Array(text.utf8)) }

  func tokens(continuing bytes: [UInt8]) -> [Token] {
    guard !bytes.isEmpty else { return [] }
    return tokens(of: [.plain(.init(bytes: bytes, opens: false))])[0]
  }

  /// The token with which a prompt begins, for models that want one.
  var beginning: Token? {
    guard llama_vocab_get_add_bos(model.vocabulary) else { return nil }
    let token = llama_vocab_bos(model.vocabulary)
    return token >= 0 ? token : nil
  }

  /// A prompt with the token that begins a text, where the model wants one and the template has not written it.
  func beginning(_ parts: [PromptPart]) -> [PromptPart] {
    guard let beginning, !parts.isEmpty, !hasBeginning(parts) else { return parts }
    return [.tokens([beginning])] + parts
  }

  /// Whether a prompt begins with the token that begins a text, because its template writes it.
  func hasBeginning(_ parts: [PromptPart]) -> Bool {
    let token = llama_vocab_bos(model.vocabulary)
    guard token >= 0 else { return false }
    return switch layout(of: Array(parts.prefix(2))).segments.first {
    case .special(let first): first == token
    case .fixed(let tokens): tokens.first == token
    case .plain, nil: false
    }
  }

  // MARK: - Bytes

  /// What a token prints: bytes, perhaps a part of a character. Nothing for control tokens, but for our markers.
  func bytes(of token: Token) -> [UInt8] { markers[token] ?? vocabulary.bytes(of: token) }

  /// What these markers print, those of them that are tokens which print nothing by themselves.
  ///
  /// - Parameter names: nil: those of `defaultMarkers`.
  func markers(_ names: [String]?) -> [Token: [UInt8]] { names.map(vocabulary.markers) ?? markers }
}
