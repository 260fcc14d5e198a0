// What an agent has said and done, as entries. Memory is bounded: beyond `mostBytes` the oldest entries are
// forgotten (the journal has them).

/// An agent's transcript.
struct Transcript: Equatable, Sendable {
  /// More than this is forgotten, the oldest first.
  static let mostBytes = 1 << 20
  /// A text that is longer goes on in another entry, so that what is forgotten is never more than a part of it.
  static let longestText = 64 * 1024

  private(set) var entries: [TranscriptEntry] = []
  /// Entries that were forgotten.
  private(set) var forgotten = 0
  private var bytes = 0
  private var nextID = 0

  /// The place of an entry in `entries`.
  func index(of id: Int) -> Int? {
    guard let first = entries.first?.id, id >= first, id - first < entries.count else { return nil }
    return id - first
  }

  /// Differs from what it was when something has been added at the end.
  var newest: [Int] { entries.last.map { [$0.id, $0.version] } ?? [] }

  subscript(id id: Int) -> TranscriptEntry? { index(of: id).map { entries[$0] } }

  /// Appends an entry of its own.
  @discardableResult
  mutating func add(_ kind: TranscriptEntry.Kind, at time: Int64) -> Int {
    let entry = TranscriptEntry(id: nextID, time: time, kind: kind)
    nextID += 1
    bytes += entry.bytes
    entries.append(entry)
    forget()
    return entry.id
  }

  /// The model's words go on.
  mutating func appendText(_ text: String, at time: Int64) {
    guard let last = entries.last, case .text(let so) = last.kind, so.utf8.count < Transcript.longestText else {
      add(.text(text), at: time)
      return
    }
    change(last.id) { $0.kind = .text(so + text) }
  }

  /// The model's thinking goes on.
  mutating func appendReasoning(_ text: String, at time: Int64) {
    guard let last = entries.last, case .reasoning(let so) = last.kind, so.utf8.count < Transcript.longestText else {
      add(.reasoning(text), at: time)
      return
    }
    change(last.id) { $0.kind = .reasoning(so + text) }
  }

  /// Changes a tool call, the newest with this identifier; tells whether it is there.
  @discardableResult
  mutating func changeTool(_ call: String, _ body: (inout ToolCall) -> Void) -> Bool {
    for entry in entries.reversed() {
      guard case .tool(var tool) = entry.kind, tool.call == call else { continue }
      body(&tool)
      change(entry.id) { $0.kind = .tool(tool) }
      return true
    }
    return false
  }

  /// Opens or closes an entry.
  mutating func setOpen(_ isOpen: Bool, _ id: Int) { change(id) { $0.isOpen = isOpen } }

  private mutating func change(_ id: Int, _ body: (inout TranscriptEntry) -> Void) {
    guard let index = index(of: id) else { return }
    bytes -= entries[index].bytes
    body(&entries[index])
    entries[index].version += 1
    bytes += entries[index].bytes
    forget()
  }

  private mutating func forget() {
    var count = 0
    // The last entry stays, whatever its size: it is the one that grows.
    while bytes > Transcript.mostBytes, count < entries.count - 1 {
      bytes -= entries[count].bytes
      count += 1
    }
    guard count > 0 else { return }
    entries.removeFirst(count)
    forgotten += count
  }
}
