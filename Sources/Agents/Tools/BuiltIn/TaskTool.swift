import OrderedJSON

/// Gives a task to a new agent, and waits for its answer.
struct TaskTool: Tool {
  let name = "task"
  let summary =
    "Starts another agent on a task of its own and returns its answer. It works in the same workspace and knows nothing "
    + "of this conversation: say all that it needs, and what to answer."
  let parameters = ToolSchema([
    .init("task", .string(maxLength: ToolLimits.command), "what is to be done, and what the answer is to hold")
  ])
  let effect = ToolEffect.delegates

  func run(_ arguments: JSON, in context: ToolContext) -> ToolResult {
    guard let delegate = context.delegate else {
      return ToolResult(ok: false, output: "no other agent can be started here; do it yourself")
    }
    var result = delegate(arguments["task"]?.string ?? "", context.cancellation, context.output)
    // An answer may be as long as what its agent may generate; the rest of it is in that one's pane, and in the journal.
    var output = BoundedText(headLimit: ToolLimits.result / 2, tailLimit: ToolLimits.result / 2)
    output.append(result.output)
    result.output = output.text
    return result
  }
}
