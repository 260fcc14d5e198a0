// A schema as it was written, keyword by keyword. What it means for a value is `SchemaCheck`; what several schemas mean
// together is `SchemaMerging`. Sub-schemas stand in their parents, and what is referred to stands under its pointer in
// `JSONSchema.targets`: so a schema that holds itself is finite.

import OrderedJSON

/// A schema or a part of one.
indirect enum SchemaNode: Hashable, Sendable {
  /// Every value: `true`, `{}`.
  case anything
  /// No value: `false`.
  case nothing
  /// What a pointer refers to.
  case reference(String)
  /// A value that satisfies all of these.
  case keywords(SchemaKeywords)

  /// What satisfies both.
  func and(_ other: SchemaNode) -> SchemaNode {
    switch (self, other) {
    case (.nothing, _), (_, .nothing): return .nothing
    case (.anything, let node), (let node, .anything): return node
    case (let node, let same) where node == same: return node
    case (let first, let second):
      var parts: [SchemaNode] = []
      for part in first.conjuncts + second.conjuncts where !parts.contains(part) { parts.append(part) }
      var keywords = SchemaKeywords()
      keywords.allOf = parts
      return .keywords(keywords)
    }
  }

  private var conjuncts: [SchemaNode] {
    guard case .keywords(let keywords) = self else { return [self] }
    var rest = keywords
    rest.allOf = []
    return rest == SchemaKeywords() ? keywords.allOf : [self]
  }
}

/// The keywords of one schema, each list in the order of the schema.
struct SchemaKeywords: Hashable, Sendable {
  var types = SchemaTypes.all
  /// Of `enum` and `const`.
  var values: [JSON]?
  var string = StringKeywords()
  var number = NumberKeywords()
  var array = ArrayKeywords()
  var object = ObjectKeywords()
  var allOf: [SchemaNode] = []
  /// Groups, of each of which at least one must be satisfied.
  var anyOf: [[SchemaNode]] = []
  /// Groups, of each of which exactly one must be satisfied.
  var oneOf: [[SchemaNode]] = []
  var not: [SchemaNode] = []
  var conditions: [Condition] = []

  /// `if`, `then`, `else`.
  struct Condition: Hashable, Sendable {
    var test: SchemaNode
    var then: SchemaNode
    var otherwise: SchemaNode
  }
}

/// What a schema says of texts. Lengths are in Unicode scalars.
struct StringKeywords: Hashable, Sendable {
  var minLength = 0
  var maxLength: Int?
  var patterns: [String] = []
  var formats: [String] = []
}

/// What a schema says of numbers.
struct NumberKeywords: Hashable, Sendable {
  /// One end of a range.
  struct Bound: Hashable, Sendable {
    var value: Double
    var isExclusive = false
  }

  var minimum: Bound?
  var maximum: Bound?
  var multiples: [Double] = []
}

/// What a schema says of arrays.
struct ArrayKeywords: Hashable, Sendable {
  var minItems = 0
  var maxItems: Int?
  /// Of the first elements, one each.
  var prefix: [SchemaNode] = []
  /// Of the others.
  var items = SchemaNode.anything
  var isUnique = false
  var contains: [Contained] = []

  /// `contains`, and how many there must be.
  struct Contained: Hashable, Sendable {
    var node: SchemaNode
    var atLeast = 1
    var atMost: Int?
  }
}

/// What a schema says of objects.
struct ObjectKeywords: Hashable, Sendable {
  /// A property by its name.
  struct Property: Hashable, Sendable {
    var name: String
    var node: SchemaNode
  }

  /// What must be there, or hold, where a property is given.
  struct Dependency: Hashable, Sendable {
    var name: String
    var required: [String] = []
    var node = SchemaNode.anything
  }

  var properties: [Property] = []
  var required: [String] = []
  /// The name of each is a regular expression.
  var patterns: [Property] = []
  /// Of all other members; nil where the schema does not speak of them.
  var additional: SchemaNode?
  var minProperties = 0
  var maxProperties: Int?
  /// `propertyNames`.
  var names: [SchemaNode] = []
  var dependencies: [Dependency] = []

  /// What a member of this name must satisfy here.
  func node(of name: String) -> SchemaNode {
    let declared = properties.first { $0.name == name }?.node
    let matched = patterns.filter { TextPattern.matches(name, $0.name) == true }.map(\.node)
    if declared == nil, matched.isEmpty { return additional ?? .anything }
    return matched.reduce(declared ?? .anything) { $0.and($1) }
  }
}
