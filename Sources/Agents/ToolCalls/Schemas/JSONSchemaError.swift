/// Why a JSON Schema cannot be used, and where in it.
public struct JSONSchemaError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The place, as a JSON pointer into the schema: `#/properties/limit/minimum`.
  public let path: String
  /// What was found there, and what is accepted.
  public let sentence: String

  /// An error at a place.
  public init(path: String, _ sentence: String) {
    self.path = path
    self.sentence = sentence
  }

  /// The place and the sentence.
  public var description: String { "\(path): \(sentence)" }
}
