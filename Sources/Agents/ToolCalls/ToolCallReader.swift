import OrderedJSON

/// Reads what stands between `<tool_call>` and `</tool_call>`, against the tools that are offered.
struct ToolCallReader {
  private static let form = #"write {"name": NAME, "arguments": {…}} between <tool_call> and </tool_call>"#

  let tools: ToolRegistry

  /// What the model wrote in the one form of a call that is accepted.
  func read(_ body: String) -> ModelOutput {
    let json: JSON
    do {
      json = try JSON(parsing: body)
    } catch {
      return malformed(nil, "the tool call is not valid JSON (\(error)); \(Self.form)")
    }
    guard let object = json.object else {
      return malformed(nil, "the tool call is a JSON value of type \(json.kind); \(Self.form)")
    }
    guard let name = object["name"]?.string else {
      return malformed(nil, #"the tool call has no "name"; \#(Self.form)"#)
    }
    guard let tool = tools[name] else { return malformed(name, tools.sentence(forMissing: name)) }
    guard let arguments = object["arguments"] else {
      return malformed(name, #"the call of '\#(name)' has no "arguments"; \#(Self.form)"#)
    }
    let taken = tool.parameters.coerce(arguments)
    if let violation = tool.parameters.violation(of: taken.arguments) {
      return malformed(name, "the call of '\(name)' was not run: \(violation)")
    }
    return .call(ToolCall(name: name, arguments: taken.arguments, notes: taken.notes))
  }

  /// What the model began to write and did not end.
  func readUnfinished(_ body: String, isCutShort: Bool) -> ModelOutput {
    // A model that ends its turn right after the JSON has said all that is needed.
    if (try? JSON(parsing: body)) != nil { return read(body) }
    if isCutShort {
      return malformed(
        nil, "the tool call was cut short, because the limit of tokens was reached, and was not run; make it shorter")
    }
    return malformed(nil, "the tool call ended before its \(ToolMarkup.callEnd) and was not run; \(Self.form)")
  }

  private func malformed(_ name: String?, _ problem: String) -> ModelOutput {
    .malformedCall(MalformedToolCall(name: name, problem: problem))
  }
}
