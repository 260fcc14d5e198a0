import OrderedJSON

/// The front of every prompt of an agent.
///
/// It is the same, to the byte, for all agents that are offered the same tools: neither name nor mode nor date stands
/// in it, so that its KV is computed once for all of them. What may differ between agents one day, the workspace,
/// stands last.
public enum SystemPrompt {
  /// What agents are told where nobody says otherwise.
  public static let standard = """
    You are an agent that works for a person on their computer. Do what the person asks, and nothing else. \
    Look at files and command output instead of guessing. When a tool fails, read why and try another way. \
    When the task is done, say briefly what you did and found.
    """

  /// The system prompt: instructions, then the tools and how to call them, then where the agent works.
  public static func text(instructions: String, tools: ToolRegistry, workspace: String) -> String {
    guard !tools.isEmpty else { return instructions }
    return """
      \(instructions)

      # Tools

      These are the functions that you can call, each as a JSON object on a line of its own:
      <tools>
      \(tools.tools.map { description(of: $0).text }.joined(separator: "\n"))
      </tools>

      To call one, write its name and arguments as a JSON object within \(ToolMarkup.callStart)\(ToolMarkup.callEnd):
      \(ToolMarkup.callStart)
      {"name": <function-name>, "arguments": <arguments-object>}
      \(ToolMarkup.callEnd)
      Then stop: the result comes within \(ToolMarkup.responseStart)\(ToolMarkup.responseEnd).

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
