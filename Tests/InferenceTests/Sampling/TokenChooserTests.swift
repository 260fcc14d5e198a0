import Testing

@testable import Inference

/// What is chosen of logits that a test makes up, with a tiny model's vocabulary.
@Suite struct TokenChooserTests {
  private static let model = Result {
    BackEnds.load()
    return try InferenceEngine.loadModel(TinyModel.plain.config(sequences: 1, context: 64), workers: nil) { _ in true }
  }

  private func chooser(
    _ sampling: SamplingOptions, _ constraint: GenerationConstraint = .none
  ) throws -> TokenChooser {
    let model = try Self.model.get()
    return try TokenChooser(sampling, constraint: constraint, tokenizer: Tokenizer(model), model: model)
  }

  static let samplings: [SamplingOptions] = [
    .greedy, SamplingOptions(seed: 1), SamplingOptions(topK: 0, topP: 1, minP: 0, seed: 1),
    SamplingOptions(topK: 0, topP: 0.9, minP: 0.05, repeatPenalty: 1.2, seed: 1),
    SamplingOptions(temperature: 5, seed: 1),
  ]

  @Test(arguments: samplings, [Float.nan, -.infinity, .infinity])
  func logitsThatAreNoNumbersEndTheGenerationWithASentence(_ sampling: SamplingOptions, _ value: Float) throws {
    for constraint in [GenerationConstraint.none, .whole(grammar: #"root ::= "a"+"#)] {
      var chooser = try chooser(sampling, constraint)
      var logits = [Float](repeating: value, count: TinyModel.vocabulary)
      let error = #expect(throws: InferenceError.self) {
        try logits.withUnsafeMutableBufferPointer { try chooser.next($0) }
      }
      #expect(error?.code == .decodeFailed)
      #expect(error?.message.contains("computed no numbers") == true)
    }
  }

  @Test(arguments: samplings)
  func oneNumberIsEnoughToGoOn(_ sampling: SamplingOptions) throws {
    var chooser = try chooser(sampling)
    for token in [Token(0), 200, 319] {
      var logits = [Float](repeating: -.infinity, count: TinyModel.vocabulary)
      logits[Int(token)] = -40
      #expect(try logits.withUnsafeMutableBufferPointer { try chooser.next($0) } == token)
    }
  }

  @Test func suppressedTokensAreNeverChosen() throws {
    let path = try TinyVocabulary.write { $0.set("tokenizer.ggml.suppress_tokens", .int32s([5, 7])) }
    let model = try TinyVocabulary.load(path)
    #expect(model.suppressedTokens == [5, 7])
    #expect(model.suggestedSampling.suppressedTokens == 2)
    var chooser = try TokenChooser(.greedy, constraint: .none, tokenizer: Tokenizer(model), model: model)
    var logits = (0..<model.vocabularySize).map { $0 == 5 ? 9 : $0 == 7 ? 8 : $0 == 11 ? 7 : Float(0) }
    #expect(try logits.withUnsafeMutableBufferPointer { try chooser.next($0) } == 11)
  }
}
