// What follows the mark of a call, byte by byte as it comes. Each shape knows its own end; a body remembers how far it
// has looked, so that a long call is not read again with every token.

import OrderedJSON

/// What has come of a call, with the state of looking for its end.
enum CallBody: Sendable {
  case json(ToolCallBody, Closing)
  case value(JSONBody)
  case named(NamedBody)
  case parameters(ParameterBody)
  case pythonic(PythonicBody)
  case bareKeys(BareKeysBody)

  /// What a JSON body is called when it is wrong.
  struct Closing: Equatable, Sendable {
    var open: String
    var close: String
  }

  /// Calls, and the bytes behind them.
  struct End {
    var calls: [WrittenCall]
    var rest: [UInt8]
  }

  mutating func append(_ bytes: [UInt8]) {
    switch self {
    case .json(var body, let closing):
      self = .value(JSONBody())
      body.append(bytes)
      self = .json(body, closing)
    case .value(var body):
      self = .value(JSONBody())
      body.append(bytes)
      self = .value(body)
    case .named(var body):
      self = .value(JSONBody())
      body.append(bytes)
      self = .named(body)
    case .parameters(var body):
      self = .value(JSONBody())
      body.append(bytes)
      self = .parameters(body)
    case .pythonic(var body):
      self = .value(JSONBody())
      body.append(bytes)
      self = .pythonic(body)
    case .bareKeys(var body):
      self = .value(JSONBody())
      body.append(bytes)
      self = .bareKeys(body)
    }
  }
}

/// Reads what stands in a JSON value as calls, in the spellings that models have for them.
enum JSONCalls {
  private static let nameKeys = ["name", "tool_name", "tool", "function"]
  private static let argumentKeys = ["arguments", "parameters", "args", "input", "tool_input"]

  /// The calls in a text of one JSON value or several; nil where it is no JSON.
  static func read(_ text: String, _ envelope: CallFormat.Envelope?) -> [WrittenCall]? {
    if let value = value(of: text) { return calls(in: value, envelope) }
    // Several values in one section.
    var values: [JSON] = []
    var rest = Array(text.utf8)[...]
    while true {
      rest = rest.drop { isSpace($0) || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ";") }
      if rest.isEmpty { break }
      var body = JSONBody()
      body.append(rest)
      guard let end = body.scan(), let value = try? JSON(parsing: end.body) else { return nil }
      values.append(value)
      rest = end.rest[...]
    }
    return values.count < 2 ? nil : values.flatMap { calls(in: $0, envelope) }
  }

  /// The JSON that a text is. Some templates show their models doubled braces (`{{"name": …}}`), as Python's formats have
  /// them, and the models write what they are shown.
  static func value(of text: String) -> JSON? {
    if let value = try? JSON(parsing: text) { return value }
    let trimmed = text.trimmingSpace
    guard trimmed.hasPrefix("{{") else { return nil }
    let inner = trimmed.dropFirst()
    return (try? JSON(parsing: String(inner.dropLast()))) ?? (try? JSON(parsing: String(inner)))
  }

  /// The calls that a value is.
  static func calls(in value: JSON, _ envelope: CallFormat.Envelope?) -> [WrittenCall] {
    if let list = value.array ?? value["tool_calls"]?.array, list.contains(where: { $0.object != nil }) {
      return list.flatMap { calls(in: $0, envelope) }
    }
    return [call(value, envelope)]
  }

  private static func call(_ value: JSON, _ envelope: CallFormat.Envelope?) -> WrittenCall {
    guard var object = value.object else {
      return WrittenCall(problem: "the tool call is a JSON value of type \(value.kind)")
    }
    let identifier = ["id", "tool_call_id"].lazy.compactMap { object[$0]?.string }.first
    if let inner = object["function"]?.object ?? object["tool_call"]?.object { object = inner }
    let keys = [envelope?.nameKey].compactMap { $0 } + nameKeys
    if let name = keys.lazy.compactMap({ object[$0]?.string }).first {
      let argumentKeys = [envelope?.argumentsKey].compactMap { $0 } + argumentKeys
      var arguments = argumentKeys.lazy.compactMap { object[$0] }.first
      if let text = arguments?.string, let parsed = try? JSON(parsing: text), parsed.object != nil {
        arguments = parsed
      }
      return WrittenCall(
        name: name, arguments: arguments, identifier: identifier ?? object["id"]?.string,
        problem: arguments == nil ? #"the call of '\#(name)' has no "arguments""# : nil)
    }
    // The name is the key of the arguments.
    if object.count == 1, let member = object.members.first, member.value.object != nil {
      return WrittenCall(name: member.name, arguments: member.value)
    }
    return WrittenCall(problem: #"the tool call has no "name""#)
  }
}
