import OrderedJSON

/// Makes schemas and values that nobody would write, out of those that somebody did.
struct SchemaMutator<Generator: RandomNumberGenerator> {
  private static var keywords: [String] {
    [
      "type", "enum", "const", "minLength", "maxLength", "pattern", "format", "minimum", "maximum", "exclusiveMinimum",
      "exclusiveMaximum", "multipleOf", "minItems", "maxItems", "items", "prefixItems", "uniqueItems", "contains",
      "properties", "required", "additionalProperties", "patternProperties", "minProperties", "maxProperties",
      "propertyNames", "dependentRequired", "dependencies", "allOf", "anyOf", "oneOf", "not", "if", "then", "else",
      "$ref",
      "$defs", "a", "b",
    ]
  }
  private static var texts: [String] {
    [
      "string", "integer", "number", "object", "array", "null", "boolean", "#", "#/$defs/a", "#/properties/a",
      "#/items",
      "date", "uri", "ipv6", "^a+$", "(a|b)*c", "[^", "a{2,300}", "^(?=x)\\d", "a", "b", "\u{0}", "\"", "é😀",
    ]
  }

  private let parts: [JSON]
  var generator: Generator

  init(samples: [JSON], generator: Generator) {
    self.generator = generator
    var parts: [JSON] = []
    var waiting = samples
    while let next = waiting.popLast() {
      parts.append(next)
      waiting += next.array ?? next.object?.members.map(\.value) ?? []
    }
    self.parts = parts
  }

  /// A sample with some changes.
  mutating func schema() -> JSON {
    var schema = parts.randomElement(using: &generator) ?? .null
    for _ in 0..<Int.random(in: 1...4, using: &generator) { schema = changed(schema, depth: 0) }
    return schema
  }

  /// Any value.
  mutating func value(depth: Int = 0) -> JSON {
    switch Int.random(in: 0..<(depth > 4 ? 6 : 9), using: &generator) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &generator))
    case 2: return .integer([0, 1, -1, 2, 3, 7, .max, .min, 100_000].randomElement(using: &generator)!)
    case 3: return .number([0.5, -1.25, 1e300, -1e-300, 3, 0.1].randomElement(using: &generator)!)
    case 4, 5: return .string(Self.texts.randomElement(using: &generator)!)
    case 6: return .array((0..<Int.random(in: 0...3, using: &generator)).map { _ in value(depth: depth + 1) })
    case 7: return parts.randomElement(using: &generator) ?? .null
    default:
      var object = JSONObject()
      for _ in 0..<Int.random(in: 0...3, using: &generator) {
        object[Self.keywords.randomElement(using: &generator)!] = value(depth: depth + 1)
      }
      return .object(object)
    }
  }

  private mutating func changed(_ json: JSON, depth: Int) -> JSON {
    if depth > 0, Int.random(in: 0..<4, using: &generator) == 0 { return value(depth: 2) }
    switch json {
    case .array(var elements):
      guard !elements.isEmpty else { return .array([value(depth: 3)]) }
      let index = Int.random(in: elements.indices, using: &generator)
      elements[index] = changed(elements[index], depth: depth + 1)
      return .array(elements)
    case .object(var object):
      let name = Self.keywords.randomElement(using: &generator)!
      guard let member = object.members.randomElement(using: &generator) else {
        return .object([name: value(depth: 2)])
      }
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: object[name] = value(depth: 2)
      case 1: object[member.name] = nil
      case 2: object[name] = member.value
      default: object[member.name] = changed(member.value, depth: depth + 1)
      }
      return .object(object)
    case .null, .bool, .integer, .number, .string: return value(depth: 3)
    }
  }
}
