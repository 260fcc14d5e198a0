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

/// Who said a message.
public enum ChatRole: String, Sendable, Hashable, CaseIterable {
  case system, user, assistant, tool
}

/// A message as the chat template sees it.
public struct ChatMessage: Sendable, Hashable {
  /// What a message says: text from outside, or the tokens that the model generated.
  public enum Content: Sendable, Hashable {
    case text(String)
    case generated([Token])
  }

  /// Who said it.
  public var role: ChatRole
  /// What was said.
  public var content: Content

  /// A message of `role`.
  public init(role: ChatRole, content: Content) {
    self.role = role
    self.content = content
  }
}

/// Where the chat template comes from.
public enum ChatTemplateSource: Sendable, Hashable {
  /// The one in the model file.
  case model
  /// One that is built in: `llama3`, `chatML`, `llama2`, or another name that libllama knows.
  case named(String)
  /// The text of a Jinja template, one that libllama recognises.
  case text(String)
}
