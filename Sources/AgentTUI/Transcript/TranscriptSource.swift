import Orchestrator

/// The events that a part of a transcript came from: with it the journal gives that part again, entry by entry.
struct TranscriptSource: Equatable, Sendable {
  /// Of what is in the journal, all that a transcript shows.
  static let kinds = [
    "run.started", "text", "reasoning", "tool.started", "tool.finished", "permission.requested", "context.compacted",
    "run.finished",
  ]

  /// The number of the event with which each entry began, rising.
  private(set) var starts: [Int] = []
  /// The numbers of events that belong to no run: those that told the texts of its tasks, and changes of the model.
  private(set) var others: [Int] = []
  private(set) var runs: [String] = []
  /// The number with which the next part began; nil while this is the last one.
  var end: Int?

  /// Another entry began, with this event.
  mutating func add(_ event: FleetEvent, other: Int?) {
    starts.append(event.seq)
    if let other { others.append(other) }
    if let run = event.run, runs.last != run, !runs.contains(run) { runs.append(run) }
  }

  /// Whether an entry began with this event.
  func begins(at seq: Int) -> Bool {
    var (low, high) = (0, starts.count)
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] < seq { low = middle + 1 } else { high = middle }
    }
    return low < starts.count && starts[low] == seq
  }

  /// What the journal is asked for.
  var selection: EventSelection {
    let first = starts.first ?? 0
    return EventSelection(seqs: first..<max(first, end ?? first), runs: runs, kinds: Self.kinds, others: others)
  }
}
