public import OrderedJSON

/// A call as the model wrote it, before anybody has looked whether there is such a tool.
struct WrittenCall: Equatable {
  /// Nil where none can be read.
  var name: String?
  /// Nil where there are none, or none that can be read.
  var arguments: JSON?
  /// What the model gave it to be known by.
  var identifier: String?
  /// What is wrong with its writing, the end of a sentence; nil: nothing.
  var problem: String?
}

/// A tool as a parser and a grammar need to know it.
public struct OfferedTool: Sendable, Equatable {
  /// What the model calls it.
  public var name: String
  /// Its arguments, as a JSON schema of type `object`.
  public var parameters: JSON
  /// The same, read, where more is known of it than `parameters` says.
  var schema: JSONSchema?

  /// A tool that the model was told of.
  public init(name: String, parameters: JSON) {
    self.name = name
    self.parameters = parameters
  }

  /// A tool of the program's. What its schema holds beyond what the model reads (bounds, arguments that stand for each
  /// other) is in the grammar too, where the arguments are one JSON object.
  public init(_ tool: any Tool) {
    self.init(name: tool.name, parameters: tool.parameters.jsonSchema)
    schema = tool.parameters.offered
  }

  /// Tools in OpenAI's JSON form, wrapped in `function` or not; what is none is left out.
  public static func all(in json: JSON) -> [OfferedTool] {
    (json.array ?? []).compactMap { tool in
      let function = tool["function"] ?? tool
      guard let name = function["name"]?.string else { return nil }
      return OfferedTool(name: name, parameters: function["parameters"] ?? ["type": "object", "properties": [:]])
    }
  }

  /// What an argument may be.
  func kind(ofArgument key: String) -> ArgumentKind {
    guard let schema = parameters["properties"]?[key] else { return .unknown }
    return ArgumentKind(schema)
  }
}

/// What an argument may be, as far as it decides how its text is read.
enum ArgumentKind: Equatable {
  /// Text as it stands.
  case string
  /// JSON.
  case other
  /// Nothing is said; what reads as JSON is JSON.
  case unknown

  init(_ schema: JSON) {
    if let choices = schema["enum"]?.array ?? schema["const"].map({ [$0] }) {
      self = choices.allSatisfy { $0.string != nil } ? .string : .unknown
      return
    }
    if let name = schema["type"]?.string {
      self = name == "string" ? .string : .other
      return
    }
    if let names = schema["type"]?.array?.compactMap(\.string).filter({ $0 != "null" }), !names.isEmpty {
      self = names == ["string"] ? .string : names.contains("string") ? .unknown : .other
      return
    }
    for word in ["anyOf", "oneOf", "allOf"] {
      guard let branches = schema[word]?.array?.filter({ $0["type"]?.string != "null" }), !branches.isEmpty else {
        continue
      }
      let kinds = branches.map(ArgumentKind.init)
      self = kinds.allSatisfy { $0 == kinds[0] } ? kinds[0] : .unknown
      return
    }
    self = .unknown
  }
}
