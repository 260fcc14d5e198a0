/// What a chat template shows of what its model was trained on, read from its text alone.
public struct TemplateTraits: Sendable, Equatable {
  /// It tells the model of tools and how to call them.
  public var teachesCalls: Bool
  /// It renders several calls of one answer.
  public var teachesSeveralCalls: Bool
  /// It knows of thinking before the answer.
  public var thinks: Bool

  /// Traits as they are known; none of them if not given.
  public init(teachesCalls: Bool = false, teachesSeveralCalls: Bool = false, thinks: Bool = false) {
    self.teachesCalls = teachesCalls
    self.teachesSeveralCalls = teachesSeveralCalls
    self.thinks = thinks
  }

  /// The traits of a template in Jinja; a model without one shows nothing.
  public init(of template: String?) {
    let text = template ?? ""
    func holds(_ words: String...) -> Bool { words.contains { text.contains($0) } }
    teachesCalls = holds("tools") && holds("tool_call", "function", "tool_use")
    teachesSeveralCalls = teachesCalls && holds("in message.tool_calls", "in message['tool_calls']", "in tool_calls")
    thinks = holds("<think>", "reasoning_content", "enable_thinking", "thinking")
  }
}
