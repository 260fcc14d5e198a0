/// Why a template could not be read or applied.
public struct JinjaError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What sort of thing went wrong.
  public enum Kind: Sendable, Equatable {
    /// The template is not written in the language.
    case syntax
    /// The template itself refused, with `raise_exception`.
    case raised
    /// Something was asked of a value that is not there.
    case undefined
    /// A value is of a type, or has a content, that what was done with it does not take.
    case value
    /// Something that the sandbox forbids, such as changing a list that was passed in.
    case forbidden
    /// A bound on depth, steps or size was reached.
    case limit
  }

  /// What sort of thing went wrong.
  public let kind: Kind
  /// The line of the template, from 1.
  public let line: Int
  /// A sentence: what was found there, and what is accepted.
  public let reason: String

  /// An error at a line.
  public init(_ kind: Kind, line: Int, _ reason: String) {
    self.kind = kind
    self.line = line
    self.reason = reason
  }

  /// The line and the reason, `line 3: …`.
  public var description: String { "line \(line): \(reason)" }
}
