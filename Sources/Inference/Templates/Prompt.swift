/// One token of the model's vocabulary.
public typealias Token = Int32

/// A piece of a prompt. What may become a control token and what never may is decided here, by kind.
public enum PromptPart: Sendable, Hashable {
  /// The chat template's own text: control tokens in it are meant.
  case markup(String)
  /// Text of people, files and tools: tokenized as plain text, whatever it contains.
  case text(String)
  /// Tokens as they are: what the model itself generated earlier.
  case tokens([Token])
}

/// Where the chat template comes from.
public enum ChatTemplateSource: Sendable, Hashable {
  /// The one in the model file.
  case model
  /// One that is built in: `llama3`, `chatML`, `llama2`, or another name of `BuiltInTemplate`.
  case named(String)
  /// The text of a Jinja template.
  case text(String)
}
