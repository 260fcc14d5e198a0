/// The words that mark calls, results and thoughts in the model's text, as most open models are trained on them.
public enum ToolMarkup {
  /// Begins a tool call.
  public static let callStart = "<tool_call>"
  /// Ends a tool call.
  public static let callEnd = "</tool_call>"
  /// Begins a tool's result.
  public static let responseStart = "<tool_response>"
  /// Ends a tool's result.
  public static let responseEnd = "</tool_response>"
  /// Begins the model's thinking.
  public static let reasoningStart = "<think>"
  /// Ends the model's thinking.
  public static let reasoningEnd = "</think>"
}
