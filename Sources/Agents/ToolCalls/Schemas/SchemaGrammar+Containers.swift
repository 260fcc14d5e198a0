import OrderedJSON

extension SchemaGrammar {
  // MARK: Objects

  /// Properties in the schema's order, each optional one there or not.
  ///
  /// Behind a member that is surely there each optional one is `("," member)?`. In front of the first required one
  /// whichever comes first goes without a comma: a chain of rules, one for each, which either writes its member or hands
  /// on to the next.
  mutating func object(_ object: ObjectKeywords, in rules: inout GrammarRules) -> String {
    // Where what is required is all that there may be, nothing else is offered; other counts beside names are not held.
    let isFull = object.required.count >= object.maxProperties ?? .max
    let declared = members(of: object).filter { !isFull || object.required.contains($0.name) }
    let extra = isFull ? nil : extraMember(of: object, declared.map(\.name), in: &rules)
    let comma = style.separator(",", in: &rules)
    let isRequired = declared.map { object.required.contains($0.name) }
    let items = declared.map { member in
      rules.define(
        text: style.separator(JSON.string(member.name).text + ":", in: &rules) + " " + rule(member.node, in: &rules),
        "member")
    }
    // What may stand behind a member: the declared ones from `index` on, then others.
    var tails = [String](repeating: "", count: items.count + 1)
    if let extra {
      let most = object.maxProperties.map { max(0, $0 - (items.isEmpty ? 1 : 0)) }
      let least = items.isEmpty ? max(0, object.minProperties - 1) : 0
      let more = rules.define(text: "\(comma) \(extra)", "more")
      tails[items.count] = rules.repeated(more, atLeast: least, atMost: items.isEmpty ? most : nil)
    }
    for index in items.indices.reversed() {
      let item = isRequired[index] ? "\(comma) \(items[index])" : "(\(comma) \(items[index]))?"
      tails[index] = [item, tails[index + 1]].filter { !$0.isEmpty }.joined(separator: " ")
      // Tails within tails: named, or the text would grow with the square.
      if index > 0, items.count > 8, index % 8 == 0 { tails[index] = rules.define(text: tails[index], "rest") }
    }
    let firstRequired = isRequired.firstIndex(of: true)
    var first: String
    if let extra {
      first = [extra, tails[items.count]].filter { !$0.isEmpty }.joined(separator: " ")
    } else {
      first = ""
    }
    let mayBeEmpty = firstRequired == nil && object.minProperties == 0
    if firstRequired != nil { first = "" }
    for index in items.indices.reversed() where index <= firstRequired ?? .max {
      let here = [items[index], tails[index + 1]].filter { !$0.isEmpty }.joined(separator: " ")
      first = first.isEmpty ? here : "\(here) | \(first)"
      if index > 0, index < firstRequired ?? .max { first = rules.define(text: first, "first") }
    }
    if mayBeEmpty, !first.isEmpty { return #""{" (\#(first))? "}""# }
    return first.isEmpty ? #""{" "}""# : #""{" (\#(first)) "}""#
  }

  /// What is named in the schema and may be there; what is only required by name comes last.
  private func members(of object: ObjectKeywords) -> [ObjectKeywords.Property] {
    var result: [ObjectKeywords.Property] = []
    for property in object.properties {
      let node = object.node(of: property.name)
      if isPossible(node) { result.append(.init(name: property.name, node: node)) }
    }
    for name in object.required where !object.properties.contains(where: { $0.name == name }) {
      result.append(.init(name: name, node: object.node(of: name)))
    }
    return result
  }

  private func isPossible(_ node: SchemaNode) -> Bool {
    var merging = SchemaMerging(schema)
    return (try? merging.alternatives(node)) != nil
  }

  /// A member that the schema does not name, where it speaks of such or names none at all.
  private mutating func extraMember(
    of object: ObjectKeywords, _ names: [String], in rules: inout GrammarRules
  ) -> String? {
    if object.patterns.count == 1, names.isEmpty, isPossible(object.patterns[0].node),
      let pattern = try? TextPattern(object.patterns[0].name),
      let inside = PatternGrammar.expression(pattern, in: &rules)
    {
      let colon = style.separator("\":", in: &rules)
      return rules.define(text: "\"\\\"\" \(inside) \(colon) \(rule(object.patterns[0].node, in: &rules))", "member")
    }
    guard object.patterns.isEmpty, isPossible(object.additional ?? .anything) else { return nil }
    guard object.additional != nil || object.properties.isEmpty && object.required.isEmpty else { return nil }
    let name = NameGrammar.expression(noneOf: object.properties.map(\.name) + object.required, in: &rules)
    let node = object.additional ?? .anything
    return rules.define(text: "\(name) \(style.separator(":", in: &rules)) \(rule(node, in: &rules))", "member")
  }

  // MARK: Arrays

  /// So many of a list's values are offered in any case.
  private static let fewestOfConstants = 16

  /// How many values a part of the schema lists, where it lists all. A model that has lost its way writes one of them for
  /// ever; who means them writes each once.
  private func constants(_ node: SchemaNode) -> Int? {
    var merging = SchemaMerging(schema)
    guard let alternatives = try? merging.alternatives(node), alternatives.count == 1 else { return nil }
    return alternatives[0].values?.count
  }

  mutating func array(_ array: ArrayKeywords, in rules: inout GrammarRules) -> String {
    var most = array.maxItems
    var prefix = array.prefix
    if let end = prefix.firstIndex(where: { !isPossible($0) }) {
      prefix = Array(prefix[..<end])
      most = min(most ?? end, end)
    } else if !isPossible(array.items) {
      most = min(most ?? prefix.count, prefix.count)
    }
    prefix = Array(prefix.prefix(most ?? .max))
    guard most != 0 else { return #""[" "]""# }
    let comma = style.separator(",", in: &rules)
    guard !prefix.isEmpty else {
      let item = rule(array.items, in: &rules)
      if most == nil, let values = constants(array.items) {
        most = max(array.minItems, Self.fewestOfConstants, 2 * values)
      }
      let more = rules.define(text: "\(comma) \(item)", "more")
      let rest = rules.repeated(more, atLeast: max(0, array.minItems - 1), atMost: most.map { $0 - 1 })
      let all = [item, rest].filter { !$0.isEmpty }.joined(separator: " ")
      return array.minItems == 0 ? #""[" (\#(all))? "]""# : #""[" \#(all) "]""#
    }
    var tail = ""
    if most ?? .max > prefix.count {
      let more = rules.define(text: "\(comma) \(rule(array.items, in: &rules))", "more")
      tail = rules.repeated(
        more, atLeast: max(0, array.minItems - prefix.count), atMost: most.map { $0 - prefix.count })
    }
    for index in prefix.indices.reversed() {
      let item = rule(prefix[index], in: &rules)
      tail = [index == 0 ? item : "\(comma) \(item)", tail].filter { !$0.isEmpty }.joined(separator: " ")
      if index >= array.minItems { tail = "(\(tail))?" }
    }
    return #""[" \#(tail) "]""#
  }
}
