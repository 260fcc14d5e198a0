/// What the rules say about one path or one command, before it is made a question for a person.
enum PermissionDecision: Sendable, Equatable {
  case allow(by: String)
  case ask(rule: String)
  case deny(reason: String, by: String)

  /// The strictest of several; the first among those of one kind.
  static func strictest(_ decisions: [PermissionDecision]) -> PermissionDecision? {
    decisions.first { if case .deny = $0 { true } else { false } }
      ?? decisions.first { if case .ask = $0 { true } else { false } }
      ?? decisions.last
  }

  /// The same where a person is to be asked for this reason besides: what is forbidden stays so.
  func asking(because reason: String) -> PermissionDecision {
    switch self {
    case .allow: .ask(rule: reason)
    case .ask(let rule): .ask(rule: "\(rule); \(reason)")
    case .deny: self
    }
  }
}
