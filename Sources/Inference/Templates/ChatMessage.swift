public import OrderedJSON

/// Who said a message.
public enum ChatRole: String, Sendable, Hashable, CaseIterable {
  case system, user, assistant, tool
}

/// A call of a tool as a chat template sees it, in OpenAI's form.
public struct ChatToolCall: Sendable, Hashable {
  /// What its result refers to; templates of Mistral want nine letters and digits.
  public var id: String
  /// The name of the tool that is called.
  public var name: String
  /// What it is called with: an object.
  public var arguments: JSON

  /// A call, as the template is to write it.
  public init(id: String, name: String, arguments: JSON) {
    self.id = id
    self.name = name
    self.arguments = arguments
  }
}

/// A message as the chat template sees it, in OpenAI's form.
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
  /// What the model thought before it answered; nil: nothing, or it stands in the content.
  public var reasoning: String?
  /// The calls that an answer makes beside its content.
  public var toolCalls: [ChatToolCall]
  /// Of a result: the call that it answers.
  public var toolCallID: String?
  /// Of a result: the tool that was called.
  public var name: String?

  /// A message of `role`.
  public init(
    role: ChatRole, content: Content, reasoning: String? = nil, toolCalls: [ChatToolCall] = [],
    toolCallID: String? = nil, name: String? = nil
  ) {
    self.role = role
    self.content = content
    self.reasoning = reasoning
    self.toolCalls = toolCalls
    self.toolCallID = toolCallID
    self.name = name
  }
}

/// A conversation to be rendered, and how.
public struct ChatPrompt: Sendable, Hashable {
  /// What was said.
  public var messages: [ChatMessage]
  /// The tools that the template shows the model, in OpenAI's form: `{"type": "function", "function": {…}}`.
  public var tools: [JSON]
  /// Whether the prompt ends with the beginning of the model's answer.
  public var addsGenerationPrompt: Bool
  /// What the template asks for beside these, such as `enable_thinking`.
  public var variables: [String: JSON]

  /// A conversation, to be answered unless said otherwise.
  public init(
    messages: [ChatMessage], tools: [JSON] = [], addsGenerationPrompt: Bool = true, variables: [String: JSON] = [:]
  ) {
    self.messages = messages
    self.tools = tools
    self.addsGenerationPrompt = addsGenerationPrompt
    self.variables = variables
  }
}
