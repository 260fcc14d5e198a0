import OrderedJSON

/// The system prompt where calls are written as JSON, in the words that most open models were trained with.
public enum SystemPrompt {
  /// What agents are told where nobody says otherwise.
  public static let standard = """
    You are a careful agent that works for a person on their computer. Do what the person asks, and nothing else. \
    Look at files and command output instead of guessing. When a tool fails, read why and try another way. \
    When the task is done and checked, say briefly what you did and found.
    """

  /// The system prompt: instructions, then the tools and how to call them, then where the agent works.
  public static func text(
    instructions: String, tools: ToolRegistry, severalCalls: Bool = true, workspace: String
  ) -> String {
    guard !tools.isEmpty else { return instructions }
    let then = severalCalls ? "Several calls may stand one after the other. Then stop" : "Then stop"
    return """
      \(instructions)

      # Tools

      You may call functions. You are provided with function signatures within <tools></tools> XML tags:
      <tools>
      \(tools.tools.map { description(of: $0).text }.joined(separator: "\n"))
      </tools>

      For a function call, return a json object with function name and arguments within \
      \(ToolMarkup.callStart)\(ToolMarkup.callEnd) XML tags:
      \(ToolMarkup.callStart)
      {"name": <function-name>, "arguments": <args-json-object>}
      \(ToolMarkup.callEnd)
      \(then): the result comes within \(ToolMarkup.responseStart)\(ToolMarkup.responseEnd).

      You work in the folder \(workspace); relative paths begin there.
      """
  }

  /// A tool in the form that models are trained on.
  private static func description(of tool: any Tool) -> JSON {
    [
      "type": "function",
      "function": [
        "name": .string(tool.name), "description": .string(tool.summary), "parameters": tool.parameters.jsonSchema,
      ],
    ]
  }
}
