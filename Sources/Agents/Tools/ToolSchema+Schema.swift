import OrderedJSON

extension ToolSchema {
  /// What arguments must satisfy. Whether what another argument may stand for is there is looked at beside it.
  var schema: JSONSchema { given ?? JSONSchema(root: Self.node(of: properties)) }

  /// What is offered to a model: of arguments that stand for each other the ones or the others.
  var offered: JSONSchema { given ?? JSONSchema(root: Self.node(of: inOfferedOrder, withAlternatives: true)) }

  /// Adds the rules for the arguments as one JSON object, and gives the name of the one to use.
  func grammarRule(in rules: inout GrammarRules, style: JSONStyle) -> String {
    SchemaGrammar.define(offered, in: &rules, style: style)
  }

  /// An argument that may be given in place of others comes right behind them.
  private var inOfferedOrder: [Property] {
    let alternatives = Set(properties.compactMap(\.alternative))
    var order: [Property] = []
    for (index, property) in properties.enumerated() where !alternatives.contains(property.name) {
      order.append(property)
      if let name = property.alternative, !properties[(index + 1)...].contains(where: { $0.alternative == name }) {
        order += properties.filter { $0.name == name }
      }
    }
    return order + properties.filter { property in !order.contains { $0.name == property.name } }
  }

  fileprivate static func node(of properties: [Property], withAlternatives: Bool = false) -> SchemaNode {
    var keywords = SchemaKeywords()
    keywords.types = .object
    keywords.object.properties = properties.map { .init(name: $0.name, node: $0.kind.node) }
    keywords.object.required = properties.filter { $0.isRequired && $0.alternative == nil }.map(\.name)
    keywords.object.additional = .nothing
    guard withAlternatives else { return .keywords(keywords) }
    var groups: [String: [String]] = [:]
    for property in properties {
      if let name = property.alternative { groups[name, default: []].append(property.name) }
    }
    for (name, others) in groups.sorted(by: { $0.key < $1.key }) {
      keywords.anyOf.append([one(of: others, without: [name]), one(of: [name], without: others)])
    }
    return .keywords(keywords)
  }

  private static func one(of names: [String], without others: [String]) -> SchemaNode {
    var keywords = SchemaKeywords()
    keywords.object.required = names
    keywords.object.properties = others.map { .init(name: $0, node: .nothing) }
    return .keywords(keywords)
  }
}

extension ToolSchema.Kind {
  /// The kind as a schema.
  var node: SchemaNode {
    var keywords = SchemaKeywords()
    switch self {
    case .string(let maxLength):
      keywords.types = .string
      keywords.string.maxLength = maxLength
    case .choice(let words):
      keywords.types = .string
      keywords.values = words.map { .string($0) }
    case .integer(let range):
      keywords.types = .integer
      keywords.number.minimum = .init(value: Double(range.lowerBound))
      keywords.number.maximum = .init(value: Double(range.upperBound))
    case .boolean: keywords.types = .boolean
    case .array(let element, let maxItems):
      keywords.types = .array
      keywords.array.items = element.node
      keywords.array.maxItems = maxItems
    case .object(let properties): return ToolSchema.node(of: properties)
    case .other(let schema): return schema.root
    }
    return .keywords(keywords)
  }
}

// MARK: - Schemas of others

extension ToolSchema {
  /// The arguments of a tool that is not ours, by its own schema: that is what the model reads, what its calls are written
  /// and checked by.
  public init(_ schema: JSONSchema) {
    var merging = SchemaMerging(schema)
    let object = (try? merging.alternatives(schema.root))?.first?.object ?? ObjectKeywords()
    self.init(Self.properties(of: object, in: schema, depth: 0))
    for index in properties.indices {
      let described = schema.source["properties"]?[properties[index].name]?["description"]?.string
      properties[index].summary = described ?? ""
    }
    given = schema
  }

  fileprivate static func properties(of object: ObjectKeywords, in schema: JSONSchema, depth: Int) -> [Property] {
    object.properties.filter { $0.node != .nothing }.map { property in
      Property(
        property.name, Kind(property.node, in: schema, depth: depth), "",
        required: object.required.contains(property.name))
    }
  }
}

extension ToolSchema.Kind {
  /// How deep kinds are told apart; schemas may hold themselves.
  private static let maxDepth = 4

  /// The kind that a part of a schema is, as far as there is one.
  fileprivate init(_ node: SchemaNode, in schema: JSONSchema, depth: Int) {
    var merging = SchemaMerging(schema)
    let alternatives = (try? merging.alternatives(node)) ?? []
    self = .other(schema.part(node))
    guard alternatives.count == 1, let keywords = alternatives.first, depth < Self.maxDepth else { return }
    if let values = keywords.values {
      let words = values.compactMap(\.string)
      if words.count == values.count { self = .choice(words) }
      return
    }
    switch keywords.types {
    case .string: self = .string(maxLength: keywords.string.maxLength ?? .max)
    case .integer:
      let bounds = keywords.number.integers ?? -NumberKeywords.widest..<NumberKeywords.widest + 1
      if !bounds.isEmpty { self = .integer(bounds.lowerBound...bounds.upperBound - 1) }
    case .boolean: self = .boolean
    case .array where keywords.array.prefix.isEmpty:
      let element = Self(keywords.array.items, in: schema, depth: depth + 1)
      self = .array(of: element, maxItems: keywords.array.maxItems ?? .max)
    case .object where !keywords.object.properties.isEmpty:
      self = .object(ToolSchema.properties(of: keywords.object, in: schema, depth: depth + 1))
    default: return
    }
  }
}
