@testable import Inference

/// A small deterministic model: the next token is a function of all tokens before it, so that a single cell that
/// is wrong, missing or somebody else's changes everything that follows.
enum FakeModel {
  /// No multiple of 16, so that the sampler's blocks do not cover it.
  static let vocabulary = 41
  static let end: Token = 0

  /// What stands in a cell of the KV: depends on the token and on all cells before it.
  static func state(after previous: UInt64?, _ token: Token) -> UInt64 {
    var hash = previous ?? 0xCBF2_9CE4_8422_2325
    hash = (hash ^ UInt64(bitPattern: Int64(token))) &* 0x0000_0100_0000_01B3
    return hash ^ (hash >> 29)
  }

  static func next(after state: UInt64) -> Token {
    var mixed = state &* 0x9E37_79B9_7F4A_7C15
    mixed ^= mixed >> 32
    return mixed % 29 == 0 ? end : Token(1 + (mixed >> 8) % UInt64(vocabulary - 1))
  }

  /// Some tokens are thirds of a character.
  static func bytes(of token: Token) -> [UInt8] {
    switch token % 5 {
    case 0: [0xE2]
    case 1: [0x82]
    case 2: [0xAC]
    default: Array("\(token) ".utf8)
    }
  }

  static func text(of tokens: [Token]) -> String {
    String(decoding: tokens.flatMap(bytes(of:)), as: UTF8.self)
  }

  /// What a generation gives that has the engine to itself.
  struct Alone: Equatable {
    var reason: CompletionReason
    var tokens: [Token]
  }

  /// - Returns: nil when the prompt does not fit into the memory.
  static func alone(
    _ prompt: [Token], maxTokens: Int, contextLength: Int, cells: Int, ignoresEnd: Bool = false
  ) -> Alone? {
    guard prompt.count <= cells else { return nil }
    var state: UInt64?
    for token in prompt { state = Self.state(after: state, token) }
    var tokens: [Token] = []
    while let current = state {
      var token = next(after: current)
      if token == end, ignoresEnd { token = 1 }
      if token == end { return Alone(reason: .endOfTurn, tokens: tokens) }
      tokens.append(token)
      if tokens.count >= maxTokens { return Alone(reason: .maxTokens, tokens: tokens) }
      let length = prompt.count + tokens.count
      if length >= contextLength || length > cells { return Alone(reason: .contextFull, tokens: tokens) }
      state = Self.state(after: current, token)
    }
    return nil
  }
}

/// Takes the likeliest token, and fails where it is told to.
struct GreedyChooser: TokenChoosing {
  /// Tokens until it fails as a grammar does in which nothing may come next; nil: never.
  var failsAfter: Int?

  mutating func next(_ logits: UnsafeMutableBufferPointer<Float>) throws(InferenceError) -> Token {
    if let left = failsAfter {
      if left == 0 { throw InferenceError(.invalidGrammar, "nothing may come next") }
      failsAfter = left - 1
    }
    return Token(logits.indices.max { logits[$0] < logits[$1] } ?? 0)
  }
}
