// What a journal holds beside the event stream: lines without a number of the stream, which no observer is given. They are
// what somebody needs who wants to go on with the session, or to list it without reading all of it.

public import Agents

/// A line of a journal that is no event.
public struct JournalRecord: Sendable, Equatable {
  /// What it says.
  public enum Kind: Sendable, Equatable {
    /// The file was begun: how many sessions were begun here before it, and this one.
    case opened(ordinal: Int)
    /// What the agents of the session are.
    case setting(SessionSetting)
    /// Who is in the fleet now, in order.
    case agents([KeptAgent])
    /// The conversation of an agent has changed.
    case conversation(agent: Int, ConversationChange)
    /// Tasks that will not be begun.
    case dropped([String])
    /// What a list says of the session, as of here.
    case summary(SessionSummary)
  }

  /// 1, 2, 3 … in a journal.
  public var number: Int
  /// The number of the last event before it; 0 where there is none.
  public var after: Int
  /// What it says.
  public var kind: Kind

  /// A record.
  public init(number: Int, after: Int, kind: Kind) {
    self.number = number
    self.after = after
    self.kind = kind
  }
}

/// What agents of a session are told and may use, so that somebody who goes on with it has the same prompts.
public struct SessionSetting: Sendable, Equatable {
  /// The folder they work in.
  public var workspace: String
  /// The instructions at the front of each prompt.
  public var system: String
  /// Their tools, in order.
  public var tools: [String]

  /// A setting.
  public init(workspace: String = "", system: String = "", tools: [String] = []) {
    self.workspace = workspace
    self.system = system
    self.tools = tools
  }
}

/// An agent, as a journal keeps it.
public struct KeptAgent: Sendable, Equatable {
  /// Stays the same when its name changes.
  public var id: Int
  /// What it is called.
  public var name: String
  /// What it may do without asking.
  public var mode: PermissionMode
  /// The agent that started it.
  public var starter: Int?

  /// An agent.
  public init(id: Int, name: String, mode: PermissionMode, starter: Int? = nil) {
    self.id = id
    self.name = name
    self.mode = mode
    self.starter = starter
  }
}
