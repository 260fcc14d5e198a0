// What several schemas mean together: `allOf`, references beside other keywords, and each alternative of `anyOf` and
// `oneOf` with what stands beside it, as plain lists of keywords without any of these. The alternatives of several groups
// multiply, so there is a limit; beyond it a group is left out here, and only the check after holds it.

import OrderedJSON

/// Two demands that cannot both be met.
struct SchemaConflict: Error, Equatable {
  let sentence: String

  init(_ sentence: String) { self.sentence = sentence }
}

/// Takes schemas apart into alternatives.
struct SchemaMerging {
  /// Most alternatives of one schema.
  static let maxAlternatives = 40
  private static let maxDepth = 60
  /// Most schemas that are looked at in one go.
  private static let maxSteps = 3_000

  let schema: JSONSchema
  private var steps = 0

  init(_ schema: JSONSchema) { self.schema = schema }

  /// Lists of keywords, each without `allOf`, `anyOf`, `oneOf` and references; a value that satisfies the node satisfies
  /// one of them.
  ///
  /// - Throws: `SchemaConflict` where no value can.
  mutating func alternatives(_ node: SchemaNode, depth: Int = 0) throws(SchemaConflict) -> [SchemaKeywords] {
    steps += 1
    guard depth <= Self.maxDepth, steps <= Self.maxSteps else { return [SchemaKeywords()] }
    switch node {
    case .anything: return [SchemaKeywords()]
    case .nothing: throw SchemaConflict("false stands there, which nothing satisfies")
    case .reference(let pointer): return try alternatives(schema.target(pointer), depth: depth + 1)
    case .keywords(let keywords): return try alternatives(keywords, depth: depth)
    }
  }

  private mutating func alternatives(
    _ keywords: SchemaKeywords, depth: Int
  ) throws(SchemaConflict) -> [SchemaKeywords] {
    var base = keywords
    (base.allOf, base.anyOf, base.oneOf) = ([], [], [])
    try base.narrow()
    var result = [base]
    for part in keywords.allOf {
      result = try combine(result, try alternatives(part, depth: depth + 1))
    }
    for group in keywords.anyOf + keywords.oneOf {
      var options: [SchemaKeywords] = []
      var conflict: SchemaConflict?
      for node in group {
        do throws(SchemaConflict) {
          options += try alternatives(node, depth: depth + 1)
        } catch {
          conflict = error
        }
      }
      options = Self.joined(options)
      if options.isEmpty { throw conflict ?? SchemaConflict("there is no alternative") }
      result = try combine(result, options)
    }
    let checker = SchemaCheck(schema)
    return try Self.settled(result, checker)
  }

  /// Constants are one alternative, not many.
  private static func joined(_ options: [SchemaKeywords]) -> [SchemaKeywords] {
    var result: [SchemaKeywords] = []
    var place: Int?
    for option in options {
      var bare = option
      bare.values = nil
      bare.types = .all
      guard let values = option.values, bare == SchemaKeywords() else {
        if !result.contains(option) { result.append(option) }
        continue
      }
      let allowed = values.filter { option.types.isSuperset(of: SchemaTypes(of: $0)) }
      if let place {
        result[place].values = (result[place].values ?? []) + allowed
      } else {
        place = result.count
        var constant = SchemaKeywords()
        constant.values = allowed
        result.append(constant)
      }
    }
    return result
  }

  private mutating func combine(
    _ left: [SchemaKeywords], _ right: [SchemaKeywords]
  ) throws(SchemaConflict) -> [SchemaKeywords] {
    if right == [SchemaKeywords()] { return left }
    guard left.count * right.count <= Self.maxAlternatives else { return left }
    var result: [SchemaKeywords] = []
    var conflict: SchemaConflict?
    for one in left {
      for other in right {
        do throws(SchemaConflict) {
          let both = try one.merged(with: other)
          if !result.contains(both) { result.append(both) }
        } catch {
          conflict = error
        }
      }
    }
    if result.isEmpty { throw conflict ?? SchemaConflict("there is no alternative") }
    return result
  }

  /// Constants that satisfy the rest, and that alone.
  private static func settled(
    _ list: [SchemaKeywords], _ checker: SchemaCheck
  ) throws(SchemaConflict) -> [SchemaKeywords] {
    var result: [SchemaKeywords] = []
    var conflict: SchemaConflict?
    for keywords in list {
      guard let values = keywords.values else {
        result.append(keywords)
        continue
      }
      var rest = keywords
      rest.values = nil
      rest.not = []
      rest.conditions = []
      var settled = SchemaKeywords()
      settled.values = rest == SchemaKeywords() ? values : values.filter { checker.accepts($0, .keywords(rest)) }
      settled.not = keywords.not
      settled.conditions = keywords.conditions
      if settled.values == [] {
        conflict = SchemaConflict(
          "none of the values \(values.map(SchemaParser.shown).joined(separator: ", ")) satisfies the rest")
      } else {
        result.append(settled)
      }
    }
    if result.isEmpty { throw conflict ?? SchemaConflict("there is no alternative") }
    return result
  }
}
