public import OrderedJSON

extension ToolSchema {
  /// What is wrong with these arguments, as one sentence that the model can act on; nil when they satisfy the schema.
  public func violation(of arguments: JSON) -> String? {
    guard let object = arguments.object else {
      return "the arguments must be a JSON object, and were a value of type \(arguments.kind)"
    }
    return Self.violation(of: object, properties, noun: "argument")
  }

  fileprivate static func violation(of object: JSONObject, _ properties: [Property], noun: String) -> String? {
    let names = properties.map(\.name)
    for member in object.members where !names.contains(member.name) {
      let accepted = names.isEmpty ? "it takes no arguments" : "accepted are: \(names.joined(separator: ", "))"
      let meant = NearestName.of(member.name, among: names).map { "; did you mean '\($0)'?" } ?? ""
      return "there is no \(noun) '\(member.name)'; \(accepted)\(meant)"
    }
    for property in properties {
      guard let value = object[property.name] else {
        if property.isRequired, property.alternative.map({ object[$0] == nil }) ?? true {
          let other = property.alternative.map { ", unless '\($0)' is given" } ?? ""
          return
            "the \(noun) '\(property.name)' is missing; it is required\(other) and must be \(property.kind.sentence)"
        }
        continue
      }
      if value.isNull, !property.isRequired {
        return "the \(noun) '\(property.name)' is null; leave it out, or give \(property.kind.sentence)"
      }
      if let found = property.kind.violation(of: value) {
        return "the \(noun) '\(property.name)' \(found); it must be \(property.kind.sentence)"
      }
    }
    return nil
  }
}

extension ToolSchema.Kind {
  /// What is accepted, as the end of a sentence: `must be …`.
  fileprivate var sentence: String {
    switch self {
    case .string(let maxLength): "a string of at most \(maxLength) characters"
    case .choice(let words): "one of \(words.map { "'\($0)'" }.joined(separator: ", "))"
    case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .boolean: "true or false"
    case .array(let element, let maxItems): "an array of at most \(maxItems) elements, each \(element.sentence)"
    case .object(let properties): "an object with \(properties.map { "'\($0.name)'" }.joined(separator: ", "))"
    }
  }

  /// What the value is instead, as the middle of a sentence: `is 0`; nil when it is accepted.
  ///
  /// Characters are counted as Unicode scalars: that is what the grammar counts, so what the grammar lets through
  /// passes here.
  fileprivate func violation(of value: JSON) -> String? {
    switch self {
    case .string(let maxLength):
      guard let string = value.string else { return "is a value of type \(value.kind)" }
      let length = string.unicodeScalars.count
      return length > maxLength ? "has \(length) characters" : nil
    case .choice(let words):
      guard let string = value.string else { return "is a value of type \(value.kind)" }
      return words.contains(string) ? nil : "is \(JSON.string(String(string.prefix(60))).text)"
    case .integer(let range):
      guard value.number != nil else { return "is a value of type \(value.kind)" }
      guard let integer = value.integer, range.contains(integer) else { return "is \(value.text)" }
      return nil
    case .boolean:
      return value.bool == nil ? "is a value of type \(value.kind)" : nil
    case .array(let element, let maxItems):
      guard let elements = value.array else { return "is a value of type \(value.kind)" }
      if elements.count > maxItems { return "has \(elements.count) elements" }
      for (index, item) in elements.enumerated() {
        if let found = element.violation(of: item) { return "has an element, number \(index + 1), that \(found)" }
      }
      return nil
    case .object(let properties):
      guard let object = value.object else { return "is a value of type \(value.kind)" }
      return ToolSchema.violation(of: object, properties, noun: "member").map { "is wrong: \($0)" }
    }
  }
}
