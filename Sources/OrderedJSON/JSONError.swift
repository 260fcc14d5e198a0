/// Why a text is no JSON, and where.
public struct JSONError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The line, from 1.
  public let line: Int
  /// The character in the line (Unicode scalars), from 1.
  public let column: Int
  /// What was found, and what is accepted there.
  public let reason: String

  /// An error at a place.
  public init(line: Int, column: Int, reason: String) {
    self.line = line
    self.column = column
    self.reason = reason
  }

  /// The place as `line:column`, and the reason.
  public var description: String { "\(line):\(column): \(reason)" }
}
