import OrderedJSON

/// Reads calls in JSON against the tools that are offered.
struct ToolCallReader {
  private static let form = #"write {"name": NAME, "arguments": {…}} between <tool_call> and </tool_call>"#

  let tools: ToolRegistry

  /// What the model wrote between `<tool_call>` and `</tool_call>`.
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
    guard let call = LooseCall(object) else {
      return malformed(nil, #"the tool call has no "name"; \#(Self.form)"#)
    }
    guard tools[call.name] != nil else { return malformed(call.name, tools.sentence(forMissing: call.name)) }
    guard let arguments = call.arguments else {
      return malformed(call.name, #"the call of '\#(call.name)' has no "arguments"; \#(Self.form)"#)
    }
    return read(call.name, arguments)
  }

  /// A call of a tool by its name.
  func read(_ name: String, _ arguments: JSON) -> ModelOutput {
    guard let tool = tools[name] else { return malformed(name, tools.sentence(forMissing: name)) }
    let taken = tool.parameters.coerce(arguments)
    if let violation = tool.parameters.violation(of: taken.arguments) {
      return malformed(name, "the call of '\(name)' was not run: \(violation)")
    }
    return .call(ToolCall(name: name, arguments: taken.arguments, notes: taken.notes))
  }

  /// Calls that stand in the text without their markers: nil unless all of it is calls of tools that are offered.
  func readLoose(_ text: String) -> [ModelOutput]? {
    guard let json = try? JSON(parsing: text) else { return nil }
    let values = json.array ?? json.object?["tool_calls"]?.array ?? [json]
    var outputs: [ModelOutput] = []
    for value in values {
      guard let object = value.object, let call = LooseCall(object), tools[call.name] != nil,
        let arguments = call.arguments
      else { return nil }
      outputs.append(read(call.name, arguments))
    }
    return outputs.isEmpty ? nil : outputs
  }

  /// What the model began to write and did not end.
  func readUnfinished(_ body: String, isCutShort: Bool) -> ModelOutput {
    // A model that ends its turn right after the JSON has said all that is needed.
    if (try? JSON(parsing: body)) != nil { return read(body) }
    if isCutShort {
      return malformed(
        nil,
        "the tool call was cut short after \(Figures.grouped(body.unicodeScalars.count)) characters, because the limit "
          + "of tokens was reached, and was not run; make it shorter: write a long file in parts")
    }
    return malformed(nil, "the tool call ended before its \(ToolMarkup.callEnd) and was not run; \(Self.form)")
  }

  /// The same for a call without its markers: nil where it names no tool that is offered.
  func readUnfinishedLoose(_ text: String, isCutShort: Bool) -> ModelOutput? {
    let head = text.filter { !$0.isWhitespace }.prefix(200)
    guard let tool = tools.names.first(where: { head.contains("\"name\":\"\($0)\"") }), head.contains("{") else {
      return nil
    }
    guard case .malformedCall(let call) = readUnfinished(text, isCutShort: isCutShort) else { return nil }
    return malformed(tool, call.problem)
  }

  func malformed(_ name: String?, _ problem: String) -> ModelOutput {
    .malformedCall(MalformedToolCall(name: name, problem: problem))
  }
}

/// A call in the spellings that models have for it: `parameters` in place of `arguments`, wrapped in `function`, its
/// arguments as a string of JSON.
private struct LooseCall {
  var name: String
  /// Nil where there are none.
  var arguments: JSON?

  init?(_ object: JSONObject) {
    var object = object
    if let inner = object["function"]?.object ?? object["tool_call"]?.object { object = inner }
    guard let name = ["name", "tool_name", "tool", "function"].lazy.compactMap({ object[$0]?.string }).first
    else { return nil }
    self.name = name
    arguments = ["arguments", "parameters", "args", "input"].lazy.compactMap { object[$0] }.first
    if let text = arguments?.string, let parsed = try? JSON(parsing: text), parsed.object != nil { arguments = parsed }
  }
}
