/// The part of JSON Schema that tool arguments need: an object of named properties in a fixed order.
///
/// From it come the schema that the model reads, the grammar that its calls are sampled by, and the check of
/// what arrives. Tools of others bring a JSON Schema of their own, which then is all three.
public struct ToolSchema: Sendable, Equatable {
  /// A property's type with its bounds.
  public indirect enum Kind: Sendable, Equatable {
    /// Text of at most `maxLength` characters.
    case string(maxLength: Int)
    /// One of these words.
    case choice([String])
    /// A whole number within the range.
    case integer(ClosedRange<Int>)
    case boolean
    /// At most `maxItems` of `of`.
    case array(of: Kind, maxItems: Int)
    /// An object of these properties, required ones first.
    case object([Property])
    /// Whatever satisfies a schema of its own: for what has no case here.
    case other(JSONSchema)
  }

  /// One argument.
  public struct Property: Sendable, Equatable {
    /// What the model calls it.
    public var name: String
    /// Its type with its bounds.
    public var kind: Kind
    /// A few words for the model; may be empty.
    public var summary: String
    /// Whether a call without it is wrong.
    public var isRequired: Bool
    /// The name of an argument that may be given in place of this one, and of all others that name it.
    public var alternative: String?
    /// Other names that models give it.
    public var aliases: [String]

    /// An argument; the model must give it unless it is said otherwise.
    public init(
      _ name: String, _ kind: Kind, _ summary: String, required: Bool = true, unless alternative: String? = nil,
      aliases: [String] = []
    ) {
      self.name = name
      self.kind = kind
      self.summary = summary
      self.isRequired = required
      self.alternative = alternative
      self.aliases = aliases
    }
  }

  /// The arguments, required ones first.
  public var properties: [Property]
  /// The schema that a tool of others brought.
  var given: JSONSchema?

  /// A schema of these arguments.
  public init(_ properties: [Property]) {
    self.properties = properties
  }
}
