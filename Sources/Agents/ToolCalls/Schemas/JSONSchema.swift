// JSON Schema, draft 2020-12 as tools use it, with what older drafts call otherwise (`definitions`, `items` as a list,
// `dependencies`). One reading serves three: what a model may write (`SchemaGrammar`), whether what came satisfies it
// (`violations`), and whether it can be satisfied at all, which is asked once, when it is read.

public import OrderedJSON

/// A JSON Schema that has been read and can be satisfied.
public struct JSONSchema: Sendable, Equatable {
  /// As it was written.
  public let source: JSON
  let root: SchemaNode
  /// What references point at, by their pointers.
  let targets: [String: SchemaNode]
  /// What is asked that is known to nobody here, and so is not checked: `#/properties/a/pattern: …`.
  public let unchecked: [String]

  /// The schema that this JSON is.
  ///
  /// - Throws: `JSONSchemaError` where it is no schema, or contradicts itself.
  public init(_ source: JSON) throws(JSONSchemaError) {
    var parser = SchemaParser(document: source)
    root = try parser.parse()
    targets = parser.targets
    unchecked = parser.unchecked
    self.source = source
    try SchemaSoundness(self).check(parser.sites)
  }

  /// The schema that this text is.
  ///
  /// - Throws: `JSONSchemaError` where it is no JSON, no schema, or contradicts itself.
  public init(parsing text: String) throws(JSONSchemaError) {
    let json: JSON
    do { json = try JSON(parsing: text) } catch { throw JSONSchemaError(path: "#", "is no JSON: \(error)") }
    try self.init(json)
  }

  /// A schema that is known to be sound.
  init(root: SchemaNode, targets: [String: SchemaNode] = [:]) {
    source = .bool(true)
    self.root = root
    self.targets = targets
    unchecked = []
  }

  /// A part of it, by itself.
  func part(_ node: SchemaNode) -> JSONSchema { JSONSchema(root: node, targets: targets) }

  /// What a pointer refers to.
  func target(_ pointer: String) -> SchemaNode { targets[pointer] ?? .nothing }
}
