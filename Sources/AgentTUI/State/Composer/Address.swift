import Orchestrator

/// To whom a task goes: `@name text`, `@all text`, `@any text`, or whoever has the focus.
struct Address: Equatable, Sendable {
  /// Who gets it.
  var target: TaskTarget
  /// The task without its address.
  var text: String

  /// Names that address more than one agent.
  static let groups = ["all", "any"]

  /// Reads what was written.
  ///
  /// - Returns: nil when it begins with a name that nobody has: `unknown` is told then.
  static func parse(
    _ written: String, agents: [String], focused: String
  ) -> (address: Address?, unknown: String?) {
    let text = trimmed(written[...])
    guard text.first == "@" else { return (Address(target: .agent(focused), text: String(text)), nil) }
    let name = text.dropFirst().prefix { !$0.isWhitespace }
    // No agent can be called so: it is a path that the task begins with.
    if name.contains("/") || name.dropLast().contains(".") {
      return (Address(target: .agent(focused), text: String(text)), nil)
    }
    let rest = String(trimmed(text.dropFirst(name.count + 1)))
    switch name {
    case "all": return (Address(target: .all, text: rest), nil)
    case "any": return (Address(target: .any, text: rest), nil)
    default:
      guard
        let agent = agents.first(where: { $0 == name }) ?? agents.first(where: { $0.lowercased() == name.lowercased() })
      else { return (nil, String(name)) }
      return (Address(target: .agent(agent), text: rest), nil)
    }
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop { $0.isWhitespace }
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
