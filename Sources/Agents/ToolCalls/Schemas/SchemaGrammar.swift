// From a schema to the grammar of the JSON that satisfies it, on one line. Made for llama.cpp's reading of GBNF: nothing
// begins with itself, what may be left out is a chain and not a power set, long repetitions are groups. A part of the
// schema is a rule, named once however often it is used, so that recursive schemas end.
//
// What a grammar cannot hold, or only at a price, is left to `JSONSchema.violations`: `not`, `if`, `contains`,
// `uniqueItems`, `propertyNames`, dependencies, most of `multipleOf`, of several patterns all but one, a pattern beside a
// length, counts of members beside named ones, and what lies beyond `maxRules`. It never refuses what must be sayable,
// with these exceptions: members that are not declared (unless the schema speaks of them), another order of members than
// the schema's, numbers of more than sixteen digits, texts in several spellings, and lists of a few constants that are more
// than twice as long as there are constants.

import OrderedJSON

/// The grammar of the JSON that satisfies a schema.
struct SchemaGrammar {
  /// Rules after which whatever comes is any JSON value, and is checked after.
  static let maxRules = 3_000

  let schema: JSONSchema
  let style: JSONStyle
  private var names: [[SchemaKeywords]: String] = [:]

  private init(_ schema: JSONSchema, _ style: JSONStyle) {
    self.schema = schema
    self.style = style
  }

  /// Adds the rules for a schema, and gives the name of the one to use.
  static func define(_ schema: JSONSchema, in rules: inout GrammarRules, style: JSONStyle) -> String {
    var grammar = SchemaGrammar(schema, style)
    return grammar.rule(schema.root, in: &rules)
  }

  /// The whole grammar of a schema, with the rule `root`.
  static func text(_ schema: JSONSchema, style: JSONStyle = .either) -> String {
    var rules = GrammarRules()
    _ = rules.define("root") { rules in define(schema, in: &rules, style: style) }
    return rules.text
  }

  /// The rule for a part of the schema.
  mutating func rule(_ node: SchemaNode, in rules: inout GrammarRules) -> String {
    var merging = SchemaMerging(schema)
    guard let alternatives = try? merging.alternatives(node) else {
      // Only where it may be left out, and then it is not asked for.
      return value(in: &rules)
    }
    if alternatives == [SchemaKeywords()] { return value(in: &rules) }
    if let known = names[alternatives] { return known }
    guard rules.count < Self.maxRules else { return value(in: &rules) }
    if alternatives.count == 1, alternatives[0].spokenTypes.isDisjoint(with: [.object, .array]) {
      // Nothing in it can lead back to it.
      let parts = expressions(alternatives[0], in: &rules)
      let isRule = parts.count == 1 && parts[0].unicodeScalars.allSatisfy { ScalarSet.ruleName.contains($0.value) }
      let name = isRule ? parts[0] : rules.define(text: parts.joined(separator: " | "), "json")
      names[alternatives] = name
      return name
    }
    let name = rules.reserve("json")
    names[alternatives] = name
    var parts: [String] = []
    for keywords in alternatives {
      for part in expressions(keywords, in: &rules) where !parts.contains(part) { parts.append(part) }
    }
    rules.fill(name, parts.joined(separator: " | "))
    return name
  }

  /// An expression for each type that is allowed.
  private mutating func expressions(_ keywords: SchemaKeywords, in rules: inout GrammarRules) -> [String] {
    if let values = keywords.values { return values.map { GrammarRules.literal(text(of: $0)) } }
    let types = keywords.spokenTypes
    var parts: [String] = []
    if types.contains(.object) { parts.append(object(keywords.object, in: &rules)) }
    if types.contains(.array) { parts.append(array(keywords.array, in: &rules)) }
    if types.contains(.string) { parts.append(string(keywords.string, in: &rules)) }
    if types.contains(.fraction) {
      parts.append(NumberGrammar.rule(keywords.number, in: &rules))
    } else if types.contains(.integer) {
      parts.append(IntegerGrammar.rule(keywords.number, in: &rules))
    }
    if types.contains(.boolean) { parts.append(#"("true" | "false")"#) }
    if types.contains(.null) { parts.append(#""null""#) }
    return parts
  }

  private func string(_ string: StringKeywords, in rules: inout GrammarRules) -> String {
    let sources = string.patterns + string.formats.compactMap { StringFormat(named: $0)?.pattern }
    for source in sources {
      guard let pattern = try? TextPattern(source),
        let inside = PatternGrammar.expression(pattern, length: (string.minLength, string.maxLength), in: &rules)
      else { continue }
      return rules.define(text: "\"\\\"\" \(inside) \"\\\"\"", "text")
    }
    return StringGrammar.rule(minLength: string.minLength, maxLength: string.maxLength, in: &rules)
  }

  /// A value as the model has to write it.
  private func text(of value: JSON) -> String {
    switch style {
    case .compact, .either: value.text
    case .spaced: value.spaced
    }
  }

  // MARK: Any JSON

  /// The rule for any value.
  func value(in rules: inout GrammarRules) -> String {
    rules.define("value") { rules in
      let string = StringGrammar.rule(maxLength: nil, in: &rules)
      let number = NumberGrammar.rule(NumberKeywords(), in: &rules)
      let object = freeObject(in: &rules)
      let array = rules.define("array") { rules in
        let more = rules.define("more-elements") { rules in "\(style.separator(",", in: &rules)) value" }
        return #""[" (value \#(more)*)? "]""#
      }
      return #"\#(object) | \#(array) | \#(string) | \#(number) | "true" | "false" | "null""#
    }
  }

  private func freeObject(in rules: inout GrammarRules) -> String {
    rules.define("object") { rules in
      let string = StringGrammar.rule(maxLength: nil, in: &rules)
      let member = rules.define("any-member") { rules in "\(string) \(style.separator(":", in: &rules)) value" }
      let more = rules.define("more-members") { rules in "\(style.separator(",", in: &rules)) \(member)" }
      return #""{" (\#(member) \#(more)*)? "}""#
    }
  }
}

extension JSON {
  /// On one line, with a space after each colon and comma.
  fileprivate var spaced: String {
    switch self {
    case .array(let elements): "[\(elements.map(\.spaced).joined(separator: ", "))]"
    case .object(let object):
      "{\(object.members.map { "\(JSON.string($0.name).text): \($0.value.spaced)" }.joined(separator: ", "))}"
    case .null, .bool, .integer, .number, .string: text
    }
  }
}
