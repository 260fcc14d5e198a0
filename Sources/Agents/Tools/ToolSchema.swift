/// The part of JSON Schema that tool arguments need: an object of named properties in a fixed order.
///
/// From it come the schema that the model reads, the grammar that its calls are sampled by, and the check of
/// what arrives.
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
  }

  /// One argument.
  public struct Property: Sendable, Equatable {
    /// What the model calls it.
    public var name: String
    /// Its type with its bounds.
    public var kind: Kind
    /// A sentence for the model.
    public var summary: String
    /// Whether a call without it is wrong.
    public var isRequired: Bool

    /// An argument.
    public init(_ name: String, _ kind: Kind, _ summary: String, required: Bool = true) {
      self.name = name
      self.kind = kind
      self.summary = summary
      self.isRequired = required
    }
  }

  /// The arguments, required ones first.
  public var properties: [Property]

  /// A schema of these arguments.
  public init(_ properties: [Property]) {
    self.properties = properties
  }
}
