public import OrderedJSON

/// What a model said, as a message in OpenAI's form.
public struct AssistantMessage: Sendable, Equatable {
  /// Words for the person.
  public var content = ""
  /// Thinking.
  public var reasoning = ""
  /// Calls, in order.
  public var calls: [ToolCall] = []
  /// What was wrong: calls that cannot be run, results that the model wrote itself.
  public var problems: [String] = []

  /// Reads what a model said.
  ///
  /// - Parameters:
  ///   - said: all of what the model said after the prompt; the header of its turn may stand before it.
  ///   - format: how the model writes calls and thoughts.
  ///   - tools: those that were offered; nil: any name may be called.
  ///   - prompt: what it was said after; its end tells whether a thought is open.
  public init(_ said: String, format: CallFormat, tools: [OfferedTool]?, prompt: String) {
    let header = format.header.trimmingSpace
    let start = said.drop(while: \.isWhitespace)
    // With its header, what was said holds the beginning of a thought too, if there is one.
    let hasHeader = !header.isEmpty && start.hasPrefix(header)
    var parser = ToolCallParser(
      offered: tools, format: format, startsInReasoning: !hasHeader && format.opensReasoning(prompt))
    let words = hasHeader ? String(start.dropFirst(header.count)) : said
    for output in parser.feed(words) + parser.finish(isCutShort: false) {
      switch output {
      case .text(let text): content += text
      case .reasoning(let text): reasoning += text
      case .call(let call): calls.append(call)
      case .malformedCall(let call): problems.append(call.problem)
      case .imitatedResult: problems.append("the model wrote a tool's result itself")
      case .strayBlock: break
      }
    }
  }

  /// The message in OpenAI's form; `problems` beside its members, where there are any.
  public var json: JSON {
    var message: JSONObject = ["role": "assistant"]
    message["content"] = content.isEmpty && !calls.isEmpty ? .null : .string(content)
    if !reasoning.isEmpty { message["reasoning_content"] = .string(reasoning) }
    if !calls.isEmpty {
      message["tool_calls"] = .array(
        calls.map { call in
          var json: JSONObject = [:]
          if let identifier = call.identifier { json["id"] = .string(identifier) }
          json["type"] = "function"
          json["function"] = ["name": .string(call.name), "arguments": .string(call.arguments.text)]
          return .object(json)
        })
    }
    if !problems.isEmpty { message["problems"] = .array(problems.map { .string($0) }) }
    return .object(message)
  }
}
