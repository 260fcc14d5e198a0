public import OrderedJSON

extension ToolSchema {
  /// The schema as JSON Schema, as the model reads it: properties in their order, so that the text, and with it
  /// the tokens that all agents share, is always the same.
  public var jsonSchema: JSON { .object(Self.jsonSchema(of: properties)) }

  fileprivate static func jsonSchema(of properties: [Property]) -> JSONObject {
    var members = JSONObject()
    for property in properties { members[property.name] = .object(property.kind.jsonSchema(summary: property.summary)) }
    let required = properties.filter { $0.isRequired && $0.alternative == nil }
    return [
      "type": "object",
      "properties": .object(members),
      "required": .array(required.map { .string($0.name) }),
    ]
  }
}

extension ToolSchema.Kind {
  fileprivate func jsonSchema(summary: String) -> JSONObject {
    var schema: JSONObject = ["type": .string(typeName)]
    if !summary.isEmpty { schema["description"] = .string(summary) }
    switch self {
    case .string(let maxLength):
      schema["maxLength"] = .integer(maxLength)
    case .choice(let words):
      schema["enum"] = .array(words.map { .string($0) })
    case .integer(let range):
      schema["minimum"] = .integer(range.lowerBound)
      schema["maximum"] = .integer(range.upperBound)
    case .boolean:
      break
    case .array(let element, let maxItems):
      schema["items"] = .object(element.jsonSchema(summary: ""))
      schema["maxItems"] = .integer(maxItems)
    case .object(let properties):
      for member in ToolSchema.jsonSchema(of: properties).members { schema[member.name] = member.value }
    }
    return schema
  }

  private var typeName: String {
    switch self {
    case .string, .choice: "string"
    case .integer: "integer"
    case .boolean: "boolean"
    case .array: "array"
    case .object: "object"
    }
  }
}
