// The decode thread: the only one that touches the llama_context. It sleeps while there is nothing to compute, and
// takes orders between steps. It waits for nobody.

import Threading

/// Runs a `DecodeCore` on a thread of its own.
final class DecodeLoop: Sendable {
  private enum Order: @unchecked Sendable {  // a job is handed over once
    case open(LaneID, String)
    case close(LaneID)
    case submit(GenerationJob)
    case news(ArchiveNews)
    case wake
  }

  private struct Inbox {
    var orders: [Order] = []
    var isStopping = false
    /// The thread has ended; or it waits for a remote worker that is gone, and so for ever.
    var isOver = false
  }

  private struct Published {
    var memory = MemorySnapshot()
    var throughput = Throughput()
    var resident: [LaneID: Int] = [:]
    var meter = StepMeter()
  }

  private let inbox = Monitor(Inbox())
  private let published = Monitor(Published())
  private let thread = Monitor<WorkerThread?>(nil)
  private let abort: @Sendable () -> Void
  private let loss: Cancellation?
  private let archive: DiskArchive?

  /// Starts the thread. `makeCore` runs on it, so that everything the core owns belongs to it.
  ///
  /// - Parameters:
  ///   - loss: cancelled when the thread may hang for ever, because a remote worker is gone.
  ///   - makeArchive: makes the archive that tells its news to the closure it is given; nil: none.
  init(
    abort: @escaping @Sendable () -> Void, loss: Cancellation? = nil,
    makeArchive: (@escaping @Sendable (ArchiveNews) -> Void) throws(ThreadError) -> DiskArchive? = { _ in nil },
    makeCore: @escaping @Sendable ((any StateArchive)?) -> DecodeCore
  ) throws(ThreadError) {
    self.abort = abort
    self.loss = loss
    let archive = try makeArchive { [inbox] in Self.give(.news($0), to: inbox) }
    self.archive = archive
    let started = try WorkerThread(name: "decode", stackBytes: 8 << 20) { [inbox, published] in
      Self.run(makeCore(archive), inbox: inbox, published: published)
      inbox.withLock { $0.isOver = true }
      inbox.broadcast()
    }
    thread.withLock { $0 = started }
    _ = loss?.onCancel { [inbox, published] in
      inbox.withLock { inbox in
        inbox.isStopping = true
        inbox.isOver = true
      }
      inbox.broadcast()
      published.withLock { $0 = Published() }
    }
  }

  func open(_ lane: LaneID, name: String) { give(.open(lane, name)) }
  func close(_ lane: LaneID) { give(.close(lane)) }
  func wake() { give(.wake) }

  func submit(_ job: GenerationJob) {
    let accepted = inbox.withLock { inbox in
      guard !inbox.isStopping else { return false }
      inbox.orders.append(.submit(job))
      return true
    }
    inbox.broadcast()
    if !accepted { job.finish(.failure(InferenceError(.closed, "the engine is shut down"))) }
  }

  func memorySnapshot() -> MemorySnapshot {
    published.withLock { published in
      // The rate falls while nothing is computed, although nothing is published then.
      var memory = published.memory
      memory.tokensPerSecond = published.throughput.tokensPerSecond(at: .now)
      return memory
    }
  }
  /// What the thread's time has gone into, at most a twentieth of a second old; all of it after `stop()`.
  func meter() -> StepMeter { published.withLock { $0.meter } }
  func residentTokens(_ lane: LaneID) -> Int { published.withLock { $0.resident[lane] ?? 0 } }

  /// Ends all generations and the thread. Blocks until it has ended, or can end no more.
  func stop() {
    inbox.withLock { $0.isStopping = true }
    inbox.broadcast()
    abort()
    _ = inbox.wait { $0.isOver ? true : nil }
    if loss?.isCancelled != true { thread.withLock { $0 }?.join() }
    archive?.stop()
  }

  private func give(_ order: Order) { Self.give(order, to: inbox) }

  private static func give(_ order: Order, to inbox: Monitor<Inbox>) {
    inbox.withLock { inbox in
      if !inbox.isStopping { inbox.orders.append(order) }
    }
    inbox.broadcast()
  }

  private static func run(_ core: DecodeCore, inbox: Monitor<Inbox>, published: Monitor<Published>) {
    var lastPublished = MonotonicTime(nanoseconds: 0)
    var isStuck = false
    var busySeconds = 0.0
    func publish() {
      let memory = core.snapshot()
      let resident = core.lanes.mapValues(\.resident.count)
      let throughput = core.throughput
      let meter = StepMeter(busySeconds: busySeconds, librarySeconds: core.backend.librarySeconds)
      published.withLock {
        $0.memory = memory
        $0.throughput = throughput
        $0.resident = resident
        $0.meter = meter
      }
      lastPublished = .now
    }
    publish()
    while true {
      let mayRun = core.hasWork && !isStuck
      var begin = MonotonicTime.now
      let orders: [Order]? = inbox.wait { inbox in
        if inbox.isStopping { return .some(nil) }
        guard mayRun || !inbox.orders.isEmpty else { return nil }
        defer { inbox.orders = [] }
        return .some(inbox.orders)
      }.flatMap { $0 }
      guard let orders else { break }
      if !mayRun { begin = .now }
      for order in orders {
        switch order {
        case .open(let lane, let name): core.open(lane, name: name)
        case .close(let lane): core.close(lane)
        case .submit(let job): core.submit(job)
        case .news(let news): core.hear(news)
        case .wake: break
        }
      }
      isStuck = core.hasWork && !core.step()
      if !core.hasWork || MonotonicTime.now.milliseconds(since: lastPublished) >= 50 { publish() }
      busySeconds += MonotonicTime.now.seconds(since: begin)
    }
    core.failAll(InferenceError(.closed, "the engine is shutting down"))
    publish()
    inbox.withLock { inbox in
      for case .submit(let job) in inbox.orders {
        job.finish(.failure(InferenceError(.closed, "the engine is shutting down")))
      }
      inbox.orders = []
    }
  }
}
