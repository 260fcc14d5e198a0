/// How much a template may take: it comes out of a downloaded file, and may be written to hang or to exhaust.
public struct JinjaLimits: Sendable, Equatable {
  /// How large a template's source may be, in bytes.
  public var sourceBytes = 1 << 20
  /// How deep expressions, statements and calls of macros may stand in each other.
  public var depth = 120
  /// How many steps a rendering may take: nodes visited, elements made, and bytes handled by the hundred.
  public var steps = 20_000_000
  /// How large one text may become, the output among them, in bytes.
  public var textBytes = 64 << 20
  /// How deep lists and dictionaries may stand in each other.
  public var valueDepth = 250
  /// How much of the stack may be used, in bytes: threads of the program have a megabyte.
  public var stackBytes = 400 << 10

  /// What suits every template that is meant seriously.
  public init() {}
}
