import Jinja
import OrderedJSON

/// A template that has been tried out: it renders a plain conversation, and what else it takes is known.
///
/// Nothing is read from a template's text here: it is asked, with words that stand nowhere else.
struct Trial {
  let program: TemplateProgram
  private(set) var habits = ChatTemplate.Habits()

  /// - Throws: `InferenceError` with the reason why a plain conversation cannot be rendered.
  init(_ source: String, _ surroundings: ChatTemplate.Surroundings) throws(InferenceError) {
    program = try TemplateProgram(source, special: surroundings.special, changesLists: true)
    let said = ["Zq1", "Zq2", "Zq3"]
    let text = try plainConversation(said)
    var rest = Substring(text)
    for word in said {
      guard let found = rest.firstRange(of: word) else {
        throw InferenceError(.unsupportedTemplate, "it leaves out what is said in a conversation")
      }
      rest = rest[found.upperBound...]
    }
    habits.takesSystem = takesSystem()
    habits.takesArgumentsAsText = takesArgumentsAsText()
  }

  /// Without tools there is nothing in their place, as in `transformers`; a template that was only ever run with tools
  /// may need a list all the same.
  private mutating func plainConversation(_ said: [String]) throws(InferenceError) -> String {
    let messages = [("user", said[0]), ("assistant", said[1]), ("user", said[2])]
    do throws(InferenceError) {
      return try text(of: messages)
    } catch {
      habits.wantsListOfTools = true
      guard let text = try? text(of: messages) else { throw error }
      return text
    }
  }

  private func takesSystem() -> Bool {
    guard let text = try? text(of: [("system", "Zq4"), ("user", "Zq5")]) else { return false }
    return text.contains("Zq4")
  }

  /// What a conversation of plain messages renders to.
  private func text(of messages: [(role: String, content: String)]) throws(InferenceError) -> String {
    let list = JSON.array(messages.map { ["role": .string($0.role), "content": .string($0.content)] })
    return PromptPart.text(
      of: try program.render(
        messages: list, tools: habits.wantsListOfTools ? [] : nil, addingGenerationPrompt: true))
  }

  /// Objects are what templates are trained with; where one fails, or prints as Python prints it, text is what it takes.
  private func takesArgumentsAsText() -> Bool {
    func rendered(_ arguments: JSON) -> String? {
      let call: JSON = [
        "id": "call00001", "type": "function", "function": ["name": "Zq6", "arguments": arguments],
      ]
      let messages: JSON = [
        ["role": "user", "content": "Zq7"], ["role": "assistant", "content": "", "tool_calls": [call]],
      ]
      guard
        let parts = try? program.render(
          messages: messages, tools: habits.wantsListOfTools ? [] : nil, addingGenerationPrompt: false)
      else { return nil }
      return PromptPart.text(of: parts)
    }
    if let text = rendered(["Zq8": "Zq9"]), text.contains("Zq9"), !text.contains("{'Zq8'") { return false }
    return rendered("{\"Zq8\": \"Zq9\"}")?.contains("Zq9") == true
  }
}

extension PromptPart {
  /// The text of parts that hold no tokens.
  static func text(of parts: [PromptPart]) -> String {
    parts.reduce(into: "") { result, part in
      switch part {
      case .markup(let text), .text(let text): result += text
      case .tokens: break
      }
    }
  }
}
