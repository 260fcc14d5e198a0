public import Agents

/// One entry of the fleet's one ordered stream: what the journal holds, and what observers are shown.
public struct FleetEvent: Sendable, Equatable {
  /// What happened.
  public enum Kind: Sendable, Equatable {
    case sessionStarted(id: String, model: String, agents: Int, slots: Int, context: Int)
    /// Another agent has started this one, for the task that is queued next.
    case agentStarted(by: String)
    case taskQueued(task: String, text: String, position: Int)
    case runStarted(task: String)
    /// What the agent's run tells. `slotAcquired` and `slotReleased` carry the count in `slots`.
    case agent(AgentEvent)
    case runFinished(RunOutcome)
    case modelChanged(ModelChange)
    case sessionFinished(runs: Int, failed: Int)
  }

  /// How many slots are held after a `slotAcquired` or `slotReleased`, counted along this stream.
  public struct Slots: Sendable, Equatable {
    /// Slots that are held.
    public var active: Int
    /// Slots in all.
    public var max: Int
    /// Slots after an event.
    public init(active: Int, max: Int) {
      self.active = active
      self.max = max
    }
  }

  /// 1, 2, 3 … without a gap.
  public var seq: Int
  /// Milliseconds since 1970, of the wall clock.
  public var time: Int64
  /// The agent's name at this moment, where it applies.
  public var agent: String?
  /// Who that is; nil in journals of versions that did not say so.
  public var agentID: AgentID?
  /// The run's identifier, where it applies.
  public var run: String?
  /// What happened.
  public var kind: Kind
  /// Only with slot events.
  public var slots: Slots?

  /// An event at its place in the stream: the stream gives the number.
  public init(
    seq: Int, time: Int64, agent: String?, agentID: AgentID? = nil, run: String?, kind: Kind, slots: Slots? = nil
  ) {
    self.seq = seq
    self.time = time
    self.agent = agent
    self.agentID = agentID
    self.run = run
    self.kind = kind
    self.slots = slots
  }
}
