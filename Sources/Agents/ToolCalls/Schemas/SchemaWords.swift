import OrderedJSON

/// Says what a schema accepts: `a whole number from 1 to 9`.
struct SchemaWords {
  private static let maxDepth = 3
  private static let maxChoices = 30

  let schema: JSONSchema

  init(_ schema: JSONSchema) { self.schema = schema }

  /// What is accepted, as the end of a sentence: `must be …`.
  func accepted(_ node: SchemaNode) -> String { accepted(node, depth: 0) }

  func accepted(oneOf nodes: [SchemaNode]) -> String { accepted(oneOf: nodes, depth: 0) }

  private func accepted(oneOf nodes: [SchemaNode], depth: Int) -> String {
    var parts: [String] = []
    for node in nodes.prefix(8) {
      let part = accepted(node, depth: depth + 1)
      if !parts.contains(part) { parts.append(part) }
    }
    if nodes.count > 8 { parts.append("…") }
    return parts.joined(separator: ", or ")
  }

  private func accepted(_ node: SchemaNode, depth: Int) -> String {
    guard depth <= Self.maxDepth else { return "a value" }
    switch node {
    case .anything: return "any value"
    case .nothing: return "nothing"
    case .reference(let pointer): return accepted(schema.target(pointer), depth: depth + 1)
    case .keywords(let keywords): return accepted(keywords, depth: depth)
    }
  }

  private func accepted(_ keywords: SchemaKeywords, depth: Int) -> String {
    if let values = keywords.values {
      let words = values.prefix(Self.maxChoices).map { $0.string.map { "'\($0)'" } ?? SchemaParser.shown($0) }
      let all = words.joined(separator: ", ") + (values.count > words.count ? ", …" : "")
      return values.count == 1 ? all : "one of \(all)"
    }
    var own = keywords
    (own.allOf, own.anyOf, own.oneOf, own.not, own.conditions) = ([], [], [], [], [])
    var parts = own == SchemaKeywords() ? [] : [described(own, depth: depth)]
    for part in keywords.allOf { parts.append(accepted(part, depth: depth + 1)) }
    for group in keywords.anyOf + keywords.oneOf {
      // Of groups that only say what is required the alternatives have no words of their own.
      parts.append(accepted(oneOf: group, depth: depth))
    }
    return parts.isEmpty ? "any value" : parts.joined(separator: ", and ")
  }

  private func described(_ keywords: SchemaKeywords, depth: Int) -> String {
    var types = keywords.types
    if types == .all { types = keywords.spokenTypes }
    var parts: [String] = []
    if types.contains(.string) { parts.append(described(keywords.string)) }
    if types.contains(.fraction) {
      parts.append("a number" + described(keywords.number))
    } else if types.contains(.integer) {
      parts.append("a whole number" + described(keywords.number))
    }
    if types.contains(.boolean) { parts.append("true or false") }
    if types.contains(.array) { parts.append(described(keywords.array, depth: depth)) }
    if types.contains(.object) { parts.append(described(keywords.object)) }
    if types.contains(.null) { parts.append("null") }
    return parts.joined(separator: " or ")
  }

  private func described(_ string: StringKeywords) -> String {
    let format = string.formats.lazy.compactMap { StringFormat(named: $0)?.words }.first
    var text = format ?? "a string"
    if string.minLength > 0 || string.maxLength != nil {
      text += " of \(Self.bounds(string.minLength, string.maxLength)) characters"
    }
    if let pattern = string.patterns.first { text += " that matches \(pattern)" }
    return text
  }

  private func described(_ number: NumberKeywords) -> String {
    var text = ""
    switch (number.minimum, number.maximum) {
    case (let low?, let high?) where !low.isExclusive && !high.isExclusive:
      text = " from \(JSON.plain(low.value)) to \(JSON.plain(high.value))"
    case (let low, let high):
      if let low { text += " \(low.isExclusive ? "greater than" : "of at least") \(JSON.plain(low.value))" }
      if let high {
        text += "\(low == nil ? "" : " and") \(high.isExclusive ? "less than" : "of at most") \(JSON.plain(high.value))"
      }
    }
    if let step = number.multiples.first { text += " that is a multiple of \(JSON.plain(step))" }
    return text
  }

  private func described(_ array: ArrayKeywords, depth: Int) -> String {
    var text = "an array"
    if array.minItems > 0 || array.maxItems != nil {
      text += " of \(Self.bounds(array.minItems, array.maxItems)) elements"
    }
    if array.prefix.isEmpty, array.items != .anything, depth < Self.maxDepth {
      text += ", each \(accepted(array.items, depth: depth + 1))"
    }
    if array.isUnique { text += ", all different" }
    return text
  }

  private func described(_ object: ObjectKeywords) -> String {
    let names = object.properties.filter { $0.node != .nothing }.map(\.name)
    let all = names + object.required.filter { !names.contains($0) }
    if all.isEmpty { return "an object" }
    let shown = all.prefix(Self.maxChoices).map { "'\($0)'" }.joined(separator: ", ")
    return "an object with \(shown)\(all.count > Self.maxChoices ? ", …" : "")"
  }

  /// `at most 5`, `2 to 5`, `exactly 3`.
  static func bounds(_ low: Int, _ high: Int?) -> String {
    switch (low, high) {
    case (let low, nil): "at least \(low)"
    case (0, let high?): "at most \(high)"
    case (let low, let high?) where low == high: "exactly \(low)"
    case (let low, let high?): "\(low) to \(high)"
    }
  }
}

extension SchemaKeywords {
  /// The types that the keywords speak of, where no type is named; all where they speak of none.
  var spokenTypes: SchemaTypes {
    guard types == .all else { return types }
    var spoken: SchemaTypes = []
    if string != StringKeywords() { spoken.insert(.string) }
    if number != NumberKeywords() { spoken.formUnion(.number) }
    if array != ArrayKeywords() { spoken.insert(.array) }
    if object != ObjectKeywords() { spoken.insert(.object) }
    return spoken.isEmpty ? .all : spoken
  }
}
