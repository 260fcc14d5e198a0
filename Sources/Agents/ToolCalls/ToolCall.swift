public import OrderedJSON

/// A call that can be run: there is such a tool, and the arguments satisfy its schema.
public struct ToolCall: Sendable, Equatable {
  /// The tool's name.
  public var name: String
  /// What it is called with.
  public var arguments: JSON
  /// What was taken for what in the arguments, for the model: `limit as 5`.
  public var notes: [String]
  /// What the model gave it to be known by, in formats that have that.
  public var identifier: String?

  /// A call whose arguments have been checked against the tool's schema.
  public init(name: String, arguments: JSON, notes: [String] = [], identifier: String? = nil) {
    self.name = name
    self.arguments = arguments
    self.notes = notes
    self.identifier = identifier
  }
}

/// A call that cannot be run; the model is told why.
public struct MalformedToolCall: Sendable, Equatable {
  /// The name it gave, as far as one can be read.
  public var name: String?
  /// One sentence that the model can act on.
  public var problem: String

  /// A call that goes back to the model with what is wrong with it.
  public init(name: String?, problem: String) {
    self.name = name
    self.problem = problem
  }
}
