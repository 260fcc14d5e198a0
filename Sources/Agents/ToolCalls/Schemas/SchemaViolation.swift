/// One thing in which a value does not satisfy its schema, in words that the weakest model can act on.
public struct SchemaViolation: Equatable, Sendable {
  /// The place in the value: `edits[0].old`; empty for the value as a whole.
  public let path: String
  /// What was given and what is accepted, without its subject: `is 0; it must be a whole number from 1 to 9`.
  public let predicate: String
  /// Whether there is nothing that the place could be.
  let isUnknown: Bool

  init(path: String, _ predicate: String, isUnknown: Bool = false) {
    self.path = path
    self.predicate = predicate
    self.isUnknown = isUnknown
  }

  /// One sentence.
  public var sentence: String { sentence(of: "member") }

  /// One sentence, in which the parts of the value are called so.
  ///
  /// - Parameter noun: what a member of the whole value is called: `argument`.
  public func sentence(of noun: String) -> String {
    if isUnknown { return "there is no \(noun) '\(path)'; \(predicate)" }
    return path.isEmpty ? "the value \(predicate)" : "the \(noun) '\(path)' \(predicate)"
  }
}
