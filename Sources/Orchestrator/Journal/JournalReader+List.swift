// A list of a thousand sessions of megabytes each: of every journal its end is read, where a summary stands, and of some the
// beginning. A journal that an older version wrote has no summaries; what its beginning and its end do not tell, the
// list does not know, and says so.

import System

/// Earlier sessions, as far as they can be listed.
public struct SessionList: Sendable, Equatable {
  /// The one that was begun last first.
  public var sessions: [SessionSummary]
  /// Names of files in which nothing of a session was found.
  public var unreadable: [String]
}

extension JournalReader {
  /// Bytes at the end of a journal that are read, one step after the other until there is a summary.
  private static let tails = [4 * 1024, 64 * 1024, 1024 * 1024]
  /// Bytes at its beginning.
  private static let head = 4 * 1024

  /// All sessions, without reading all of them.
  public func list() -> SessionList {
    var list = SessionList(sessions: [], unreadable: [])
    for id in identifiers {
      if let summary = try? summary(of: id) { list.sessions.append(summary) } else { list.unreadable.append(id) }
    }
    list.sessions.sort { ($0.ordinal, $0.startedAt, $0.id) > ($1.ordinal, $1.startedAt, $1.id) }
    return list
  }

  /// All sessions that can be listed, the one that was begun last first.
  public func sessions() -> [SessionSummary] { list().sessions }

  /// What a list says of a session; nil where nothing of one was found.
  func summary(of id: String) throws(SystemError) -> SessionSummary? {
    let file = try File(reading: path(of: id))
    guard var summary = try Self.summary(in: file, id: id) else { return nil }
    summary.id = id
    if summary.ending == .cutShort, file.isLockedElsewhere { summary.ending = .running }
    return summary
  }

  private static func summary(in file: borrowing File, id: String) throws(SystemError) -> SessionSummary? {
    let size = try file.facts.size
    for length in tails {
      let start = max(0, size - length)
      var bytes = try file.read(start..<size)
      if start > 0 {
        // The first line is cut.
        bytes.removeFirst(min(bytes.count, (bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count) + 1))
      }
      let scan = JournalScan(bytes) { SessionSummary.isTold(by: $0.kind) }
      if let kept = scan.lastSummary {
        var summary = kept.summary
        for event in scan.events where event.seq > kept.after { summary.take(event) }
        return summary
      }
      if start == 0 { return whole(scan, id: id) }
      let isOver = scan.events.contains { if case .sessionFinished = $0.kind { true } else { false } }
      guard !isOver, length < tails[tails.count - 1], length == tails[0] || !scan.records.isEmpty else {
        return try partial(scan, file, id: id)
      }
    }
    return nil
  }

  private static func whole(_ scan: JournalScan, id: String) -> SessionSummary? {
    var summary = SessionSummary(events: scan.events, id: id)
    if let ordinal = scan.ordinal { summary?.ordinal = ordinal }
    return summary
  }

  /// From the beginning and the end, where there is no summary.
  private static func partial(_ tail: JournalScan, _ file: borrowing File, id: String) throws(SystemError)
    -> SessionSummary?
  {
    let head = JournalScan(try file.read(0..<Self.head)) { SessionSummary.isTold(by: $0.kind) }
    let last = head.events.last?.seq ?? 0
    guard var summary = SessionSummary(events: head.events + tail.events.filter { $0.seq > last }, id: id) else {
      return nil
    }
    summary.ordinal = head.ordinal ?? 0
    summary.isWhole = false
    for event in tail.events {
      if case .sessionFinished(let runs, let failed) = event.kind { (summary.runs, summary.failed) = (runs, failed) }
    }
    return summary
  }
}

extension JournalScan {
  /// The last summary, and the number of the event before it.
  fileprivate var lastSummary: (summary: SessionSummary, after: Int)? {
    for record in records.reversed() {
      if case .summary(let summary) = record.kind { return (summary, record.after) }
    }
    return nil
  }

  /// The number of the session's beginning.
  fileprivate var ordinal: Int? {
    for record in records {
      if case .opened(let ordinal) = record.kind { return ordinal }
    }
    return nil
  }
}
