import CLlama

/// What a model's vocabulary is made of, as far as tokenizing asks: which of its tokens are special, and how libllama is
/// to be asked for plain text.
struct Vocabulary: Sendable {
  /// How a vocabulary puts words together, by libllama's numbers.
  enum Kind: Int, Sendable {
    case none = 0
    case sentencePiece, bytePair, wordPiece, unigram, rwkv, plamo
    case other = 99
  }

  let model: LoadedModel
  let kind: Kind
  /// What is looked for in the template's text: control, user-defined and unknown tokens.
  let special: SpecialTokens
  /// Those of them that libllama takes out of plain text too.
  let userDefined: SpecialTokens
  /// A text that no token has a part in, to stand before text that goes on, and how many tokens it is: without it the
  /// vocabulary would put a space there. Nil for vocabularies that put none.
  let anchor: (text: [UInt8], tokens: Int)?
  private let forbidden: Set<Token>
  private let unknown: Token

  init(_ model: LoadedModel) {
    self.model = model
    kind = Kind(rawValue: Int(agent_llama_vocab_type(model.vocabulary))) ?? .other
    var special: [SpecialTokens.Entry] = []
    var userDefined: [SpecialTokens.Entry] = []
    var forbidden: Set<Token> = []
    var unknown: Token = -1
    for token in 0..<Token(model.vocabularySize) {
      let attributes = llama_vocab_get_attr(model.vocabulary, token).rawValue
      func has(_ attribute: llama_token_attr) -> Bool { attributes & attribute.rawValue != 0 }
      let isControl = has(LLAMA_TOKEN_ATTR_CONTROL)
      let isUserDefined = has(LLAMA_TOKEN_ATTR_USER_DEFINED)
      guard isControl || isUserDefined || has(LLAMA_TOKEN_ATTR_UNKNOWN) else { continue }
      // RWKV's vocabularies are written with escapes, and mean what is printed.
      let text = kind == .rwkv ? Self.bytes(of: token, special: true, in: model) : Self.text(of: token, in: model)
      // White space and single characters are text that a model read in texts, and mark nothing.
      if !isControl, isUserDefined, Self.isOrdinary(text) { continue }
      let entry = SpecialTokens.Entry(
        token: token, text: text, takesSpaceBefore: has(LLAMA_TOKEN_ATTR_LSTRIP),
        takesSpaceAfter: has(LLAMA_TOKEN_ATTR_RSTRIP))
      special.append(entry)
      if isUserDefined { userDefined.append(entry) }
      if isControl || isUserDefined { forbidden.insert(token) } else { unknown = token }
    }
    // The token for characters that are not in the vocabulary may be called a control token, and is none all the same: a
    // hieroglyph gives it.
    if kind == .wordPiece || kind == .unigram, let stranger = Self.ask(Array("\u{13000}".utf8)[...], model: model).last,
      forbidden.remove(stranger) != nil
    {
      unknown = stranger
    }
    self.special = SpecialTokens(special)
    self.userDefined = SpecialTokens(userDefined)
    self.forbidden = forbidden
    self.unknown = unknown
    anchor = kind == .sentencePiece || kind == .unigram ? Self.anchor(in: model) : nil
  }

  /// Whether a model carries a vocabulary: libllama ends the process when it is asked for tokens without one.
  static func isThere(in model: LoadedModel) -> Bool { agent_llama_vocab_type(model.vocabulary) != Kind.none.rawValue }

  /// Whether a token is one that only the template may write.
  func isForbidden(_ token: Token) -> Bool { forbidden.contains(token) }

  /// Whether libllama begins a text anew behind this token.
  func isSpecial(_ token: Token) -> Bool { forbidden.contains(token) || token == unknown }

  /// Whether these tokens cannot be those of plain text.
  func areSuspicious(_ tokens: [Token]) -> Bool { tokens.contains { forbidden.contains($0) || $0 == unknown } }

  /// What tokens print that are written so and print nothing by themselves.
  func markers(_ names: [String]) -> [Token: [UInt8]] {
    var markers: [Token: [UInt8]] = [:]
    for name in names {
      if let token = special.token(Array(name.utf8)), bytes(of: token).isEmpty { markers[token] = Array(name.utf8) }
    }
    return markers
  }

  /// What a token prints by itself: nothing for control tokens.
  func bytes(of token: Token) -> [UInt8] { Self.bytes(of: token, special: false, in: model) }

  private static func bytes(of token: Token, special: Bool, in model: LoadedModel) -> [UInt8] {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
      let length = llama_token_to_piece(model.vocabulary, token, buffer.baseAddress, Int32(buffer.count), 0, special)
      if length >= 0 { return buffer.prefix(Int(length)).map { UInt8(bitPattern: $0) } }
      var long = [CChar](repeating: 0, count: Int(-length))
      let again = llama_token_to_piece(model.vocabulary, token, &long, Int32(long.count), 0, special)
      return long.prefix(Int(max(0, again))).map { UInt8(bitPattern: $0) }
    }
  }

  /// What libllama makes of plain text.
  func ask(_ bytes: ArraySlice<UInt8>) -> [Token] { kind == .none ? [] : Self.ask(bytes, model: model) }

  private static func ask(_ bytes: ArraySlice<UInt8>, model: LoadedModel) -> [Token] {
    guard !bytes.isEmpty else { return [] }
    return bytes.withUnsafeBytes { raw in
      let characters = raw.bindMemory(to: CChar.self)
      var tokens = [Token](repeating: 0, count: characters.count + 8)
      for _ in 0..<2 {
        let count = llama_tokenize(
          model.vocabulary, characters.baseAddress, Int32(characters.count), &tokens, Int32(tokens.count), false, false)
        if count >= 0 { return Array(tokens.prefix(Int(count))) }
        tokens = [Token](repeating: 0, count: Int(-Int(count)))
      }
      return []
    }
  }

  private static func text(of token: Token, in model: LoadedModel) -> [UInt8] {
    llama_vocab_get_text(model.vocabulary, token).map { Array(String(cString: $0).utf8) } ?? []
  }

  private static func isOrdinary(_ text: [UInt8]) -> Bool {
    let text = String(decoding: text, as: UTF8.self)
    return text.unicodeScalars.count <= 1 || text.unicodeScalars.allSatisfy(\.properties.isWhitespace)
  }

  private static func anchor(in model: LoadedModel) -> (text: [UInt8], tokens: Int)? {
    // It puts a space before a letter that stands alone; without a token for it, the bytes of the sign for one.
    guard let first = ask([0x61], model: model).first.map({ text(of: $0, in: model) }),
      first.starts(with: Array("\u{2581}".utf8)) || first == Array("<0xE2>".utf8)
    else { return nil }
    var used = [Bool](repeating: false, count: 256)
    for token in 0..<Token(model.vocabularySize) {
      guard let text = llama_vocab_get_text(model.vocabulary, token) else { continue }
      var index = 0
      while text[index] != 0 {
        used[Int(UInt8(bitPattern: text[index]))] = true
        index += 1
      }
    }
    // A control character that is in no token of any length.
    guard let free = (1...31).first(where: { !used[$0] && !UTF8Text.isSpace(UInt8($0)) }) else { return nil }
    return ([UInt8(free)], ask([UInt8(free)], model: model).count)
  }
}
