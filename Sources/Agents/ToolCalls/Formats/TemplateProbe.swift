public import OrderedJSON

/// A chat template, seen from outside: what it makes of messages. All that is learnt of how a model writes its calls is
/// learnt through this.
public protocol TemplateProbe {
  /// The text of a prompt.
  ///
  /// - Parameters:
  ///   - messages: in OpenAI's JSON form.
  ///   - tools: in the same form; nil: none are offered.
  ///   - addingGenerationPrompt: whether what opens the model's turn stands at the end.
  ///   - variables: what else the template is given, such as `enable_thinking`.
  /// - Returns: nil where the template refuses.
  func render(
    messages: [JSON], tools: [JSON]?, addingGenerationPrompt: Bool, variables: JSONObject
  ) -> String?
}

/// Messages as probes have them. Words that no template has by itself stand for names, keys, values and identifiers.
enum ProbeWords {
  /// Names of two tools.
  static let names = ["zorb_alpha", "zorb_gamma"]
  /// Not in the order of the alphabet, so that a template that sorts them shows it.
  static let keys = ["qkey_two", "qkey_one"]
  /// What the arguments hold.
  static let values = ["Vvalone", "Vvaltwoé"]
  /// Mistral's templates refuse other lengths than nine.
  static let identifiers = ["Cid4zx7q1", "Cid4zx7q2"]
  static let user = "Wuserw"
  static let answer = "Wanswerw"
  static let thought = "Wthoughtw"
  static let result = "Wresultw"

  /// A call as an assistant's message has it.
  static func call(_ number: Int, _ arguments: JSONObject, asString: Bool) -> JSON {
    let arguments = JSON.object(arguments)
    return [
      "id": .string(identifiers[number]), "type": "function",
      "function": [
        "name": .string(names[number]),
        "arguments": asString ? .string(CallFormat.Spacing().text(of: arguments)) : arguments,
      ],
    ]
  }

  static func userMessage(_ text: String = user) -> JSON { ["role": "user", "content": .string(text)] }

  /// Tools with those names and keys. The second has no arguments that must be there.
  static let tools: [JSON] = names.map { name in
    let properties = JSONObject(keys.map { .init(name: $0, value: ["type": "string", "description": "Some text."]) })
    return [
      "type": "function",
      "function": [
        "name": .string(name), "description": "Does something.",
        "parameters": ["type": "object", "properties": .object(properties), "required": []],
      ],
    ]
  }
}
