public import Agents

/// What a fleet begins with.
public struct FleetSettings: Sendable {
  /// Agents at the start; they get names of their own.
  public var agents: Int
  /// Slots at the start, for the session's first event; from then on the engine's scheduler knows.
  public var slots: Int
  /// The mode of agents that are not given another.
  public var mode: PermissionMode
  /// The model's path, for the session's first event; empty when none has been chosen yet.
  public var model: String
  /// Tokens an agent may use, where that is known before the model is loaded.
  public var contextLength: Int?

  /// What agents are told and may use, for the journal.
  public var setting = SessionSetting()

  /// Settings of a fleet.
  public init(
    agents: Int = 4, slots: Int? = nil, mode: PermissionMode = .ask, model: String = "", contextLength: Int? = nil
  ) {
    self.agents = agents
    self.slots = slots ?? agents
    self.mode = mode
    self.model = model
    self.contextLength = contextLength
  }
}
