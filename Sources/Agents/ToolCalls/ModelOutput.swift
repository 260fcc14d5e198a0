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
}
