// What a model said is kept twice: as it was generated, so that its tokens stay true, and taken apart, so that the chat
// template of whatever model reads it next can write it in its own way.

public import Inference

/// What a model said in one generation.
public struct AssistantTurn: Sendable, Equatable {
  /// What it generated; empty where only the text is known.
  public var tokens: [Token]
  /// The same as text, the markers of calls and thoughts included.
  public var text: String
  /// The words for the person.
  public var content: String
  /// The thinking before them, without its marks.
  public var reasoning: String
  /// The calls, in order, those that could not be run included.
  public var calls: [CallAttempt]

  /// A turn; without calls and thoughts all of its text is content.
  public init(
    tokens: [Token] = [], text: String, content: String? = nil, reasoning: String = "", calls: [CallAttempt] = []
  ) {
    self.tokens = tokens
    self.text = text
    self.content = content ?? text
    self.reasoning = reasoning
    self.calls = calls
  }
}

/// What the model wrote as a call.
public enum CallAttempt: Sendable, Equatable {
  /// One that can be run.
  case valid(ToolCall)
  /// One that cannot.
  case malformed(MalformedToolCall)

  /// Whether it writes a file.
  func writes(_ tools: ToolRegistry) -> Bool {
    guard case .valid(let call) = self else { return false }
    return tools[call.name]?.effect == .writes
  }
}
