import Agents
import Threading

/// Where one observer of the event stream fetches its events, at its own speed.
///
/// Nobody waits for a slow observer: what it does not fetch is joined (`Overflow.join`), or, where it needs each
/// event as it was numbered, held back in the stream itself, which joins there what has no number yet (`.hold`).
///
/// What is joined is bounded too: beyond the bound only the numbers are kept of what comes, and when there is room again the
/// record gives these events as they were (`catchUp`). Where there is no record, or it has failed, all is kept here.
public final class EventMailbox: Sendable {
  /// What happens when events come faster than they are fetched.
  public enum Overflow: Sendable {
    /// Pieces of text are joined, up to about so many bytes; the rest waits in the record. For screens.
    case join(bytes: Int = 8 << 20)
    /// At most `limit` events wait here, the rest in the stream. For output that is numbered without a gap.
    case hold(limit: Int)
  }

  /// Events that are read again at once.
  private static let chunk = 256

  private struct State {
    var joined = EventBuffer()
    var held: [FleetEvent] = []
    /// The numbers of what came when there was no room, and is in the record.
    var missed: Range<Int>?
    /// Of these the requests for permission, of which the record does not hold all.
    var requests: [Int: FleetEvent] = [:]
    /// What came after these and is in no record.
    var later = EventBuffer()
    /// The stream has ended: what is here is all that will come.
    var isFinished = false
    /// The observer has gone: what comes is dropped.
    var isAbandoned = false

    /// Whether there is nothing to fetch now.
    var isEmpty: Bool { joined.isEmpty && held.isEmpty }

    mutating func take() -> [FleetEvent] {
      defer { held = [] }
      return joined.isEmpty ? held : joined.takeAll()
    }

    mutating func add(_ event: FleetEvent, most: Int, isRecorded: Bool) {
      if missed == nil, joined.bytes < most || !isRecorded { return joined.append(event) }
      guard isRecorded else { return later.append(event) }
      missed = (missed?.lowerBound ?? event.seq)..<event.seq + 1
      if case .agent(.permissionRequested) = event.kind { requests[event.seq] = event }
    }

    /// What is to be read next; nil where nothing was missed, or there is no room for it.
    func next(most: Int) -> Range<Int>? {
      guard let missed, joined.bytes < most else { return nil }
      return missed.lowerBound..<min(missed.upperBound, missed.lowerBound + EventMailbox.chunk)
    }

    /// Takes what was read.
    mutating func add(_ events: [FleetEvent], upTo end: Int) {
      guard let range = missed else { return }
      for event in events { joined.append(requests.removeValue(forKey: event.seq) ?? event) }
      missed = end < range.upperBound ? end..<range.upperBound : nil
      if missed == nil { for event in later.takeAll() { joined.append(event) } }
    }

    /// What was missed cannot be read. What somebody waits for is here still.
    mutating func giveUp() {
      guard let range = missed else { return }
      add(requests.values.sorted { $0.seq < $1.seq }, upTo: range.upperBound)
    }
  }

  private let overflow: Overflow
  private let record: (any EventRecord)?
  private let onArrival: @Sendable () -> Void
  private let onRoom: @Sendable () -> Void
  private let onLoss: @Sendable (String) -> Void
  private let state = Monitor(State())

  /// - Parameters:
  ///   - record: what was told before; nil where nothing of it can be read again.
  ///   - onRoom: called when something was missed and there is room for it: whoever puts events in is to `catchUp`.
  ///   - onLoss: called, with a sentence, when what was missed cannot be read again.
  init(
    overflow: Overflow, record: (any EventRecord)? = nil, onArrival: @escaping @Sendable () -> Void = {},
    onRoom: @escaping @Sendable () -> Void = {}, onLoss: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.overflow = overflow
    self.record = record
    self.onArrival = onArrival
    self.onRoom = onRoom
    self.onLoss = onLoss
  }

  /// Bytes of what waits here, roughly.
  var bytes: Int { state.withLock { $0.joined.bytes + $0.later.bytes } }

  /// Blocks until there are events; nil once the stream has ended and everything was fetched, or after `abandon()`.
  public func waitForEvents() -> [FleetEvent]? {
    state.wait { state in state.isEmpty && !state.isFinished && !state.isAbandoned ? nil : () }!
    let events = takeEvents()
    return events.isEmpty ? nil : events
  }

  /// What has come since the last time; never blocks, but for reading the record once the stream has ended.
  public func takeEvents() -> [FleetEvent] {
    let isLast = state.withLock { $0.isFinished && $0.isEmpty }
    // Nobody else puts anything in any more.
    if isLast { catchUp() }
    let (events, isBehind) = state.withLock { ($0.take(), $0.missed != nil && !$0.isFinished) }
    state.broadcast()
    if isBehind { onRoom() }
    return events
  }

  /// The observer wants no more: what comes from now on is dropped, and whoever waits here stops waiting.
  public func abandon() {
    state.withLock { state in
      state.isAbandoned = true
      state.missed = nil
      state.requests = [:]
      state.later = EventBuffer()
      _ = state.take()
    }
    state.broadcast()
  }

  /// Puts numbered events in, in order. With `hold` blocks while the mailbox is full.
  func put(_ events: [FleetEvent]) {
    switch overflow {
    case .join(let most):
      let recorded = record?.lastSeq ?? 0
      let isNew: Bool = state.withLock { state in
        guard !state.isAbandoned else { return false }
        let wasEmpty = state.isEmpty
        for event in events { state.add(event, most: most, isRecorded: event.seq <= recorded) }
        return wasEmpty && !state.isEmpty
      }
      announce(if: isNew)
    case .hold(let limit):
      for start in stride(from: 0, to: events.count, by: limit) {
        let part = events[start..<min(start + limit, events.count)]
        let wasEmpty: Bool = state.wait { state in
          if state.isAbandoned { return false }
          guard state.held.isEmpty || state.held.count + part.count <= limit else { return nil }
          let wasEmpty = state.isEmpty
          state.held += part
          return wasEmpty
        }!
        announce(if: wasEmpty)
      }
    }
  }

  /// Reads what was missed, as far as there is room; on the thread that puts events in.
  func catchUp() {
    guard case .join(let most) = overflow, let record else { return }
    while let seqs = state.withLock({ $0.next(most: most) }) {
      var events: [FleetEvent] = []
      var loss: FleetError?
      do throws(FleetError) {
        try record.recall(EventSelection(seqs: seqs)) { events.append($0) }
        if events.count != seqs.count { loss = FleetError("The journal was changed.") }
      } catch {
        loss = error
      }
      let isNew: Bool = state.withLock { state in
        let wasEmpty = state.isEmpty
        if loss == nil { state.add(events, upTo: seqs.upperBound) } else { state.giveUp() }
        return wasEmpty && !state.isEmpty
      }
      if let loss { onLoss("What happened while nobody looked is missing here. \(loss)") }
      announce(if: isNew)
    }
  }

  /// No more will come.
  func finish() {
    state.withLock { $0.isFinished = true }
    announce(if: true)
  }

  private func announce(if changed: Bool) {
    guard changed else { return }
    state.broadcast()
    onArrival()
  }
}
