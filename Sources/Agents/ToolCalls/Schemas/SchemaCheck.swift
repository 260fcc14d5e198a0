// Every keyword is looked at by itself, as the specification says it, and on the schema as it was written: what a grammar
// could not hold is found here. Bounded in steps, because alternatives within alternatives multiply.

public import OrderedJSON

extension JSONSchema {
  /// In what a value does not satisfy the schema; empty where it does.
  public func violations(of value: JSON) -> [SchemaViolation] {
    var check = SchemaCheck(self)
    check.check(value, root, at: "")
    return check.violations
  }
}

/// Holds a value against a schema.
struct SchemaCheck {
  private static let maxSteps = 200_000
  /// How deep parts may stand in each other; stacks end.
  private static let maxDepth = 120

  let schema: JSONSchema
  private(set) var violations: [SchemaViolation] = []
  private var steps = 0
  private var depth = 0

  init(_ schema: JSONSchema) { self.schema = schema }

  /// Whether a value satisfies a part of the schema.
  func accepts(_ value: JSON, _ node: SchemaNode) -> Bool {
    var check = SchemaCheck(schema)
    check.check(value, node, at: "")
    return check.violations.isEmpty
  }

  mutating func check(_ value: JSON, _ node: SchemaNode, at path: String) {
    steps += 1
    guard steps <= Self.maxSteps else {
      if steps == Self.maxSteps + 1 { add(path, "cannot be checked: the schema has too many alternatives for it") }
      return
    }
    guard depth < Self.maxDepth else { return add(path, "is nested too deep to be checked") }
    depth += 1
    defer { depth -= 1 }
    switch node {
    case .anything: return
    case .nothing: add(path, "must not be there")
    case .reference(let pointer): check(value, schema.target(pointer), at: path)
    case .keywords(let keywords): check(value, keywords, at: path)
    }
  }

  mutating func add(_ path: String, _ predicate: String, isUnknown: Bool = false) {
    violations.append(SchemaViolation(path: path, predicate, isUnknown: isUnknown))
  }

  /// What is found, and what is accepted in its place.
  mutating func add(_ path: String, _ found: String, accepted node: SchemaNode) {
    add(path, "\(found); it must be \(SchemaWords(schema).accepted(node))")
  }

  private mutating func check(_ value: JSON, _ keywords: SchemaKeywords, at path: String) {
    let before = violations.count
    let node = SchemaNode.keywords(keywords)
    if !keywords.types.isSuperset(of: SchemaTypes(of: value)) {
      let isFraction = value.number != nil && !keywords.types.isDisjoint(with: .number)
      add(path, isFraction ? "is \(value.text)" : "is a value of type \(value.kind)", accepted: node)
    } else if let values = keywords.values, !values.contains(where: { $0.isSame(as: value) }) {
      add(path, "is \(Self.shown(value))", accepted: node)
    } else {
      switch value {
      case .null, .bool: break
      case .integer, .number: check(number: value, keywords, at: path)
      case .string(let text): check(text: text, keywords, at: path)
      case .array(let elements): check(elements, keywords, at: path)
      case .object(let object): check(object, keywords.object, at: path)
      }
    }
    for part in keywords.allOf { check(value, part, at: path) }
    for group in keywords.anyOf { check(value, oneOf: group, isExact: false, at: path) }
    for group in keywords.oneOf { check(value, oneOf: group, isExact: true, at: path) }
    guard violations.count == before else { return }
    for part in keywords.not where satisfies(value, part) {
      add(path, "is \(Self.shown(value)); that is excluded: it must not be \(SchemaWords(schema).accepted(part))")
    }
    for condition in keywords.conditions {
      check(value, satisfies(value, condition.test) ? condition.then : condition.otherwise, at: path)
    }
  }

  /// Whether a value satisfies a node, within the same bound of steps.
  mutating func satisfies(_ value: JSON, _ node: SchemaNode) -> Bool {
    found(value, node, at: "").isEmpty
  }

  private mutating func found(_ value: JSON, _ node: SchemaNode, at path: String) -> [SchemaViolation] {
    let kept = violations
    defer { violations = kept }
    violations = []
    check(value, node, at: path)
    return violations
  }

  private mutating func check(_ value: JSON, oneOf group: [SchemaNode], isExact: Bool, at path: String) {
    var accepting = 0
    var nearest: [SchemaViolation]?
    var sameType = 0
    for node in group {
      let found = found(value, node, at: path)
      if found.isEmpty {
        accepting += 1
        if !isExact { return }
      } else if !found.contains(where: { $0.path == path && !$0.isUnknown }) || value.object == nil && group.count == 1
      {
        // It is of this kind, and wrong within.
        sameType += 1
        if found.count < nearest?.count ?? .max { nearest = found }
      }
    }
    if accepting == 1 { return }
    let accepted = SchemaWords(schema).accepted(oneOf: group)
    if accepting > 1 {
      add(path, "is \(Self.shown(value)), which is several of these at once; it must be only one: \(accepted)")
    } else if sameType == 1, let nearest {
      violations += nearest
    } else {
      add(path, "is \(Self.shown(value)); it must be \(accepted)")
    }
  }

  static func shown(_ value: JSON) -> String {
    switch value {
    case .string(let text): JSON.string(String(text.prefix(60))).text
    case .null, .bool, .integer, .number, .array, .object: SchemaParser.shown(value)
    }
  }
}
