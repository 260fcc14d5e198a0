import CLlama

/// What a prompt needs of a model, read without its weights: the chat template and the vocabulary.
public final class PromptModel: Sendable {
  /// Why the model's own template is not used, and what is used instead; nil: it is used, or another one was asked for.
  public let replacement: String?
  /// The template, as it renders messages that are given in JSON.
  public let program: TemplateProgram
  private let tokenizer: Tokenizer

  /// Reads a model's file.
  ///
  /// - Parameters:
  ///   - path: a GGUF file.
  ///   - wanted: where the template comes from.
  /// - Throws: `InferenceError` whose sentence names the file and the reason.
  public init(_ path: String, template wanted: ChatTemplateSource = .model) throws(InferenceError) {
    _ = try ModelFile.check(path, memoryBytes: .max)
    BackEnds.load()
    var parameters = llama_model_default_params()
    parameters.vocab_only = true
    let mark = LibraryLog.mark
    guard let handle = llama_model_load_from_file(path, parameters) else {
      throw ModelFile.loadError(path: path, reason: LibraryLog.reason(since: mark))
    }
    let model = LoadedModel(handle: handle, workers: nil)
    guard Vocabulary.isThere(in: model) else {
      throw InferenceError(.modelNotGenerative, "the model '\(path)' carries no vocabulary, so it can read no text")
    }
    tokenizer = Tokenizer(model)
    let template = try ChatTemplate(
      wanted, model: model.template, surroundings: ChatTemplate.Surroundings(tokenizer))
    program = template.program
    replacement = template.replacement
  }

  /// A prompt with the token that begins a text where the model wants one, and the template has not written it.
  public func beginning(_ parts: [PromptPart]) -> [PromptPart] { tokenizer.beginning(parts) }

  /// The tokens of a prompt, each with what it is written as.
  public func tokens(of parts: [PromptPart]) -> [(token: Token, piece: String)] {
    tokenizer.tokens(of: parts).map { token in
      let printed = tokenizer.bytes(of: token)
      return (token, printed.isEmpty ? tokenizer.model.text(of: token) : String(decoding: printed, as: UTF8.self))
    }
  }
}
