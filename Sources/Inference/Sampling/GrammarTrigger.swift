/// Watches free text, and says from where on a grammar binds what comes.
///
/// It runs on the decode thread, once a token, so it must be quick.
public protocol GrammarTrigger: Sendable {
  /// The grammar that it will most likely ask for, made ready before the first token; nil: none.
  var expected: String? { get }
  /// Takes what the next token printed, perhaps a part of a character.
  ///
  /// - Returns: the grammar (GBNF, rule `root`) that binds from now on, and how many of the last bytes it binds already;
  ///   nil: what comes is free.
  mutating func grammar(after bytes: [UInt8]) -> (grammar: String, bound: Int)?
}
