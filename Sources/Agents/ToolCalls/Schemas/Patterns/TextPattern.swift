// Regular expressions as JSON Schema has them: those of ECMA-262, found anywhere unless they are anchored. One reading
// serves the grammar, which writes what matches, and the check, which looks whether a text does. Foundation's expressions
// are neither here nor bounded in time; these are matched by following all ways at once, in time that grows with the
// length of the text and of the expression, and in nothing else.

/// A regular expression that has been read.
struct TextPattern: Hashable, Sendable {
  /// A part of one.
  indirect enum Node: Hashable, Sendable {
    case set(ScalarSet)
    case sequence([Node])
    case either([Node])
    case repeated(Node, atLeast: Int, atMost: Int?)
    case start
    case end
    case boundary(isNegated: Bool)
    case ahead(Node, isNegated: Bool)
  }

  /// Why an expression cannot be read.
  enum Problem: Error, Equatable {
    /// It is none.
    case malformed(String)
    /// It is one, and asks for what is not done here.
    case unsupported(String)
  }

  let root: Node

  init(_ source: String) throws(Problem) {
    var parser = PatternParser(source)
    root = try parser.parse()
    _ = try PatternProgram(root)
  }

  /// Whether an expression is found in a text; nil where it cannot be said in time, or the expression cannot be read.
  static func matches(_ text: String, _ source: String) -> Bool? {
    guard let pattern = try? TextPattern(source), let program = try? PatternProgram(pattern.root) else { return nil }
    var steps = PatternProgram.mostSteps
    return program.isFound(in: text.unicodeScalars.map(\.value), steps: &steps)
  }
}
