// What an agent has said and done, as entries, in pages. Memory is bounded: beyond `mostBytes` pages are let go of, the
// oldest first that nobody looks at. Of such a page its source stays, some bytes for each entry, and the journal gives
// it again: the same events are taken by the same code, so that what comes back is what was there.

import Agents
import OrderedJSON
import Orchestrator
import Threading

/// An agent's transcript.
struct Transcript: Equatable, Sendable {
  /// The text of a task, and the number of the event that told it.
  struct TaskText: Equatable, Sendable {
    var text: String
    var seq: Int
  }

  /// More than this is let go of.
  static let mostBytes = 1 << 20
  /// A text that is longer goes on in another entry, at the end of a line if one comes: a page is never much longer.
  static let longestText = 32 * 1024

  private(set) var pages: [TranscriptPage] = []
  /// What the person opened or closed.
  private(set) var choices: [Int: Bool] = [:]
  /// Bytes in memory.
  private(set) var bytes = 0
  /// What is read again, while it is: entries begin where they began the first time.
  private var replayed: (source: TranscriptSource, firstID: Int)?

  init() {}

  static func == (a: Transcript, b: Transcript) -> Bool { a.pages == b.pages && a.choices == b.choices }

  // MARK: what is there

  var isEmpty: Bool { pages.isEmpty }
  /// The last entry, which is always in memory.
  var last: TranscriptEntry? { pages.last?.entries?.last }
  /// Differs from what it was when something has been added at the end.
  var newest: [Int] { last.map { [$0.id, $0.version] } ?? [] }
  /// Whether some of it is in the journal only.
  var isCut: Bool { pages.contains { $0.entries == nil } }

  /// An entry; nil also where it is in the journal only.
  subscript(id id: Int) -> TranscriptEntry? {
    guard let page = page(of: id), let entries = pages[page].entries else { return nil }
    let place = id - pages[page].firstID
    return entries.indices.contains(place) ? entries[place] : nil
  }

  /// The page that an entry is on; nil where there is no such entry.
  func page(of id: Int) -> Int? {
    var (low, high) = (0, pages.count)
    while low < high {
      let middle = (low + high) / 2
      if pages[middle].firstID <= id { low = middle + 1 } else { high = middle }
    }
    return low > 0 && id - pages[low - 1].firstID < pages[low - 1].count ? low - 1 : nil
  }

  // MARK: what comes

  /// Takes what an event adds to it; what adds nothing changes nothing.
  ///
  /// - Parameter task: what the run is about that begins with this event.
  mutating func take(_ event: FleetEvent, task: TaskText? = nil, now: MonotonicTime) {
    switch event.kind {
    case .runStarted: if let task { add(.person(task.text), from: event, other: task.seq) }
    case .agent(let told): take(told, event, now: now)
    case .runFinished(let outcome): if let kind = TranscriptEntry.Kind(ending: outcome) { add(kind, from: event) }
    // It belongs to no run: each transcript in which something has been said has it.
    case .modelChanged(let change):
      if replayed != nil || !isEmpty { add(.note(TranscriptEntry.sentence(of: change)), from: event, other: event.seq) }
    case .sessionStarted, .agentStarted, .taskQueued, .sessionFinished: break
    }
  }

  private mutating func take(_ told: AgentEvent, _ event: FleetEvent, now: MonotonicTime) {
    switch told {
    case .text(let text): append(text, .text(text), from: event)
    case .reasoning(let text): append(text, .reasoning(text), from: event)
    case .toolStarted(let call, let tool, let arguments):
      let new = TranscriptCall(call: call, name: tool, arguments: arguments, since: now)
      // Told again when a person has changed its arguments.
      if !changeTool(call, { $0 = new }) { add(.tool(new), from: event) }
    case .toolOutput(let call, let text):
      changeTool(call) { $0.append(text) }
    case .toolFinished(let call, let tool, let ok, let output, let milliseconds, let diff):
      if changeTool(call, { $0.finish(ok: ok, output: output, milliseconds: milliseconds, diff: diff) }) { break }
      // Not a call that could be run, so it was never begun.
      var whole = TranscriptCall(call: call, name: tool, arguments: .null, since: now)
      whole.finish(ok: ok, output: output, milliseconds: milliseconds)
      add(.tool(whole), from: event)
    case .permissionRequested(let request):
      // The call that is asked about is the one told last.
      guard case .tool(let call)? = last?.kind else { break }
      changeTool(call.call) { call in
        call.show(diff: request.diff)
        call.outcome = .waiting(request: request.id)
      }
    case .permissionResolved(let request, _, _):
      guard case .tool(let call)? = last?.kind, call.outcome == .waiting(request: request) else { break }
      changeTool(call.call) { $0.outcome = .running(since: now) }
    case .contextCompacted(let before, let after):
      add(.note("older part summarised: \(before) tokens became \(after)"), from: event)
    case .slotWaiting, .slotAcquired, .slotReleased, .prefill, .usage: break
    }
  }

  /// Opens or closes an entry.
  mutating func setOpen(_ isOpen: Bool, _ id: Int) { choices[id] = isOpen }

  private mutating func add(_ kind: TranscriptEntry.Kind, from event: FleetEvent, other: Int? = nil) {
    if let replayed, !replayed.source.begins(at: event.seq) { return }
    if replayed == nil, let last = pages.indices.last, pages[last].isFull { pages[last].end(before: event.seq) }
    if pages.last.map({ replayed == nil && $0.isFull }) ?? true {
      pages.append(TranscriptPage(firstID: pages.last.map { $0.firstID + $0.count } ?? replayed?.firstID ?? 0))
    }
    let page = pages.count - 1
    let entry = TranscriptEntry(id: pages[page].firstID + pages[page].count, time: event.time, kind: kind)
    pages[page].add(entry, from: event, other: other)
    bytes += entry.bytes
  }

  /// The model's words or thinking go on.
  private mutating func append(_ text: String, _ whole: TranscriptEntry.Kind, from event: FleetEvent) {
    guard let id = continued(by: whole, event) else { return add(whole, from: event) }
    change(id) { $0.append(text) }
  }

  /// The entry that goes on with this text, if it does. No entry is held while it grows: it would be copied.
  private func continued(by whole: TranscriptEntry.Kind, _ event: FleetEvent) -> Int? {
    guard let last, last.isContinued(by: whole) else { return nil }
    return replayed?.source.begins(at: event.seq) ?? last.isLong ? nil : last.id
  }

  /// Changes a tool call, the newest with this identifier; tells whether it is in memory.
  @discardableResult
  private mutating func changeTool(_ call: String, _ body: (inout TranscriptCall) -> Void) -> Bool {
    for page in pages.reversed() {
      for entry in (page.entries ?? []).reversed() {
        guard case .tool(var tool) = entry.kind, tool.call == call else { continue }
        body(&tool)
        change(entry.id) { $0.kind = .tool(tool) }
        return true
      }
    }
    return false
  }

  private mutating func change(_ id: Int, _ body: (inout TranscriptEntry) -> Void) {
    guard let page = page(of: id) else { return }
    bytes -= pages[page].bytes
    pages[page].change(id, body)
    bytes += pages[page].bytes
  }

  // MARK: what goes, and comes back

  /// Lets go of pages until the rest is no more than `mostBytes`; never of these, nor of the last one.
  mutating func letGo(keeping kept: Range<Int>) {
    guard bytes > Self.mostBytes else { return }
    for page in pages.indices.dropLast() where pages[page].entries != nil && !kept.contains(page) {
      pages[page].letGo()
      bytes -= pages[page].bytes
      if bytes <= Self.mostBytes { break }
    }
  }

  /// Puts a page back that was read again; tells whether it is the one that was let go of.
  mutating func fill(_ page: Int, with entries: [TranscriptEntry]) -> Bool {
    guard pages.indices.contains(page), pages[page].entries == nil, pages[page].fill(entries) else { return false }
    bytes += pages[page].bytes
    return true
  }

  /// The entries of a page, from the events that its source selects, in order.
  struct Replay {
    private let source: TranscriptSource
    private var transcript = Transcript()
    private var tasks: [String: TaskText] = [:]
    /// Text or reasoning that was not taken yet: more of it may come, and most of it comes in small pieces.
    private var piece: (event: FleetEvent, text: String, isReasoning: Bool)?

    init(_ source: TranscriptSource, firstID: Int) {
      self.source = source
      transcript.replayed = (source, firstID)
    }

    /// What has been read; with a version that no entry has which grew on screen.
    mutating func entries() -> [TranscriptEntry] {
      flush()
      return (transcript.pages.first?.entries ?? []).map { entry in
        var entry = entry
        entry.version = -1
        return entry
      }
    }

    mutating func take(_ event: FleetEvent) {
      switch event.kind {
      case .agent(.text(let text)): join(text, isReasoning: false, event)
      case .agent(.reasoning(let text)): join(text, isReasoning: true, event)
      case .sessionStarted, .agentStarted, .taskQueued, .runStarted, .agent, .runFinished, .modelChanged,
        .sessionFinished:
        flush()
        takeWhole(event)
      }
    }

    private mutating func join(_ text: String, isReasoning: Bool, _ event: FleetEvent) {
      if piece?.isReasoning == isReasoning, !source.begins(at: event.seq) {
        piece?.text += text
      } else {
        flush()
        piece = (event, text, isReasoning)
      }
    }

    private mutating func flush() {
      guard let piece else { return }
      self.piece = nil
      var event = piece.event
      event.kind = .agent(piece.isReasoning ? .reasoning(piece.text) : .text(piece.text))
      takeWhole(event)
    }

    private mutating func takeWhole(_ event: FleetEvent) {
      var task: TaskText?
      switch event.kind {
      case .taskQueued(let id, let text, _): tasks[id] = TaskText(text: text, seq: event.seq)
      case .runStarted(let id): task = tasks[id]
      case .sessionStarted, .agentStarted, .agent, .runFinished, .modelChanged, .sessionFinished: break
      }
      transcript.take(event, task: task, now: MonotonicTime(nanoseconds: 0))
    }
  }
}

extension TranscriptEntry {
  /// Whether this is text, or reasoning, that goes on with `kind`.
  fileprivate func isContinued(by kind: Kind) -> Bool {
    switch (self.kind, kind) {
    case (.text, .text), (.reasoning, .reasoning): true
    case (.text, _), (.reasoning, _), (.person, _), (.tool, _), (.note, _), (.error, _): false
    }
  }

  /// Whether more text belongs into another entry.
  fileprivate var isLong: Bool {
    switch kind {
    case .text(let text), .reasoning(let text):
      text.utf8.count >= Transcript.longestText
        && (text.utf8.last == UInt8(ascii: "\n") || text.utf8.count >= 2 * Transcript.longestText)
    case .person, .tool, .note, .error: false
    }
  }
}
