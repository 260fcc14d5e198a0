/// Looks at a generation while it is made, and ends it: where a call ends whose result is to come next, or where a
/// stretch repeats itself without end.
///
/// It runs on the decode thread, once a token, so it must be quick. A copy of it sees the same text and comes to the same
/// end: that is how the one who asked learns why.
public protocol OutputWatch: Sendable {
  /// Takes what the next token printed, perhaps a part of a character. Whether the generation ends behind it.
  mutating func ends(after bytes: [UInt8]) -> Bool
}
