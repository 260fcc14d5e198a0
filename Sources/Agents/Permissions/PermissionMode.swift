/// What an agent may do without asking.
public enum PermissionMode: String, Sendable, CaseIterable {
  /// Reads only: tools that change or execute are not offered to the model, and do not run.
  case plan
  /// Asks before each change or command.
  case ask
  /// Edits inside the workspace freely and asks for commands.
  case acceptEdits = "accept-edits"
  /// Asks nothing that the rules do not forbid.
  case auto

  /// How much may be done without asking: a higher number includes all lower ones.
  public var breadth: Int {
    switch self {
    case .plan: 0
    case .ask: 1
    case .acceptEdits: 2
    case .auto: 3
    }
  }
}
