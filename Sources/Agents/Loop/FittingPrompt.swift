import Inference

/// A prompt that the context has room for, and for an answer.
struct FittingPrompt {
  /// What the engine is given.
  var parts: [PromptPart]
  /// How many tokens it is.
  var tokens: Int
  /// Tokens that are left for the answer.
  var room: Int

  /// Whether the template begins the model's thinking, so that what is generated starts in the middle of it.
  func opensReasoning(_ format: CallFormat) -> Bool {
    guard case .markup(let text) = parts.last else { return false }
    return format.opensReasoning(text)
  }
}
