/// Who an agent is, for as long as its session lasts. Its name is what it is called: a person may change that, and once it
/// is closed another agent may have it.
public struct AgentID: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// 1, 2, 3 … in the order in which a session's agents were made.
  public let value: Int

  /// The agent of this number.
  public init(value: Int) { self.value = value }

  /// For logs: `agent 3`.
  public var description: String { "agent \(value)" }

  /// Who was made first comes first.
  public static func < (a: AgentID, b: AgentID) -> Bool { a.value < b.value }
}

/// Which agent of a fleet is meant: a person says a name, a program keeps an identity.
enum AgentKey: Sendable, Equatable, ExpressibleByStringLiteral {
  case named(String)
  case id(AgentID)

  init(stringLiteral name: String) { self = .named(name) }
}
