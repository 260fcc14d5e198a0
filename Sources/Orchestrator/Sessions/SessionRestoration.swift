// What a session was when its journal ended: its agents, what they had said, what waited, and which runs were on. It is
// found by going over the journal once, events and records in the order in which they were written.

public import Agents

/// An earlier session, as a fleet goes on with it.
public struct SessionRestoration: Sendable, Equatable {
  /// A run that was on when the program ended.
  public struct Interrupted: Sendable, Equatable {
    /// Its name in the stream; nil where its end has been told already.
    public var run: String?
    /// What was to be done.
    public var task: String
    /// What the model had said last.
    public var text = ""
    /// Calls that had begun, and their tools.
    var calls: [OpenCall] = []
    /// Requests that waited for a person.
    var requests: [String] = []
  }

  /// A call that had begun.
  struct OpenCall: Sendable, Equatable {
    var call: String
    var tool: String
  }

  /// An agent as it was.
  public struct Member: Sendable, Equatable {
    /// Who it is.
    public var agent: KeptAgent
    /// What had been said, the ends of what was cut short included.
    public var conversation = RestoredConversation()
    /// What was appended to that end.
    public var ending: ConversationChange?
    /// What was on.
    public var interrupted: Interrupted?
    /// Tokens of its conversation, as told last.
    public var contextUsed = 0
  }

  /// A task that waited.
  public struct Waiting: Sendable, Equatable {
    /// Its name in the stream.
    public var task: String
    /// What is to be done.
    public var text: String
    /// For whom; nil: for whoever is free.
    public var agent: Int?
  }

  /// The session's name.
  public var session = ""
  /// The number of its last event.
  public var lastSeq = 0
  /// The path of the model that it worked with last.
  public var model = ""
  /// Slots that there were.
  public var slots = 1
  /// What its agents were told; nil where an older version did not keep it.
  public var setting: SessionSetting?
  /// Its agents, in order.
  public var members: [Member] = []
  /// Tasks that waited, in order.
  public var waiting: [Waiting] = []
  /// Names that agents had, and what they are called now.
  public var renamed: [String: String] = [:]
  /// The highest numbers that were given out: `call`, `request`, `t` for tasks, `r` for runs.
  public var used: [String: Int] = [:]

  /// Whether something can be gone on with: a run that was cut short, or a task that waits.
  public var hasOpenWork: Bool { !waiting.isEmpty || members.contains { $0.interrupted != nil } }
}

extension RunOutcome {
  private static let interruption = "interrupted: the program ended while this ran"

  /// How a run ends that the end of its program has cut short.
  static func interrupted(text: String) -> RunOutcome {
    RunOutcome(reason: .stopped, text: text, error: interruption)
  }

  /// Whether it is such an end.
  public var isInterruption: Bool { reason == .stopped && error == Self.interruption }
}
