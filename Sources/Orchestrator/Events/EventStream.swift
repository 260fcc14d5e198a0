// The one ordered stream of what happens in a fleet.
//
//   agents' threads ──append──► buffer ──one thread──► number ► journal ► mailboxes ──► observers' threads
//
// Appending takes one short lock and calls nobody, so neither a full disk nor a stalled terminal slows an agent. Events
// get their number when they leave the buffer: pieces of text that were joined there were never two events, so
// numbers have no gap. The journal is written before any observer is told: what was seen is on disk. So a mailbox that is
// full need not keep what comes; this thread reads it again when there is room.

import Agents
import System
public import Threading

/// What keeps the numbered events before anybody sees them: the journal.
public protocol EventSink: Sendable {
  /// Keeps these events. Called on one thread, in order; must not fail its caller.
  func write(_ events: [FleetEvent])
  /// Keeps these events, and the records between them.
  func write(_ events: [FleetEvent], _ records: [PlacedRecord])
  /// Observers have been told these events: now there is time for what takes long.
  func settle(_ events: [FleetEvent])
  /// No more comes.
  func finish()
}

extension EventSink {
  /// Records are not kept.
  public func write(_ events: [FleetEvent], _ records: [PlacedRecord]) { if !events.isEmpty { write(events) } }
  /// Nothing takes long.
  public func settle(_ events: [FleetEvent]) {}
  /// Nothing is held open.
  public func finish() {}
}

/// Takes events from any thread, and gives them numbered and in order to the journal, then to all observers.
public final class EventStream: Sendable {
  private struct State {
    var buffer = EventBuffer()
    var lastSeq = 0
    var slots = FleetEvent.Slots(active: 0, max: 0)
    var mailboxes: [EventMailbox] = []
    var isClosed = false
    /// Some mailbox has room for what it has missed.
    var hasRoom = false
  }

  private let state: Monitor<State>
  private let sink: (any EventSink)?
  private let clock: @Sendable () -> Int64
  private let thread = Monitor<WorkerThread?>(nil)

  /// A stream without events.
  ///
  /// - Parameters:
  ///   - sink: is given every event before any observer is.
  ///   - lastSeq: the number of the last event of the session so far, where it is gone on with.
  ///   - clock: milliseconds since 1970.
  /// - Throws: `ThreadError` when there is no thread for it.
  public init(
    sink: (any EventSink)? = nil, after lastSeq: Int = 0, clock: (@Sendable () -> Int64)? = nil
  ) throws(ThreadError) {
    self.sink = sink
    state = Monitor(State(lastSeq: lastSeq))
    self.clock = clock ?? WallClock.milliseconds
    let thread = try WorkerThread(name: "events") { [self] in deliver() }
    self.thread.withLock { $0 = thread }
  }

  /// What was told before; nil where the sink keeps nothing that can be read again.
  public var record: (any EventRecord)? { sink as? any EventRecord }

  /// A mailbox that gets everything that is delivered from now on.
  ///
  /// - Parameters:
  ///   - overflow: what happens when events come faster than they are fetched.
  ///   - onArrival: called, outside any lock, when an empty mailbox gets something and when the stream ends.
  ///     Must not block: it wakes somebody.
  ///   - onLoss: is told, in a sentence, when something that had no room in the mailbox cannot be read again.
  public func observe(
    _ overflow: EventMailbox.Overflow = .join(), onArrival: @escaping @Sendable () -> Void = {},
    onLoss: @escaping @Sendable (String) -> Void = { _ in }
  ) -> EventMailbox {
    let mailbox = EventMailbox(
      overflow: overflow, record: record, onArrival: onArrival,
      onRoom: { [state] in
        state.withLock { $0.hasRoom = true }
        state.broadcast()
      }, onLoss: onLoss)
    let isClosed = state.withLock { state in
      state.mailboxes.append(mailbox)
      return state.isClosed
    }
    if isClosed { mailbox.finish() }
    return mailbox
  }

  /// Adds an event at the end. After `close()` it is dropped.
  public func append(_ kind: FleetEvent.Kind, agent: String? = nil, id: AgentID? = nil, run: String? = nil) {
    let appended: Bool = state.withLock { state in
      guard !state.isClosed else { return false }
      var event = FleetEvent(seq: 0, time: clock(), agent: agent, agentID: id, run: run, kind: kind)
      if let change = kind.slotChange {
        state.slots.active += change
        event.slots = state.slots
      }
      state.buffer.append(event)
      return true
    }
    if appended { state.broadcast() }
  }

  /// Adds what the journal is to have besides; no observer is told. After `close()` it is dropped.
  public func keep(_ record: JournalRecord.Kind) {
    let kept = state.withLock { state in
      guard !state.isClosed else { return false }
      state.buffer.append(record)
      return true
    }
    if kept { state.broadcast() }
  }

  /// How many slots there are, for the events from now on.
  public func setSlots(max: Int) {
    state.withLock { $0.slots.max = max }
  }

  /// Ends the stream: blocks until everything has been delivered. Observers fetch the rest from their mailboxes.
  public func close() {
    state.withLock { $0.isClosed = true }
    state.broadcast()
    let thread = thread.withLock { $0 }
    thread?.join()
  }

  private func deliver() {
    while true {
      let (events, records, mailboxes, isLast) = nextBatch()
      if !events.isEmpty || !records.isEmpty { sink?.write(events, records) }
      if !events.isEmpty {
        for mailbox in mailboxes { mailbox.put(events) }
        sink?.settle(events)
      }
      for mailbox in mailboxes { mailbox.catchUp() }
      if isLast {
        sink?.finish()
        for mailbox in mailboxes { mailbox.finish() }
        return
      }
    }
  }

  private func nextBatch() -> (
    events: [FleetEvent], records: [PlacedRecord], mailboxes: [EventMailbox], isLast: Bool
  ) {
    state.wait { state in
      guard !state.buffer.isEmpty || state.isClosed || state.hasRoom else { return nil }
      state.hasRoom = false
      let records = state.buffer.records
      var events = state.buffer.takeAll()
      for index in events.indices {
        state.lastSeq += 1
        events[index].seq = state.lastSeq
      }
      return (events, records, state.mailboxes, state.isClosed)
    }!
  }
}

extension FleetEvent.Kind {
  /// How an event changes the number of slots that are held; nil when it has nothing to do with slots.
  fileprivate var slotChange: Int? {
    if case .agent(.slotAcquired) = self { return 1 }
    if case .agent(.slotReleased) = self { return -1 }
    return nil
  }
}
