import Threading

/// A sequence with what it holds and what it does; the decode thread's alone.
struct Lane {
  /// Where a generation is.
  enum Phase: Equatable {
    /// It has not been decided yet where its prompt's beginning comes from.
    case planning
    /// A neighbour is computing the beginning of its prompt.
    case waiting(on: LaneID, upTo: Int)
    /// What was put away is on its way back from the disk.
    case fetching(StateID)
    /// It was put away in mid-run for want of room, and goes on when there is some.
    case paused
    /// Its tokens are being computed: prompt, then one by one what it generates.
    case running
  }

  /// A generation in this lane.
  struct Work {
    let job: GenerationJob
    /// Prompt and everything generated so far: the KV follows it.
    var target: [Token]
    var phase = Phase.planning
    /// Order in which the generations began.
    var began: Int
    /// Tokens of the prompt that did not have to be computed.
    var reused = 0
    var hasPlanned = false
    /// Tokens of the prompt that had to be computed when it began.
    var toCompute = 0
    /// Whether these are so few that they are not cut into chunks.
    var isShort: Bool { toCompute <= StepPlanner.mostShortRows }
    /// Rows that others who began later have had while its prompt was not done.
    var overtaken = 0
    /// Most tokens of the prompt that have been resident so far.
    var furthest = 0
    /// Where prefill stops because a saved state goes on from there.
    var stopsAt: Int?
    var firstTokenAt: MonotonicTime?
    /// When each token was made.
    var tokenTimes: [MonotonicTime] = []

    var generated: Int { target.count - job.prompt.count }
  }

  let id: LaneID
  let name: String
  /// Its number in the llama_context; nil while it holds nothing.
  var sequence: Int32?
  var resident: ResidentTokens
  /// When it was last used, for eviction.
  var lastUse = 0
  var work: Work?
  /// How the newest prompt met what was resident.
  var lastTurn = MemorySnapshot.Turn()

  init(id: LaneID, name: String) {
    self.id = id
    self.name = name
    resident = ResidentTokens(holder: CellLedger.Holder(truncatingIfNeeded: id.value))
  }

  /// Tokens that its generation needs computed next; 0 when it has none.
  var rowsLeft: Int { work.map { min($0.target.count, $0.stopsAt ?? .max) - resident.count } ?? 0 }

  /// Tokens of prefill among them: none when it generates token by token.
  var prefillLeft: Int { rowsLeft == 1 && (work?.generated ?? 0) > 0 ? 0 : rowsLeft }
}
