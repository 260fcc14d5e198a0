import Agents
import Threading

/// One agent as the console knows it.
struct AgentPane: Equatable, Sendable {
  /// A task that waits for this agent.
  struct QueuedTask: Equatable, Sendable {
    var id: String
    var text: String
  }

  /// Tokens in its lane at a moment, from which its speed is reckoned.
  struct LaneSample: Equatable, Sendable {
    var tokens: Int
    var time: MonotonicTime
  }

  /// Stays when the name changes.
  let id: Int
  var name: String
  var mode: PermissionMode
  /// The agent that started it; nil for a person's own.
  var startedBy: String?
  var status = AgentStatus.idle
  /// The run that is on.
  var run: String?
  /// Tokens of its conversation, and how many it may use.
  var contextUsed = 0
  var contextLimit = 0
  /// Files whose changes can be looked at; nil when it may have written since they were counted.
  var changedFiles: Int? = 0
  /// The last known speed; nil before the first.
  var tokensPerSecond: Double?
  var laneSample: LaneSample?
  /// What it generated in the last minute.
  var rates = RateHistory()
  /// Tokens in its lane at the last look, while it decodes.
  var laneTokens: Int?
  var queued: [QueuedTask] = []
  /// How many of `queued` still wait: the newest ones. The others have begun or were dropped.
  var queuedCount = 0
  var transcript = Transcript()
  var scroll = Scroll.follow
  /// Something has come since the person scrolled away from the end.
  var hasMore = false
  /// Where the person wants to be that has to be read first.
  var seek: TranscriptSeek?
  /// The page of the transcript that is being read.
  var reading: Int?
  /// Pages that could not be read: they are tried again when the person wants to be there.
  var unreadable: Set<Int> = []
  var search: PaneSearch?
  /// The entry that `o` opens, when one was chosen.
  var cursor: Int?
  /// Reasoning is unfolded unless closed one by one.
  var showsReasoning = false

  init(id: Int, name: String, mode: PermissionMode = .ask) {
    self.id = id
    self.name = name
    self.mode = mode
  }

  /// Percent of its context used; nil while that is not known.
  var contextPercent: Int? { contextLimit > 0 ? min(999, contextUsed * 100 / contextLimit) : nil }

  /// Whether an entry is open now.
  func isOpen(_ entry: TranscriptEntry) -> Bool {
    entry.isOpen(transcript.choices[entry.id], showsReasoning: showsReasoning)
  }
}
