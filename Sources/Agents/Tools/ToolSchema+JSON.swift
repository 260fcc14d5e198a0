public import OrderedJSON

extension ToolSchema {
  /// The schema as JSON Schema, as the model reads it: properties in their order, so that the text, and with it
  /// the tokens that all agents share, is always the same.
  ///
  /// Bounds are not in it: every token of it is read by every agent, hardly a call comes near them, and one that goes
  /// beyond is told.
  public var jsonSchema: JSON { given?.source ?? .object(Self.jsonSchema(of: properties)) }

  fileprivate static func jsonSchema(of properties: [Property]) -> JSONObject {
    var members = JSONObject()
    for property in properties { members[property.name] = .object(property.kind.jsonSchema(summary: property.summary)) }
    var schema: JSONObject = ["type": "object", "properties": .object(members)]
    let required = properties.filter { $0.isRequired && $0.alternative == nil }.map(\.name)
    if !required.isEmpty { schema["required"] = .array(required.map { .string($0) }) }
    return schema
  }
}

extension ToolSchema.Kind {
  fileprivate func jsonSchema(summary: String) -> JSONObject {
    var schema: JSONObject = [:]
    if let typeName { schema["type"] = .string(typeName) }
    if !summary.isEmpty { schema["description"] = .string(summary) }
    switch self {
    case .choice(let words): schema["enum"] = .array(words.map { .string($0) })
    case .array(let element, _): schema["items"] = .object(element.jsonSchema(summary: ""))
    case .object(let properties):
      for member in ToolSchema.jsonSchema(of: properties).members { schema[member.name] = member.value }
    case .other(let given): for member in given.source.object?.members ?? [] { schema[member.name] = member.value }
    case .string, .integer, .boolean: break
    }
    return schema
  }

  private var typeName: String? {
    switch self {
    case .string, .choice: "string"
    case .integer: "integer"
    case .boolean: "boolean"
    case .array: "array"
    case .object: "object"
    case .other: nil
    }
  }
}
