/// What a generation needs of whatever chooses its tokens: `TokenChooser` with a model, a double in tests.
protocol TokenChoosing {
  /// The next token. May change the logits in place.
  ///
  /// - Throws: `InferenceError.Code.invalidGrammar` when the grammar lets no token of this vocabulary come next.
  mutating func next(_ logits: UnsafeMutableBufferPointer<Float>) throws(InferenceError) -> Token
}
