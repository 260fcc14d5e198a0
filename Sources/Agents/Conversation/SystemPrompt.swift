import OrderedJSON

/// The system prompt where calls are written in the model's own format, or as JSON in the words that most open models were
/// trained with.
public enum SystemPrompt {
  /// What agents are told where nobody says otherwise.
  public static let standard = """
    You are a careful agent that works for a person on their computer. Do what the person asks, and nothing else. \
    Look at files and command output instead of guessing. When a tool fails, read why and try another way. \
    When the task is done and checked, say briefly what you did and found.
    """

  /// The system prompt: instructions, then the tools and how to call them, then where the agent works.
  ///
  /// - Parameters:
  ///   - instructions: how to work; the first thing that the model reads.
  ///   - tools: none where the template tells of them itself.
  ///   - format: that of the template where it writes calls; nil: calls are JSON between `<tool_call>` marks.
  ///   - severalCalls: whether an answer may hold several calls.
  ///   - workspace: the folder that the agent works in, an absolute path.
  public static func text(
    instructions: String, tools: ToolRegistry, format: CallFormat? = nil, severalCalls: Bool = true, workspace: String
  ) -> String {
    let place = "You work in the folder \(workspace); relative paths begin there."
    guard !tools.isEmpty else {
      guard format != nil else { return instructions }
      let several = severalCalls ? "" : " Make one call at a time, and wait for its result."
      return "\(instructions)\(several)\n\n\(place)"
    }
    let then = severalCalls ? "Several calls may stand one after the other. Then stop" : "Then stop"
    return """
      \(instructions)

      # Tools

      You may call functions. You are provided with function signatures within <tools></tools> XML tags:
      <tools>
      \(tools.tools.map { description(of: $0).text }.joined(separator: "\n"))
      </tools>

      \(format.map { howToCall($0, then) } ?? howToCall(then))

      \(place)
      """
  }

  private static func howToCall(_ then: String) -> String {
    """
    For a function call, return a json object with function name and arguments within \
    \(ToolMarkup.callStart)\(ToolMarkup.callEnd) XML tags:
    \(ToolMarkup.callStart)
    {"name": <function-name>, "arguments": <args-json-object>}
    \(ToolMarkup.callEnd)
    \(then): the result comes within \(ToolMarkup.responseStart)\(ToolMarkup.responseEnd).
    """
  }

  /// By an example, as the template would write it.
  private static func howToCall(_ format: CallFormat, _ then: String) -> String {
    let example = CallFormat.Call(name: "function_name", arguments: ["argument": "value"])
    return """
      For a function call, write:
      \(format.text(of: [example]))
      \(then): the result comes to you.
      """
  }

  /// A tool in the form that models are trained on.
  static func description(of tool: any Tool) -> JSON {
    [
      "type": "function",
      "function": [
        "name": .string(tool.name), "description": .string(tool.summary), "parameters": tool.parameters.jsonSchema,
      ],
    ]
  }
}
