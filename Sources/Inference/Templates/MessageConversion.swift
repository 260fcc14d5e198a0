import Jinja
import OrderedJSON

/// Messages to values of a template, and what it makes of them to parts of a prompt.
///
/// What a model generated goes in as the text that its tokens print, with a mark of its own; where all of it, or a part,
/// comes out again, its tokens stand there, so that what the KV holds of them stays true.
struct MessageConversion {
  private let habits: ChatTemplate.Habits
  private let bytesOf: @Sendable (Token) -> [UInt8]
  private var generated: [GeneratedText] = []
  private static let firstGenerated = TemplateProgram.outside + 1

  init(_ habits: ChatTemplate.Habits, bytesOf: @escaping @Sendable (Token) -> [UInt8]) {
    self.habits = habits
    self.bytesOf = bytesOf
  }

  mutating func value(of message: ChatMessage) -> JinjaValue {
    func outside(_ text: String) -> JinjaValue { JinjaValue(text, mark: TemplateProgram.outside) }
    var members: [(name: String, value: JinjaValue)] = [("role", JinjaValue(message.role.rawValue))]
    switch message.content {
    case .text(let text): members.append(("content", outside(text)))
    case .generated(let tokens):
      let text = GeneratedText(tokens, bytesOf: bytesOf)
      members.append(("content", JinjaValue(text.text, mark: Self.firstGenerated + UInt32(generated.count))))
      generated.append(text)
    }
    if let reasoning = message.reasoning { members.append(("reasoning_content", outside(reasoning))) }
    if !message.toolCalls.isEmpty {
      members.append(("tool_calls", JinjaValue(message.toolCalls.map(value))))
    }
    if let id = message.toolCallID { members.append(("tool_call_id", outside(id))) }
    if let name = message.name { members.append(("name", outside(name))) }
    return JinjaValue(members)
  }

  private func value(of call: ChatToolCall) -> JinjaValue {
    let arguments: JSON = habits.takesArgumentsAsText ? .string(call.arguments.text) : call.arguments
    return JinjaValue([
      ("id", JinjaValue(call.id, mark: TemplateProgram.outside)),
      ("type", JinjaValue("function")),
      (
        "function",
        JinjaValue([
          ("name", JinjaValue(call.name, mark: TemplateProgram.outside)),
          ("arguments", JinjaValue(arguments, mark: TemplateProgram.outside)),
        ])
      ),
    ])
  }

  /// Markup where the template wrote, text where others did, tokens where the model did.
  func parts(of marked: MarkedText) -> [PromptPart] {
    var parts: [PromptPart] = []
    func append(_ part: PromptPart) {
      if case .text(let more) = part, case .text(let text)? = parts.last {
        parts[parts.count - 1] = .text(text + more)
      } else {
        parts.append(part)
      }
    }
    for run in marked.runs {
      switch run.mark {
      case 0: append(.markup(run.text))
      case Self.firstGenerated...: generated[Int(run.mark - Self.firstGenerated)].parts(of: run.text).forEach(append)
      default: append(.text(run.text))
      }
    }
    return parts
  }
}
