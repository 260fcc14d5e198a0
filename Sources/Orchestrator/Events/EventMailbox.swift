import Threading

/// Where one observer of the event stream fetches its events, at its own speed.
///
/// Nobody waits for a slow observer: what it does not fetch is joined (`Overflow.join`), or, where it needs each
/// event as it was numbered, held back in the stream itself, which joins there what has no number yet (`.hold`).
public final class EventMailbox: Sendable {
  /// What happens when events come faster than they are fetched.
  public enum Overflow: Sendable {
    /// Pieces of text are joined. For screens.
    case join
    /// At most `limit` events wait here, the rest in the stream. For output that is numbered without a gap.
    case hold(limit: Int)
  }

  private struct State {
    var joined = EventBuffer()
    var held: [FleetEvent] = []
    /// The stream has ended: what is here is all that will come.
    var isFinished = false
    /// The observer has gone: what comes is dropped.
    var isAbandoned = false

    var isEmpty: Bool { joined.isEmpty && held.isEmpty }

    mutating func take() -> [FleetEvent] {
      defer { held = [] }
      return joined.isEmpty ? held : joined.takeAll()
    }
  }

  private let overflow: Overflow
  private let onArrival: @Sendable () -> Void
  private let state = Monitor(State())

  init(overflow: Overflow, onArrival: @escaping @Sendable () -> Void) {
    self.overflow = overflow
    self.onArrival = onArrival
  }

  /// Blocks until there are events; nil once the stream has ended and everything was fetched, or after `abandon()`.
  public func waitForEvents() -> [FleetEvent]? {
    let events: [FleetEvent] = state.wait { state in
      if state.isAbandoned { return [] }
      if state.isEmpty && !state.isFinished { return nil }
      return state.take()
    }!
    state.broadcast()
    return events.isEmpty ? nil : events
  }

  /// What has come since the last time; never blocks.
  public func takeEvents() -> [FleetEvent] {
    let events = state.withLock { $0.take() }
    state.broadcast()
    return events
  }

  /// The observer wants no more: what comes from now on is dropped, and whoever waits here stops waiting.
  public func abandon() {
    state.withLock { state in
      state.isAbandoned = true
      _ = state.take()
    }
    state.broadcast()
  }

  /// Puts numbered events in, in order. With `hold` blocks while the mailbox is full.
  func put(_ events: [FleetEvent]) {
    switch overflow {
    case .join:
      let wasEmpty: Bool = state.withLock { state in
        let wasEmpty = state.isEmpty
        guard !state.isAbandoned else { return false }
        for event in events { state.joined.append(event) }
        return wasEmpty
      }
      announce(if: wasEmpty)
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
