// What is written of a batch, and how the journal's own account of itself changes by that.

import OrderedJSON

extension Journal {
  /// The lines of a batch, and the state when they have been written.
  static func text(
    of events: [FleetEvent], _ records: [PlacedRecord], _ state: State
  ) -> (bytes: String, state: State) {
    var after = state
    var text = ""
    var next = 0
    func keep(_ kind: JournalRecord.Kind) {
      let start = text.utf8.count
      after.records += 1
      JournalRecord(number: after.records, after: after.index.lastSeq, kind: kind).json.write(to: &text)
      text += "\n"
      after.index.skip(bytes: text.utf8.count - start)
    }
    for (place, event) in events.enumerated() {
      while next < records.count, records[next].place <= place {
        keep(records[next].kind)
        next += 1
      }
      let start = text.utf8.count
      event.json.write(to: &text)
      text += "\n"
      after.index.add(seq: event.seq, bytes: text.utf8.count - start)
      if after.records == 0, let summary = after.summary {
        after.summary?.startedAt = event.time
        keep(.opened(ordinal: summary.ordinal))
      }
      after.summary?.take(event)
    }
    for record in records[next...] { keep(record.kind) }
    let isOver = events.contains { if case .sessionFinished = $0.kind { true } else { false } }
    if let summary = after.summary, isOver || after.index.size - after.summarisedAt >= summarySpacing {
      keep(.summary(summary))
      after.summarisedAt = after.index.size
    }
    return (text, after)
  }
}
