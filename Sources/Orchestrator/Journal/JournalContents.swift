/// All that a journal holds.
public struct JournalContents: Sendable, Equatable {
  /// The session's name.
  public var id: String
  /// Where the file is.
  public var path: String
  /// What was told, in order.
  public var events: [FleetEvent]
  /// What was kept beside it, in order.
  public var records: [JournalRecord]
  /// What is no line of a journal, and was passed over.
  public var damage: [JournalDamage]
  /// Whether the last line was cut off: the program ended while it was written.
  public var isCutOff: Bool

  init(id: String, path: String, _ scan: JournalScan) {
    self.id = id
    self.path = path
    (events, records, damage, isCutOff) = (scan.events, scan.records, scan.damage, scan.isCutOff)
  }

  /// The number of the last event; 0 where there is none.
  public var lastSeq: Int { events.last?.seq ?? 0 }

  /// A sentence that names what was passed over; nil where that is nothing.
  public var damageSentence: String? { damage.sentence(path: path) }

  /// What a list says of it; nil where nothing was told.
  public var summary: SessionSummary? {
    var summary = SessionSummary(events: events, id: id)
    for record in records {
      switch record.kind {
      case .opened(let ordinal): summary?.ordinal = ordinal
      case .summary(let kept): summary?.ordinal = kept.ordinal
      case .setting, .agents, .conversation, .dropped: break
      }
    }
    return summary
  }
}
