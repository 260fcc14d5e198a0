// What a model plainly meant is taken, and said: a number in quotes, one text where a list of texts is asked for, a
// name that other programs give the same argument. What has to be guessed is not taken; the check then says what is wrong.

public import OrderedJSON

extension ToolSchema {
  /// The arguments as the schema has them, as far as it is plain what was meant.
  ///
  /// - Returns: them, and what was taken for what, for the model: `limit as 5`.
  public func coerce(_ arguments: JSON) -> (arguments: JSON, notes: [String]) {
    var notes: [String] = []
    if let text = arguments.string, let parsed = try? JSON(parsing: text), let object = parsed.object {
      notes.append("the text as arguments")
      return (.object(Self.coerce(object, properties, &notes)), notes)
    }
    guard let object = arguments.object else { return (arguments, []) }
    return (.object(Self.coerce(object, properties, &notes)), notes)
  }

  fileprivate static func coerce(
    _ object: JSONObject, _ properties: [Property], _ notes: inout [String]
  ) -> JSONObject {
    let given = Set(object.names)
    var taken = Set(object.names.filter { name in properties.contains { $0.name == name } })
    var members: [JSONObject.Member] = []
    for member in object.members {
      var member = member
      if !properties.contains(where: { $0.name == member.name }),
        let property = properties.first(where: { $0.isCalled(member.name) && !given.contains($0.name) }),
        taken.insert(property.name).inserted
      {
        notes.append("\(member.name) as \(property.name)")
        member.name = property.name
      }
      guard let property = properties.first(where: { $0.name == member.name }) else {
        members.append(member)
        continue
      }
      if member.value.isNull, !property.isRequired || property.alternative != nil, !property.kind.isNullable {
        notes.append("\(property.name) as not given")
        continue
      }
      var inner: [String] = []
      let value = property.kind.coerce(member.value, &inner)
      if inner.isEmpty, value != member.value { inner = [property.kind.said(value)] }
      notes += inner.map { "\(property.name) \($0)" }
      member.value = value
      members.append(member)
    }
    return JSONObject(members)
  }
}

extension ToolSchema.Property {
  /// Whether models call it so: letters count in either case, and how words are joined does not.
  fileprivate func isCalled(_ other: String) -> Bool {
    let other = Self.bare(other)
    return ([name] + aliases).contains { Self.bare($0) == other }
  }

  private static func bare(_ name: String) -> String { name.lowercased().filter { $0 != "_" && $0 != "-" } }
}

extension ToolSchema.Kind {
  /// The value as this kind has it, or as it is.
  ///
  /// - Parameter notes: gets what was taken within it; the value as a whole is told by who asks.
  fileprivate func coerce(_ value: JSON, _ notes: inout [String]) -> JSON {
    switch self {
    case .string:
      switch value {
      case .integer, .bool: return .string(value.text)
      case .null, .number, .string, .array, .object: return value
      }
    case .choice(let words):
      guard let text = value.string, !words.contains(text) else { return value }
      let meant = words.first { $0.lowercased() == text.trimmingSpace.lowercased() }
      return meant.map(JSON.string) ?? value
    case .integer:
      guard let text = value.string?.trimmingSpace, let parsed = try? JSON(parsing: text) else { return value }
      return parsed.integer.map(JSON.integer) ?? value
    case .boolean:
      switch value.string?.trimmingSpace.lowercased() {
      case "true": return true
      case "false": return false
      case .some, nil: return value
      }
    case .array(let element, _):
      let elements: [JSON]
      if let array = value.array {
        elements = array
      } else if let text = value.string, let parsed = try? JSON(parsing: text), let array = parsed.array {
        elements = array
      } else if value.isNull {
        return value
      } else {
        elements = [value]
      }
      let made = elements.enumerated().map { place, item in
        var inner: [String] = []
        let made = element.coerce(item, &inner)
        notes += inner.map { "\(place + 1): \($0)" }
        return made
      }
      return .array(made)
    case .object(let properties):
      if let object = value.object { return .object(ToolSchema.coerce(object, properties, &notes)) }
      guard let text = value.string, let object = (try? JSON(parsing: text))?.object else { return value }
      return .object(ToolSchema.coerce(object, properties, &notes))
    case .other(let schema):
      guard !schema.violations(of: value).isEmpty else { return value }
      let meant = value.string.map { try? JSON(parsing: $0.trimmingSpace) } ?? .string(value.text)
      return meant.flatMap { schema.violations(of: $0).isEmpty ? $0 : nil } ?? value
    }
  }

  /// Whether null is a value like others.
  fileprivate var isNullable: Bool {
    if case .other(let schema) = self { schema.violations(of: .null).isEmpty } else { false }
  }

  /// What was taken, the end of a note.
  fileprivate func said(_ value: JSON) -> String {
    switch self {
    case .array: "as a list"
    case .object: "as an object"
    case .string, .choice, .integer, .boolean, .other: "as \(ToolLimits.cut(value.text, to: 60))"
    }
  }
}
