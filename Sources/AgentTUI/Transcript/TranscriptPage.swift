import Orchestrator

/// A part of a transcript: some entries, in memory or let go of. What is let go of is read again from the journal.
struct TranscriptPage: Equatable, Sendable {
  /// With more bytes than this the next entry begins another page.
  static let fullBytes = 64 * 1024
  /// With this many entries, too.
  static let fullEntries = 512

  /// The identifier of its first entry.
  let firstID: Int
  /// Nil when they were let go of.
  private(set) var entries: [TranscriptEntry]? = []
  private(set) var source = TranscriptSource()
  /// Bytes that its entries take in memory, or took.
  private(set) var bytes = 0

  init(firstID: Int) { self.firstID = firstID }

  var count: Int { source.starts.count }
  var isFull: Bool { bytes >= Self.fullBytes || count >= Self.fullEntries }

  /// Adds an entry, which began with this event.
  mutating func add(_ entry: TranscriptEntry, from event: FleetEvent, other: Int?) {
    entries?.append(entry)
    source.add(event, other: other)
    bytes += entry.bytes
  }

  /// Changes an entry that is in memory.
  mutating func change(_ id: Int, _ body: (inout TranscriptEntry) -> Void) {
    guard var entries, entries.indices.contains(id - firstID) else { return }
    self.entries = nil  // `entries` is then the only one, and changes in place
    bytes -= entries[id - firstID].bytes
    body(&entries[id - firstID])
    entries[id - firstID].version += 1
    bytes += entries[id - firstID].bytes
    self.entries = entries
  }

  /// The next page began with the event of this number.
  mutating func end(before seq: Int) { source.end = seq }

  mutating func letGo() { entries = nil }

  /// Puts back what was read again; tells whether it is what was let go of.
  mutating func fill(_ read: [TranscriptEntry]) -> Bool {
    guard read.count == count, read.first?.id == firstID else { return false }
    entries = read
    bytes = read.reduce(0) { $0 + $1.bytes }
    return true
  }
}
