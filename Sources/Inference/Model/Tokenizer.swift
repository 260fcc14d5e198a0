import CLlama

/// Text to tokens and tokens to bytes. Thread-safe, as libllama's own tokenizer is.
struct Tokenizer: Sendable {
  private let model: LoadedModel
  /// Markers that are one token of the vocabulary. Control tokens print as nothing, so these are printed by us.
  private let markers: [Token: [UInt8]]

  /// Markers of tool calls and thinking that must be seen in the text.
  private static let visibleMarkers = ["<tool_call>", "</tool_call>", "<think>", "</think>"]

  init(_ model: LoadedModel) {
    self.model = model
    var markers: [Token: [UInt8]] = [:]
    for marker in Self.visibleMarkers {
      let tokens = Self.tokenize(marker, special: true, vocabulary: model.vocabulary)
      if tokens.count == 1 { markers[tokens[0]] = Array(marker.utf8) }
    }
    self.markers = markers
  }

  /// The tokens of one part of a prompt.
  func tokens(of part: PromptPart) -> [Token] {
    switch part {
    case .markup(let text): Self.tokenize(text, special: true, vocabulary: model.vocabulary)
    case .text(let text): Self.tokenize(text, special: false, vocabulary: model.vocabulary)
    case .tokens(let tokens): tokens
    }
  }

  /// The token with which a prompt begins, for models that want one.
  var beginning: Token? {
    guard llama_vocab_get_add_bos(model.vocabulary) else { return nil }
    let token = llama_vocab_bos(model.vocabulary)
    return token >= 0 ? token : nil
  }

  /// What a token prints: bytes, perhaps a part of a character. Nothing for control tokens, but for our markers.
  func bytes(of token: Token) -> [UInt8] {
    if let marker = markers[token] { return marker }
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
      let length = llama_token_to_piece(model.vocabulary, token, buffer.baseAddress, Int32(buffer.count), 0, false)
      if length >= 0 { return buffer.prefix(Int(length)).map { UInt8(bitPattern: $0) } }
      var long = [CChar](repeating: 0, count: Int(-length))
      let again = llama_token_to_piece(model.vocabulary, token, &long, Int32(long.count), 0, false)
      return long.prefix(Int(max(0, again))).map { UInt8(bitPattern: $0) }
    }
  }

  private static func tokenize(_ text: String, special: Bool, vocabulary: OpaquePointer) -> [Token] {
    guard !text.isEmpty else { return [] }
    var text = text
    return text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        var tokens = [Token](repeating: 0, count: characters.count + 8)
        var count = llama_tokenize(
          vocabulary, characters.baseAddress, Int32(characters.count), &tokens, Int32(tokens.count), false, special)
        if count < 0 {
          tokens = [Token](repeating: 0, count: Int(-count))
          count = llama_tokenize(
            vocabulary, characters.baseAddress, Int32(characters.count), &tokens, Int32(tokens.count), false, special)
        }
        return Array(tokens.prefix(Int(max(0, count))))
      }
    }
  }
}
