import OrderedJSON

extension SchemaParser {
  mutating func keywords(
    _ object: JSONObject, at path: String, depth: Int, isAsked: Bool
  ) throws(JSONSchemaError) -> SchemaKeywords {
    var result = SchemaKeywords()
    if let type = object["type"] { result.types = try types(type, at: "\(path)/type") }
    if object["nullable"] == true, result.types != .all { result.types.insert(.null) }
    if let values = object["enum"] {
      guard let list = values.array, !list.isEmpty else {
        throw JSONSchemaError(
          path: "\(path)/enum", "must be a list of at least one value, and is \(Self.shown(values))")
      }
      result.values = list
    }
    if let value = object["const"] {
      guard result.values.map({ $0.contains { $0.isSame(as: value) } }) ?? true else {
        throw JSONSchemaError(path: "\(path)/const", "\(Self.shown(value)) is none of the values of enum")
      }
      result.values = [value]
    }
    result.string = try string(object, at: path)
    result.number = try number(object, at: path)
    result.array = try array(object, at: path, depth: depth, isAsked: isAsked)
    result.object = try self.object(object, at: path, depth: depth, isAsked: isAsked)
    if let pointer = object["$ref"] { result.allOf.append(try reference(pointer, at: "\(path)/$ref")) }
    result.allOf += try list("allOf", of: object, at: path, depth: depth, isAsked: isAsked)
    let any = try list("anyOf", of: object, at: path, depth: depth, isAsked: isAsked)
    if object["anyOf"] != nil { result.anyOf = [any] }
    let one = try list("oneOf", of: object, at: path, depth: depth, isAsked: isAsked)
    if object["oneOf"] != nil { result.oneOf = [one] }
    if let not = object["not"] {
      result.not = [try node(not, at: "\(path)/not", depth: depth + 1, isAsked: false)]
    }
    if let test = object["if"], object["then"] != nil || object["else"] != nil {
      result.conditions = [
        SchemaKeywords.Condition(
          test: try node(test, at: "\(path)/if", depth: depth + 1, isAsked: false),
          then: try node(object["then"] ?? true, at: "\(path)/then", depth: depth + 1, isAsked: false),
          otherwise: try node(object["else"] ?? true, at: "\(path)/else", depth: depth + 1, isAsked: false))
      ]
    }
    return result
  }

  private func types(_ json: JSON, at path: String) throws(JSONSchemaError) -> SchemaTypes {
    let names = json.array ?? [json]
    var types: SchemaTypes = []
    for name in names {
      guard let text = name.string, let known = SchemaTypes(named: text) else {
        let all = SchemaTypes.names.map { "'\($0.name)'" }.joined(separator: ", ")
        throw JSONSchemaError(path: path, "there is no type \(Self.shown(name)); there are \(all)")
      }
      types.formUnion(known)
    }
    guard !names.isEmpty else { throw JSONSchemaError(path: path, "names no type") }
    return types
  }

  private mutating func string(_ object: JSONObject, at path: String) throws(JSONSchemaError) -> StringKeywords {
    var result = StringKeywords()
    result.minLength = try count("minLength", of: object, at: path) ?? 0
    result.maxLength = try count("maxLength", of: object, at: path)
    if let pattern = object["pattern"] {
      guard let text = pattern.string else { throw wrong("pattern", pattern, "a regular expression", at: path) }
      if try isKnown(text, at: "\(path)/pattern") { result.patterns = [text] }
    }
    if let format = object["format"]?.string { result.formats = [format] }
    return result
  }

  /// Whether a pattern can be read; one that nobody could read is an error.
  private mutating func isKnown(_ pattern: String, at path: String) throws(JSONSchemaError) -> Bool {
    do {
      _ = try TextPattern(pattern)
      return true
    } catch {
      switch error {
      case .malformed(let reason): throw JSONSchemaError(path: path, "'\(pattern)' is no regular expression: \(reason)")
      case .unsupported(let reason):
        note("the pattern is not checked: \(reason)", at: path)
        return false
      }
    }
  }

  private func number(_ object: JSONObject, at path: String) throws(JSONSchemaError) -> NumberKeywords {
    var result = NumberKeywords()
    if let value = try number("minimum", of: object, at: path) {
      result.minimum = .init(value: value, isExclusive: object["exclusiveMinimum"] == true)
    }
    if object["exclusiveMinimum"]?.bool == nil, let value = try number("exclusiveMinimum", of: object, at: path),
      result.minimum.map({ $0.value <= value }) ?? true
    {
      result.minimum = .init(value: value, isExclusive: true)
    }
    if let value = try number("maximum", of: object, at: path) {
      result.maximum = .init(value: value, isExclusive: object["exclusiveMaximum"] == true)
    }
    if object["exclusiveMaximum"]?.bool == nil, let value = try number("exclusiveMaximum", of: object, at: path),
      result.maximum.map({ $0.value >= value }) ?? true
    {
      result.maximum = .init(value: value, isExclusive: true)
    }
    if let value = try number("multipleOf", of: object, at: path) {
      guard value > 0 else { throw wrong("multipleOf", .number(value), "a number greater than 0", at: path) }
      result.multiples = [value]
    }
    return result
  }

  private mutating func array(
    _ object: JSONObject, at path: String, depth: Int, isAsked: Bool
  ) throws(JSONSchemaError) -> ArrayKeywords {
    var result = ArrayKeywords()
    result.minItems = try count("minItems", of: object, at: path) ?? 0
    result.maxItems = try count("maxItems", of: object, at: path)
    result.isUnique = object["uniqueItems"] == true
    result.prefix = try list("prefixItems", of: object, at: path, depth: depth, isAsked: isAsked)
    var rest = object["items"]
    var restName = "items"
    if let list = rest?.array {
      // Before draft 2020-12 a list of items was what is now called prefixItems.
      for (index, item) in list.enumerated() {
        result.prefix.append(try node(item, at: "\(path)/items/\(index)", depth: depth + 1, isAsked: isAsked))
      }
      (rest, restName) = (object["additionalItems"], "additionalItems")
    }
    if let rest { result.items = try node(rest, at: "\(path)/\(restName)", depth: depth + 1, isAsked: isAsked) }
    if let contained = object["contains"] {
      result.contains = [
        ArrayKeywords.Contained(
          node: try node(contained, at: "\(path)/contains", depth: depth + 1, isAsked: isAsked),
          atLeast: try count("minContains", of: object, at: path) ?? 1,
          atMost: try count("maxContains", of: object, at: path))
      ]
    }
    return result
  }

  private mutating func object(
    _ object: JSONObject, at path: String, depth: Int, isAsked: Bool
  ) throws(JSONSchemaError) -> ObjectKeywords {
    var result = ObjectKeywords()
    for member in try members("properties", of: object, at: path) {
      let place = "\(path)/properties/\(Self.escape(member.name))"
      result.properties.append(
        .init(name: member.name, node: try node(member.value, at: place, depth: depth + 1, isAsked: isAsked)))
    }
    for member in try members("patternProperties", of: object, at: path) {
      let place = "\(path)/patternProperties/\(Self.escape(member.name))"
      guard try isKnown(member.name, at: place) else { continue }
      result.patterns.append(
        .init(name: member.name, node: try node(member.value, at: place, depth: depth + 1, isAsked: isAsked)))
    }
    if let additional = object["additionalProperties"] {
      result.additional = try node(
        additional, at: "\(path)/additionalProperties", depth: depth + 1, isAsked: isAsked)
    }
    // Draft 3 said `required: true` beside a property; that says nothing here.
    if let required = object["required"], required.bool == nil {
      result.required = try names(required, at: "\(path)/required")
    }
    result.minProperties = try count("minProperties", of: object, at: path) ?? 0
    result.maxProperties = try count("maxProperties", of: object, at: path)
    if let names = object["propertyNames"] {
      result.names = [try node(names, at: "\(path)/propertyNames", depth: depth + 1, isAsked: false)]
    }
    for keyword in ["dependentRequired", "dependentSchemas", "dependencies"] {
      for member in try members(keyword, of: object, at: path) {
        let place = "\(path)/\(keyword)/\(Self.escape(member.name))"
        var dependency = ObjectKeywords.Dependency(name: member.name)
        if member.value.array != nil {
          dependency.required = try names(member.value, at: place)
        } else {
          dependency.node = try node(member.value, at: place, depth: depth + 1, isAsked: false)
        }
        result.dependencies.append(dependency)
      }
    }
    return result
  }

  // MARK: Values of keywords

  private mutating func list(
    _ keyword: String, of object: JSONObject, at path: String, depth: Int, isAsked: Bool
  ) throws(JSONSchemaError) -> [SchemaNode] {
    guard let value = object[keyword] else { return [] }
    guard let list = value.array, !list.isEmpty else {
      throw wrong(keyword, value, "a list of at least one schema", at: path)
    }
    var nodes: [SchemaNode] = []
    for (index, item) in list.enumerated() {
      nodes.append(try node(item, at: "\(path)/\(keyword)/\(index)", depth: depth + 1, isAsked: isAsked))
    }
    return nodes
  }

  private func members(
    _ keyword: String, of object: JSONObject, at path: String
  ) throws(JSONSchemaError) -> [JSONObject.Member] {
    guard let value = object[keyword], !value.isNull else { return [] }
    guard let members = value.object?.members else { throw wrong(keyword, value, "an object", at: path) }
    return members
  }

  private func names(_ value: JSON, at path: String) throws(JSONSchemaError) -> [String] {
    guard let list = value.array else {
      throw JSONSchemaError(path: path, "is \(Self.shown(value)); it must be a list of names")
    }
    var names: [String] = []
    for item in list {
      guard let name = item.string else {
        throw JSONSchemaError(path: path, "holds \(Self.shown(item)); it must be a list of names")
      }
      if !names.contains(name) { names.append(name) }
    }
    return names
  }

  private func count(_ keyword: String, of object: JSONObject, at path: String) throws(JSONSchemaError) -> Int? {
    guard let value = object[keyword] else { return nil }
    guard let count = value.integer, count >= 0 else {
      throw wrong(keyword, value, "a whole number of at least 0", at: path)
    }
    return count
  }

  private func number(_ keyword: String, of object: JSONObject, at path: String) throws(JSONSchemaError) -> Double? {
    guard let value = object[keyword] else { return nil }
    guard let number = value.number else { throw wrong(keyword, value, "a number", at: path) }
    return number
  }

  private func wrong(_ keyword: String, _ value: JSON, _ accepted: String, at path: String) -> JSONSchemaError {
    JSONSchemaError(path: "\(path)/\(keyword)", "is \(Self.shown(value)); it must be \(accepted)")
  }

  /// A value, shortened.
  static func shown(_ value: JSON) -> String {
    let text = value.text
    return text.unicodeScalars.count <= 60 ? text : String(text.unicodeScalars.prefix(60)) + "…"
  }
}
