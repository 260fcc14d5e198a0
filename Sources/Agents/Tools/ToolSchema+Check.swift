public import OrderedJSON

extension ToolSchema {
  /// What is wrong with these arguments, as one sentence that the model can act on; nil when they satisfy the schema.
  public func violation(of arguments: JSON) -> String? {
    guard let object = arguments.object else {
      return "the arguments must be a JSON object, and were a value of type \(arguments.kind)"
    }
    if let violation = schema.violations(of: arguments).first { return violation.sentence(of: "argument") }
    for property in properties where property.isRequired && object[property.name] == nil {
      guard let alternative = property.alternative, object[alternative] == nil else { continue }
      let accepted = SchemaWords(schema).accepted(property.kind.node)
      return "the argument '\(property.name)' is missing; it is required, unless '\(alternative)' is given and must be "
        + accepted
    }
    return nil
  }
}
