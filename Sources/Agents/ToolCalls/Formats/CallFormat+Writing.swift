// What the template renders for calls, said by the format alone: what the grammar lets a model write is just this, and
// what a parser reads.

public import OrderedJSON

extension CallFormat {
  /// A call to be written.
  public struct Call: Sendable, Equatable {
    /// The tool's name.
    public var name: String
    /// What it is called with.
    public var arguments: JSONObject
    /// What the call is known by; nine letters and digits are right everywhere.
    public var identifier: String

    /// A call, to be written as the model writes it.
    public init(name: String, arguments: JSONObject, identifier: String = "call00001") {
      self.name = name
      self.arguments = arguments
      self.identifier = identifier
    }
  }

  /// The text of an answer's calls, as the template renders it where nothing else is in the answer.
  public func text(of calls: [Call]) -> String {
    guard !calls.isEmpty else { return "" }
    let first = heads?.callHead.text(name: calls[0].name) ?? ""
    var text = first + lead + sectionOpen.text()
    for (number, call) in calls.enumerated() {
      if number > 0 { text += separator + (heads?.callHead.text(name: call.name) ?? "") }
      text += body(of: call, number)
    }
    text += sectionClose.text()
    return text.dropping(prefix: opening)
  }

  private func body(of call: Call, _ number: Int) -> String {
    func gaps(_ pattern: CallPattern) -> String {
      pattern.text(name: call.name, identifier: call.identifier, number: number)
    }
    if call.arguments.isEmpty, let withoutArguments { return gaps(callOpen) + call.name + gaps(withoutArguments) }
    let arguments = arguments(sorted(call.arguments))
    if case .json(let envelope) = shape, envelope.argumentsComeFirst {
      return gaps(callOpen) + arguments + gaps(nameEnd) + call.name + gaps(callClose)
    }
    return gaps(callOpen) + call.name + gaps(nameEnd) + arguments + gaps(callClose)
  }

  private func sorted(_ object: JSONObject) -> JSONObject {
    guard sortsKeys else { return object }
    return JSONObject(object.members.sorted { $0.name.lowercased() < $1.name.lowercased() })
  }

  private func arguments(_ object: JSONObject) -> String {
    switch shape {
    case .json, .named:
      return spacing.text(of: .object(object))
    case .parameters(let parameters):
      return object.members.map { member in
        let middle = parameters.middle[member.value.schemaKind] ?? parameters.middle["string"] ?? .empty
        return parameters.open.text() + member.name + middle.text()
          + parameters.text(of: member.value, spacing) + parameters.close.text(key: member.name)
      }.joined(separator: parameters.separator)
    case .pythonic(let pythonic):
      return object.members.map { member in
        "\(member.name)=\(pythonic.text(of: member.value, spacing))"
      }.joined(separator: ", ")
    case .bareKeys(let quote):
      return bare(.object(object), quote: quote)
    }
  }

  private func bare(_ value: JSON, quote: String) -> String {
    switch value {
    case .string(let text): quote + text + quote
    case .array(let elements): "[" + elements.map { bare($0, quote: quote) }.joined(separator: ",") + "]"
    case .object(let object):
      "{"
        + sorted(object).members.map { "\($0.name):\(bare($0.value, quote: quote))" }.joined(separator: ",") + "}"
    case .null, .bool, .integer, .number: value.text
    }
  }
}

extension CallFormat.Parameters {
  fileprivate func text(of value: JSON, _ spacing: CallFormat.Spacing) -> String {
    if let text = value.string {
      let hasMarkup = text.contains { $0 == "<" || $0 == "&" || $0 == "\n" }
      return usesCharacterData && hasMarkup ? "<![CDATA[\(text)]]>" : text
    }
    if let nestedItem, value.array != nil || value.object != nil {
      let members = value.object?.members ?? (value.array ?? []).map { .init(name: nestedItem, value: $0) }
      return members.map { member in
        open.text() + member.name + (middle["string"]?.text() ?? "") + text(of: member.value, spacing)
          + close.text(key: member.name)
      }.joined(separator: separator)
    }
    return pythonKinds.contains(value.schemaKind) ? PythonLiteral.text(of: value) : spacing.text(of: value)
  }
}

extension CallFormat.Pythonic {
  fileprivate func text(of value: JSON, _ spacing: CallFormat.Spacing) -> String {
    switch value {
    case .string(let text): escapesStrings ? PythonLiteral.quoted(text, quote) : quote + text + quote
    case .object: spacing.text(of: value)
    case .null, .bool, .integer, .number, .array: PythonLiteral.text(of: value)
    }
  }
}

extension PythonLiteral {
  /// A value as Python's `repr` writes it.
  static func text(of value: JSON) -> String {
    switch value {
    case .null: "None"
    case .bool(let isTrue): isTrue ? "True" : "False"
    case .integer, .number: value.text
    case .string(let text): quoted(text, quote(for: text))
    case .array(let elements): "[" + elements.map(text(of:)).joined(separator: ", ") + "]"
    case .object(let object):
      "{"
        + object.members.map { "\(quoted($0.name, quote(for: $0.name))): \(text(of: $0.value))" }.joined(
          separator: ", ")
        + "}"
    }
  }

  private static func quote(for text: String) -> String { text.contains("'") && !text.contains("\"") ? "\"" : "'" }

  static func quoted(_ text: String, _ quote: String) -> String {
    var result = quote
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where String(scalar) == quote: result += "\\" + quote
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + quote
  }
}

extension JSON {
  /// The type's name in JSON Schema.
  var schemaKind: String {
    switch self {
    case .null: "null"
    case .bool: "boolean"
    case .integer: "integer"
    case .number: "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }
}
