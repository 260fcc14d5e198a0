// How a change of a conversation stands in a journal. What is empty, or follows from the rest, is left out.

public import OrderedJSON

extension ConversationChange {
  /// As the fields of a journal's record.
  public var json: JSONObject {
    var object: JSONObject = [
      "count": .integer(count), "place": .integer(place), "removed": .integer(removed),
      "entries": .array(entries.map { .object($0.json) }),
    ]
    if !model.isEmpty { object["model"] = .string(model) }
    return object
  }

  /// From such fields; nil where they are none.
  public init?(json object: JSONObject) {
    guard let count = object["count"]?.integer, let place = object["place"]?.integer,
      let removed = object["removed"]?.integer, let list = object["entries"]?.array
    else { return nil }
    let entries = list.compactMap { $0.object.flatMap(Conversation.Entry.init(json:)) }
    guard entries.count == list.count, count >= 0, place >= 0, removed >= 0 else { return nil }
    self.init(
      count: count, place: place, removed: removed, entries: entries, model: object["model"]?.string ?? "")
  }
}

extension Conversation.Entry {
  fileprivate var json: JSONObject {
    switch self {
    case .briefing(let text): ["briefing": .string(text)]
    case .task(let text): ["task": .string(text)]
    case .assistant(let turn): turn.json
    case .toolResults(let results): ["results": .array(results.map(JSON.string))]
    case .note(let text): ["note": .string(text)]
    case .summary(let text): ["summary": .string(text)]
    }
  }

  fileprivate init?(json object: JSONObject) {
    guard let member = object.members.first else { return nil }
    switch (member.name, member.value) {
    case ("briefing", .string(let text)): self = .briefing(text)
    case ("task", .string(let text)): self = .task(text)
    case ("note", .string(let text)): self = .note(text)
    case ("summary", .string(let text)): self = .summary(text)
    case ("results", .array(let values)):
      let results = values.compactMap(\.string)
      guard results.count == values.count else { return nil }
      self = .toolResults(results)
    case ("said", .string(let text)):
      guard let turn = AssistantTurn(text: text, json: object) else { return nil }
      self = .assistant(turn)
    case (_, _): return nil
    }
  }
}

extension AssistantTurn {
  fileprivate var json: JSONObject {
    var object: JSONObject = ["said": .string(text)]
    if content != text { object["content"] = .string(content) }
    if !reasoning.isEmpty { object["reasoning"] = .string(reasoning) }
    if !calls.isEmpty { object["calls"] = .array(calls.map { .object($0.json) }) }
    if !tokens.isEmpty { object["tokens"] = .array(tokens.map { .integer(Int($0)) }) }
    return object
  }

  fileprivate init?(text: String, json object: JSONObject) {
    let calls = (object["calls"]?.array ?? []).map { $0.object.flatMap(CallAttempt.init(json:)) }
    let tokens = (object["tokens"]?.array ?? []).map { $0.integer.flatMap(Int32.init(exactly:)) }
    guard !calls.contains(nil), !tokens.contains(nil) else { return nil }
    self.init(
      tokens: tokens.compactMap { $0 }, text: text, content: object["content"]?.string,
      reasoning: object["reasoning"]?.string ?? "", calls: calls.compactMap { $0 })
  }
}

extension CallAttempt {
  fileprivate var json: JSONObject {
    switch self {
    case .valid(let call):
      var object: JSONObject = ["call": .string(call.name), "arguments": call.arguments]
      if !call.notes.isEmpty { object["notes"] = .array(call.notes.map(JSON.string)) }
      if let identifier = call.identifier { object["id"] = .string(identifier) }
      return object
    case .malformed(let call):
      var object: JSONObject = ["problem": .string(call.problem)]
      if let name = call.name { object["name"] = .string(name) }
      return object
    }
  }

  fileprivate init?(json object: JSONObject) {
    if let name = object["call"]?.string, let arguments = object["arguments"] {
      self = .valid(
        ToolCall(
          name: name, arguments: arguments, notes: (object["notes"]?.array ?? []).compactMap(\.string),
          identifier: object["id"]?.string))
    } else if let problem = object["problem"]?.string {
      self = .malformed(MalformedToolCall(name: object["name"]?.string, problem: problem))
    } else {
      return nil
    }
  }
}
