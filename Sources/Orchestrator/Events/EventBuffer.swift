import Agents

/// Events on their way from one thread to another, that were not fetched yet.
///
/// A piece of text is joined to the one before it of the same agent, run and kind, as long as nothing else of that
/// agent stands between: so whoever is slow gets fewer and longer pieces, but every character, and each agent's
/// events in their order. A joined event keeps the `seq` and `time` of its first piece.
struct EventBuffer: Sendable {
  /// Pieces longer than this many bytes are not lengthened: joining stays cheap, lines in the journal stay readable.
  static let longestJoin = 4096

  /// What an event takes besides its texts, roughly.
  private static let eventBytes = 256

  private struct Lane: Hashable {
    let agent: String?
    let id: AgentID?
    let run: String?
  }

  private var events: [FleetEvent] = []
  /// What the journal is to have between them.
  private(set) var records: [PlacedRecord] = []
  /// Where each lane's last event stands in `events`.
  private var last: [Lane: Int] = [:]

  /// What they take, roughly.
  private(set) var bytes = 0

  var count: Int { events.count }
  var isEmpty: Bool { events.isEmpty && records.isEmpty }

  /// Adds an event at the end, or its text to the lane's last one.
  mutating func append(_ event: FleetEvent) {
    let lane = Lane(agent: event.agent, id: event.agentID, run: event.run)
    bytes += event.kind.textBytes
    if let place = last[lane], let joined = events[place].kind.joined(with: event.kind) {
      events[place].kind = joined
      return
    }
    bytes += Self.eventBytes
    last[lane] = events.count
    events.append(event)
  }

  /// Adds a record behind the last event. No text is joined across it: what stands before it in the journal was said before
  /// it was kept.
  mutating func append(_ record: JournalRecord.Kind) {
    bytes += Self.eventBytes
    records.append(PlacedRecord(place: events.count, kind: record))
    last = [:]
  }

  /// Takes out everything.
  mutating func takeAll() -> [FleetEvent] {
    defer { self = EventBuffer() }
    return events
  }
}

extension FleetEvent.Kind {
  /// One event that says what the two say, or nil where that cannot be.
  fileprivate func joined(with next: FleetEvent.Kind) -> FleetEvent.Kind? {
    guard case .agent(let mine) = self, case .agent(let other) = next else { return nil }
    if case .text(let a) = mine, case .text(let b) = other, a.isShort { return .agent(.text(a + b)) }
    if case .reasoning(let a) = mine, case .reasoning(let b) = other, a.isShort { return .agent(.reasoning(a + b)) }
    if case .toolOutput(let call, let a) = mine, case .toolOutput(call, let b) = other, a.isShort {
      return .agent(.toolOutput(call: call, text: a + b))
    }
    return nil
  }
}

extension String {
  fileprivate var isShort: Bool { utf8.count < EventBuffer.longestJoin }
}
