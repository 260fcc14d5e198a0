/// What a tool does to the world; permissions are decided by it.
public enum ToolEffect: String, Sendable {
  /// Looks at files.
  case reads
  /// Changes files.
  case writes
  /// Runs commands.
  case executes
  /// Gives work to another agent, which asks for itself what it may do.
  case delegates
  /// Keeps or shows what is the agent's own: its list, its jobs.
  case notes
  /// Asks the person.
  case asks

  /// Whether what it is about lies at its argument `path`.
  var isOnFiles: Bool {
    switch self {
    case .reads, .writes: true
    case .executes, .delegates, .notes, .asks: false
    }
  }

  /// Whether it changes nothing by itself, so that it is offered in the mode `plan`.
  var isHarmless: Bool {
    switch self {
    case .reads, .delegates, .notes, .asks: true
    case .writes, .executes: false
    }
  }
}
