public import OrderedJSON

extension CallFormat {
  /// What was learnt, for people: a call as it is written, the marks of thoughts and turns, how results go back.
  public var facts: JSON {
    var facts: JSONObject = [
      "shape": .string(shape.name),
      "renders_calls": .bool(rendersCalls),
      "offers_tools": .bool(offersTools),
      "several_calls": .bool(severalCalls),
      "arguments_as_string": .bool(takesArgumentsAsString),
      "example": .string(text(of: [Call(name: "NAME", arguments: ["KEY": "VALUE"])])),
      "trigger": .string(CallGrammar(self, [OfferedTool(name: "NAME", parameters: [:])]).trigger),
    ]
    if !opening.isEmpty { facts["opening"] = .string(opening) }
    facts["reasoning"] = [
      "open": .string(reasoning.open), "close": .string(reasoning.close), "learnt": .bool(reasoning.isLearnt),
      "field": reasoning.field.map(JSON.string) ?? .null,
      "switch": reasoningSwitch.map { .string($0.variable) } ?? .null,
      "heads": heads.map { .string($0.thought) } ?? .null,
    ]
    if !(contentOpen + contentClose).isEmpty { facts["answer"] = [.string(contentOpen), .string(contentClose)] }
    facts["turn_end"] = .string(turnEnd)
    facts["results"] = [
      "tool_role": .bool(results.rendersToolRole), "needs_name": .bool(results.needsName),
      "shows_identifier": .bool(results.showsIdentifier),
    ]
    facts["markers"] = .array(markers.map(JSON.string))
    return .object(facts)
  }
}

extension CallFormat.Shape {
  /// A few words for it.
  public var name: String {
    switch self {
    case .json(let envelope):
      (envelope.isList ? "a list of JSON objects" : "a JSON object")
        + (envelope.nameKey == nil ? ", the name as key" : "") + (envelope.before.isEmpty ? ", bare" : "")
    case .named: "a name, then JSON"
    case .parameters(let parameters):
      parameters.middle["string"]?.tags.isEmpty == false && parameters.close.pieces.allSatisfy(\.isText)
        ? "tags around keys and values" : "a tag a parameter"
    case .pythonic: "Python calls"
    case .bareKeys: "keys without quotes"
    }
  }
}
