// What is generated next, with the constraint taken into account: free text is sampled and watched for the
// marker; behind the marker a token is sampled first, the grammar is asked about this one, and only on its refusal
// is the whole vocabulary masked and sampled from again.

/// Chooses the tokens of one generation. Made by the agent's thread, then used by the decode thread alone.
struct TokenChooser: TokenChoosing {
  private enum State {
    case free
    case watching(MarkerScanner, Grammar)
    case constrained(Grammar)
  }

  private var sampler: Sampler
  private var state: State
  private var forced: [Token] = []
  private let tokenizer: Tokenizer
  private let markers: [Token: [UInt8]]
  /// Tokens that the model file says are never to be chosen.
  private let suppressed: [Token]

  /// - Parameter markers: control tokens that are seen in the text; nil: those that most templates have.
  /// - Throws: `InferenceError.Code.invalidGrammar`.
  init(
    _ sampling: SamplingOptions, constraint: GenerationConstraint, markers: [String]? = nil, tokenizer: Tokenizer,
    model: LoadedModel
  ) throws(InferenceError) {
    sampler = Sampler(sampling)
    self.tokenizer = tokenizer
    self.markers = tokenizer.markers(markers)
    suppressed = model.suppressedTokens
    switch constraint {
    case .none: state = .free
    case .whole(let grammar): state = .constrained(try Grammar(grammar, model: model))
    case .after(let marker, let grammar):
      state = .watching(MarkerScanner(marker: marker), try Grammar(grammar, model: model))
    }
  }

  mutating func next(_ logits: UnsafeMutableBufferPointer<Float>) throws(InferenceError) -> Token {
    let token = try choose(logits)
    sampler.accept(token)
    return token
  }

  private mutating func choose(_ logits: UnsafeMutableBufferPointer<Float>) throws(InferenceError) -> Token {
    if !forced.isEmpty { return forced.removeFirst() }
    for token in suppressed where Int(token) < logits.count { logits[Int(token)] = -.infinity }
    let token = sampler.sample(logits)
    // Without a number to choose by, the first token would be chosen, for ever.
    guard logits[Int(token)].isFinite else { throw Self.noNumbers }
    switch state {
    case .free:
      return token
    case .watching(let scanner, let grammar):
      return watch(token, scanner: scanner, grammar: grammar)
    case .constrained(let grammar):
      if grammar.allows(token) {
        grammar.accept(token)
        return token
      }
      guard grammar.mask(logits) else {
        throw InferenceError(.invalidGrammar, "the grammar for tool calls lets no token of this model come next")
      }
      let allowed = sampler.choose(UnsafeBufferPointer(logits))
      // A model whose logits are no numbers leaves no choice, and the grammar must be asked before it accepts.
      guard grammar.allows(allowed) else { throw Self.noNumbers }
      grammar.accept(allowed)
      return allowed
    }
  }

  private static let noNumbers = InferenceError(
    .decodeFailed, "the model computed no numbers to choose a token by; its file may be damaged")

  /// Lets a token of free text pass; one that completes the marker switches to the grammar, which must accept what
  /// the token says behind the marker. If it does not, the token is exchanged for the rest of the marker alone.
  private mutating func watch(_ token: Token, scanner: MarkerScanner, grammar: Grammar) -> Token {
    var scanner = scanner
    let bytes = markers[token] ?? tokenizer.bytes(of: token)
    guard let rest = scanner.scan(bytes) else {
      state = .watching(scanner, grammar)
      return token
    }
    state = .constrained(grammar)
    guard !rest.isEmpty else { return token }
    var accepted: [Token] = []
    for part in tokenizer.tokens(continuing: rest) {
      guard grammar.allows(part) else { break }
      grammar.accept(part)
      accepted.append(part)
    }
    if accepted.flatMap(tokenizer.bytes(of:)) == rest { return token }
    forced = tokenizer.tokens(continuing: Array(bytes.dropLast(rest.count))) + accepted
    return forced.isEmpty ? token : forced.removeFirst()
  }
}
