// A schema that nothing satisfies would leave the model without a single token that it may write, or let it write for
// ever. So it is refused when it is read, with the place.

import OrderedJSON

/// Whether a schema can be satisfied.
struct SchemaSoundness {
  private let schema: JSONSchema

  init(_ schema: JSONSchema) { self.schema = schema }

  /// Looks at every part of the schema.
  func check(_ sites: [(path: String, node: SchemaNode)]) throws(JSONSchemaError) {
    for pointer in schema.targets.keys.sorted() { try checkCycle(from: pointer) }
    for (path, node) in sites {
      if case .keywords(let keywords) = node, let conflict = keywords.conflicts.first {
        throw JSONSchemaError(path: "\(path)/\(conflict.keyword)", conflict.sentence)
      }
    }
    // From the inside out: the innermost place is the one to mend.
    for (path, node) in sites where node != .nothing {
      var merging = SchemaMerging(schema)
      do throws(SchemaConflict) {
        _ = try merging.alternatives(node)
      } catch {
        throw JSONSchemaError(path: path, "nothing satisfies this: \(error.sentence)")
      }
    }
    if schema.root == .nothing { throw JSONSchemaError(path: "#", "nothing satisfies the schema false") }
    try checkEnds()
  }

  // MARK: References that lead to themselves

  private func checkCycle(from pointer: String) throws(JSONSchemaError) {
    var seen: Set<String> = []
    var waiting = [pointer]
    while let next = waiting.popLast() {
      for reference in Self.inPlace(schema.target(next)) {
        guard reference != pointer else {
          throw JSONSchemaError(path: pointer, "refers to itself without a member or an element between")
        }
        if seen.insert(reference).inserted { waiting.append(reference) }
      }
    }
  }

  /// References that the same value must satisfy.
  private static func inPlace(_ node: SchemaNode) -> [String] {
    switch node {
    case .anything, .nothing: return []
    case .reference(let pointer): return [pointer]
    case .keywords(let keywords):
      var nodes = keywords.allOf + keywords.anyOf.joined() + keywords.oneOf.joined() + keywords.not
      for condition in keywords.conditions { nodes += [condition.test, condition.then, condition.otherwise] }
      nodes += keywords.object.dependencies.map(\.node)
      return nodes.flatMap(inPlace)
    }
  }

  // MARK: Values without end

  private func checkEnds() throws(JSONSchemaError) {
    var ending: Set<String> = []
    var left = schema.targets.keys.sorted()
    while true {
      let more = left.filter { ends(schema.target($0), ending) }
      if more.isEmpty { break }
      ending.formUnion(more)
      left.removeAll { ending.contains($0) }
    }
    if let endless = left.first {
      throw JSONSchemaError(path: endless, "holds itself as something that it requires, so no value of it ever ends")
    }
    if !ends(schema.root, ending) {
      throw JSONSchemaError(path: "#", "holds itself as something that it requires, so no value of it ever ends")
    }
  }

  private func ends(_ node: SchemaNode, _ known: Set<String>) -> Bool {
    switch node {
    case .anything: return true
    case .nothing: return false
    case .reference(let pointer): return known.contains(pointer)
    case .keywords(let keywords):
      guard keywords.allOf.allSatisfy({ ends($0, known) }),
        (keywords.anyOf + keywords.oneOf).allSatisfy({ group in group.contains { ends($0, known) } })
      else { return false }
      if keywords.values != nil { return true }
      if !keywords.types.isSubset(of: [.array, .object]) { return true }
      if keywords.types.contains(.array),
        (0..<min(keywords.array.minItems, keywords.array.prefix.count + 1)).allSatisfy({
          ends(keywords.array.element($0), known)
        })
      {
        return true
      }
      return keywords.types.contains(.object)
        && keywords.object.required.allSatisfy { ends(keywords.object.node(of: $0), known) }
    }
  }
}
