/// A piece of what the model wrote, by its meaning.
public enum ModelOutput: Sendable, Equatable {
  /// Words for the person.
  case text(String)
  /// Thinking, where the model marks it.
  case reasoning(String)
  /// A call that can be run.
  case call(ToolCall)
  /// A call that cannot.
  case malformedCall(MalformedToolCall)
  /// A fence, shown as text, that may have been meant as a call: in which nothing says what it is for.
  case strayBlock(info: String)
  /// Here the model began to write a tool's result itself; what follows is dropped.
  case imitatedResult
}
