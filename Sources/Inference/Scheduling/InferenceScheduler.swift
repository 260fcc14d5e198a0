// A counting semaphore with an order, a memory and a face: who holds a slot, who waits, since when.
//
// One lock. A slot is handed from the releaser straight to the chosen waiter (`active` never dips between the
// two), so nobody can overtake; each waiter blocks on a monitor of its own, so a release wakes one thread
// however many wait. A waiter that gave up leaves a tombstone in its queue, dropped when it is reached.

public import Threading

/// Gives out the slots of one engine: at most `maxConcurrent` permits are held at any time.
public final class InferenceScheduler: Sendable {
  struct HolderID: Hashable, Sendable { let value: Int }

  /// Seconds of waiting that count as one step of priority.
  public static let ageingSeconds = 5.0

  private enum Outcome: Sendable { case granted(HolderID, MonotonicTime), failed(SchedulerError) }

  private final class Waiter: Sendable {
    let label: String
    let priority: SlotPriority
    let arrival: Int
    let since: MonotonicTime
    let outcome = Monitor<Outcome?>(nil)

    init(label: String, priority: SlotPriority, arrival: Int, since: MonotonicTime) {
      self.label = label
      self.priority = priority
      self.arrival = arrival
      self.since = since
    }

    func finish(_ result: Outcome) {
      outcome.withLock { $0 = result }
      outcome.broadcast()
    }
  }

  private struct Holding {
    let label: String
    let since: MonotonicTime
  }

  private struct State {
    var max: Int
    var closed = false
    /// Nobody gets a slot, free ones or not.
    var isDraining = false
    var holders: [HolderID: Holding] = [:]
    var queues = [WaitQueue<Waiter>](repeating: WaitQueue(), count: SlotPriority.allCases.count)
    var arrivals = 0
    var nextHolder = 0

    mutating func hold(_ label: String, at time: MonotonicTime) -> HolderID {
      nextHolder += 1
      let id = HolderID(value: nextHolder)
      holders[id] = Holding(label: label, since: time)
      return id
    }

    var hasWaiters: Bool { queues.contains { !$0.isEmpty } }
    var hasFreeSlot: Bool { !isDraining && holders.count < max }

    /// Where a waiter that joins now stands: behind its own priority and those above, and behind whoever below
    /// has waited long enough. 1 is next.
    func position(of newcomer: Waiter, at time: MonotonicTime) -> Int {
      let (below, others) = (queues[..<newcomer.priority.rawValue], queues[newcomer.priority.rawValue...])
      return 1 + others.reduce(0) { $0 + $1.count }
        + below.reduce(0) { $0 + $1.elements.prefix { InferenceScheduler.goes($0, before: newcomer, at: time) }.count }
    }
  }

  private let state: Monitor<State>
  private let now: @Sendable () -> MonotonicTime

  /// A scheduler with `maxConcurrent` slots, none held.
  ///
  /// - Throws: `SchedulerError.invalidLimit` below one.
  public convenience init(maxConcurrent: Int) throws(SchedulerError) {
    try self.init(maxConcurrent: maxConcurrent, now: { .now })
  }

  /// A scheduler that measures waiting, and with it ageing, by a clock of the caller's. Deadlines stay on the real one.
  init(maxConcurrent: Int, now: @escaping @Sendable () -> MonotonicTime) throws(SchedulerError) {
    guard maxConcurrent >= 1 else { throw .invalidLimit(maxConcurrent) }
    state = Monitor(State(max: maxConcurrent))
    self.now = now
  }

  /// Slots in all.
  public var maxConcurrent: Int { state.withLock { $0.max } }

  /// Slots held now.
  public var activeCount: Int { state.withLock { $0.holders.count } }

  /// Blocks until a slot is this caller's.
  ///
  /// - Parameters:
  ///   - label: who asks, for the snapshot: an agent's name.
  ///   - priority: first in, first out within a priority, with ageing.
  ///   - cancellation: ends the wait when cancelled.
  ///   - deadline: ends the wait when it passes.
  ///   - onWait: called once, outside any lock, with the position in the queue (1 is next) if the caller has to wait.
  /// - Throws: `SchedulerError`, and then no slot is held.
  public func acquire(
    label: String = "", priority: SlotPriority = .normal, cancellation: Cancellation? = nil,
    deadline: MonotonicTime? = nil, onWait: ((_ position: Int) -> Void)? = nil
  ) throws(SchedulerError) -> InferencePermit {
    if let reason = cancellation?.reason { throw .cancelled(reason) }
    enum Entry { case granted(HolderID, MonotonicTime), waiting(Waiter, position: Int) }
    let entry: Entry = try state.withLock { state throws(SchedulerError) in
      if state.closed { throw .closed }
      // The time is taken under the lock: who stands behind another in a queue has never waited longer.
      let arrivedAt = now()
      if state.hasFreeSlot && !state.hasWaiters {
        return .granted(state.hold(label, at: arrivedAt), arrivedAt)
      }
      state.arrivals += 1
      let waiter = Waiter(label: label, priority: priority, arrival: state.arrivals, since: arrivedAt)
      let position = state.position(of: waiter, at: arrivedAt)
      state.queues[priority.rawValue].append(waiter, id: waiter.arrival)
      return .waiting(waiter, position: position)
    }
    switch entry {
    case .granted(let holder, let time):
      return InferencePermit(scheduler: self, holder: holder, waitedSeconds: 0, acquiredAt: time)
    case .waiting(let waiter, let position):
      return try wait(waiter, position: position, cancellation: cancellation, deadline: deadline, onWait: onWait)
    }
  }

  /// A slot if one is free and nobody waits for it, else nil. Never blocks.
  public func tryAcquire(label: String = "") -> InferencePermit? {
    let granted: (HolderID, MonotonicTime)? = state.withLock { state in
      guard !state.closed, state.hasFreeSlot, !state.hasWaiters else { return nil }
      let time = now()
      return (state.hold(label, at: time), time)
    }
    guard let (holder, time) = granted else { return nil }
    return InferencePermit(scheduler: self, holder: holder, waitedSeconds: 0, acquiredAt: time)
  }

  /// Changes the number of slots at once. Permits already held stay valid: after a decrease the active ones may
  /// be more than the new limit until enough of them have been released.
  ///
  /// - Throws: `SchedulerError.invalidLimit` below one; the limit then stays as it was.
  public func resize(to maxConcurrent: Int) throws(SchedulerError) {
    guard maxConcurrent >= 1 else { throw .invalidLimit(maxConcurrent) }
    deliver(
      state.withLock { state in
        state.max = maxConcurrent
        return grants(&state)
      })
  }

  /// Fails everybody who waits, and everybody who comes, with `SchedulerError.closed`.
  public func close() {
    let waiters: [Waiter] = state.withLock { state in
      state.closed = true
      defer { for index in state.queues.indices { state.queues[index] = WaitQueue() } }
      return state.queues.flatMap(\.elements)
    }
    for waiter in waiters { waiter.finish(.failed(.closed)) }
    state.broadcast()
  }

  /// Blocks until no slot is held. From now on nobody gets one: whoever asks waits, until `reopen()` or `close()`.
  ///
  /// - Parameters:
  ///   - cancellation: ends the wait when cancelled, and slots are given out again.
  ///   - onBegin: called once, outside any lock, when nobody gets a slot any more.
  /// - Throws: `SchedulerError` when it was cancelled, or the scheduler has been closed.
  public func drain(cancellation: Cancellation, onBegin: () -> Void = {}) throws(SchedulerError) {
    state.withLock { $0.isDraining = true }
    onBegin()
    let end: Result<Void, SchedulerError> = cancellation.withHandler({ [state] in
      state.withLock { _ in }  // Whoever has looked at `reason` and not yet begun to wait is let through first.
      state.broadcast()
    }) {
      state.wait { state in
        if state.closed { return .failure(.closed) }
        if let reason = cancellation.reason { return .failure(.cancelled(reason)) }
        return state.holders.isEmpty ? .success(()) : nil
      }!
    }
    if case .failure = end { reopen() }
    try end.get()
  }

  /// Gives out slots again after `drain(cancellation:)`.
  public func reopen() {
    deliver(
      state.withLock { state in
        state.isDraining = false
        return grants(&state)
      })
  }

  /// Who holds and who waits, all of one moment.
  public func snapshot() -> SchedulerSnapshot {
    state.withLock { state in
      let now = now()
      let waiters = state.queues.flatMap(\.elements).sorted { Self.goes($0, before: $1, at: now) }
      return SchedulerSnapshot(
        max: state.max,
        holders: state.holders.sorted { $0.key.value < $1.key.value }.map {
          .init(label: $0.value.label, heldSeconds: now.seconds(since: $0.value.since))
        },
        waiters: waiters.map {
          .init(label: $0.label, priority: $0.priority, waitedSeconds: now.seconds(since: $0.since))
        })
    }
  }

  func release(_ holder: HolderID) {
    deliver(
      state.withLock { state in
        state.holders[holder] = nil
        return grants(&state)
      })
    state.broadcast()  // Whoever drains waits for the last one.
  }

  private func wait(
    _ waiter: Waiter, position: Int, cancellation: Cancellation?, deadline: MonotonicTime?, onWait: ((Int) -> Void)?
  ) throws(SchedulerError) -> InferencePermit {
    // Registered before anybody is told of the wait: whoever cancels then has ended it when `cancel` returns.
    let registration = cancellation?.onCancel { [weak self] in
      self?.withdraw(waiter, .cancelled(cancellation?.reason ?? "stopped"))
    }
    defer { if let registration { cancellation?.removeHandler(registration) } }
    onWait?(position)
    var outcome = waiter.outcome.wait(until: deadline) { $0 }
    if outcome == nil {
      withdraw(waiter, .deadlineExceeded(waitedSeconds: now().seconds(since: waiter.since)))
      outcome = waiter.outcome.wait { $0 }
    }
    switch outcome! {
    case .failed(let error):
      throw error
    case .granted(let holder, let time):
      return InferencePermit(
        scheduler: self, holder: holder, waitedSeconds: time.seconds(since: waiter.since), acquiredAt: time)
    }
  }

  /// Ends a wait, unless a slot has been granted in the meantime: then the grant stands.
  private func withdraw(_ waiter: Waiter, _ error: SchedulerError) {
    let removed = state.withLock { $0.queues[waiter.priority.rawValue].remove(id: waiter.arrival) }
    if removed { waiter.finish(.failed(error)) }
  }

  /// Takes out of the queues whoever gets a free slot now. Called under the lock; they are told outside it.
  private func grants(_ state: inout State) -> [(Waiter, HolderID, MonotonicTime)] {
    var granted: [(Waiter, HolderID, MonotonicTime)] = []
    while state.hasFreeSlot, state.hasWaiters {
      let now = now()
      let heads = state.queues.indices.filter { !state.queues[$0].isEmpty }
      let best = heads.min { Self.goes(state.queues[$0].first!, before: state.queues[$1].first!, at: now) }!
      let waiter = state.queues[best].removeFirst()
      granted.append((waiter, state.hold(waiter.label, at: now), now))
    }
    return granted
  }

  private func deliver(_ grants: [(Waiter, HolderID, MonotonicTime)]) {
    for (waiter, holder, time) in grants { waiter.finish(.granted(holder, time)) }
  }

  private static func goes(_ a: Waiter, before b: Waiter, at now: MonotonicTime) -> Bool {
    func urgency(_ waiter: Waiter) -> Double {
      Double(waiter.priority.rawValue) + (now.seconds(since: waiter.since) / ageingSeconds).rounded(.down)
    }
    let (left, right) = (urgency(a), urgency(b))
    return left != right ? left > right : a.arrival < b.arrival
  }
}
