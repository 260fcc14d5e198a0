import OrderedJSON

/// Reads a schema, and what its references point at.
struct SchemaParser {
  /// How deep schemas may stand in each other.
  static let maxDepth = 40
  /// How many there may be.
  static let maxSchemas = 5_000

  let document: JSON
  private(set) var targets: [String: SchemaNode] = [:]
  private(set) var unchecked: [String] = []
  /// Every schema that a value has to satisfy somewhere, with its path.
  private(set) var sites: [(path: String, node: SchemaNode)] = []
  private var pending: [(pointer: String, path: String)] = []
  private var count = 0

  init(document: JSON) { self.document = document }

  mutating func parse() throws(JSONSchemaError) -> SchemaNode {
    let root = try node(document, at: "#", depth: 0)
    while let (pointer, path) = pending.popLast() {
      guard targets[pointer] == nil else { continue }
      guard let json = json(at: pointer) else {
        throw JSONSchemaError(path: path, "refers to '\(pointer)', and there is nothing")
      }
      targets[pointer] = .anything
      targets[pointer] = try node(json, at: pointer, depth: 0)
    }
    return root
  }

  /// A schema.
  ///
  /// - Parameter isAsked: whether a value must satisfy it, and not the opposite, or only perhaps.
  mutating func node(
    _ json: JSON, at path: String, depth: Int, isAsked: Bool = true
  ) throws(JSONSchemaError) -> SchemaNode {
    count += 1
    guard count <= Self.maxSchemas else {
      throw JSONSchemaError(path: path, "there are more than \(Self.maxSchemas) schemas in this one")
    }
    guard depth <= Self.maxDepth else {
      throw JSONSchemaError(path: path, "schemas stand in each other more than \(Self.maxDepth) deep")
    }
    switch json {
    case .bool(let isAll): return isAll ? .anything : .nothing
    case .object(let object):
      let keywords = try keywords(object, at: path, depth: depth, isAsked: isAsked)
      var node = SchemaNode.keywords(keywords)
      if keywords == SchemaKeywords() {
        node = .anything
      } else if keywords.allOf.count == 1, case .reference = keywords.allOf[0] {
        var rest = keywords
        rest.allOf = []
        if rest == SchemaKeywords() { node = keywords.allOf[0] }
      }
      if isAsked { sites.append((path, node)) }
      return node
    case .null, .integer, .number, .string, .array:
      throw JSONSchemaError(path: path, "is a value of type \(json.kind); a schema is an object, true or false")
    }
  }

  /// Where a reference points, as a node; it is read later.
  mutating func reference(_ value: JSON, at path: String) throws(JSONSchemaError) -> SchemaNode {
    guard let text = value.string else {
      throw JSONSchemaError(path: path, "is a value of type \(value.kind); it must be a string like '#/$defs/name'")
    }
    guard text == "#" || text.hasPrefix("#/") else {
      throw JSONSchemaError(
        path: path, "refers to '\(text)'; only places in the same schema, '#/…', can be referred to")
    }
    pending.append((text, path))
    return .reference(text)
  }

  mutating func note(_ sentence: String, at path: String) { unchecked.append("\(path): \(sentence)") }

  /// What lies at a JSON pointer (RFC 6901), written as a fragment of a URI.
  private func json(at pointer: String) -> JSON? {
    var json = document
    for step in pointer.dropFirst().split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
      let name = Self.unescape(step)
      if let member = json[name] {
        json = member
      } else if let index = Int(name), let element = json[index] {
        json = element
      } else {
        return nil
      }
    }
    return json
  }

  private static func unescape(_ step: Substring) -> String {
    var bytes: [UInt8] = []
    let given = Array(step.utf8)
    var place = 0
    while place < given.count {
      if given[place] == UInt8(ascii: "%"), place + 2 < given.count,
        let byte = UInt8(String(decoding: given[place + 1...place + 2], as: UTF8.self), radix: 16)
      {
        bytes.append(byte)
        place += 3
      } else {
        bytes.append(given[place])
        place += 1
      }
    }
    return String(decoding: bytes, as: UTF8.self).split(separator: "~1", omittingEmptySubsequences: false)
      .joined(separator: "/").split(separator: "~0", omittingEmptySubsequences: false).joined(separator: "~")
  }

  /// A name as a step of a pointer.
  static func escape(_ name: String) -> String {
    name.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
      .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
  }
}
