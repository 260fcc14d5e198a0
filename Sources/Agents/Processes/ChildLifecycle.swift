import Threading

/// Decides when a child process is waited for, told to end, killed, and given up: a pure value, asked again after
/// everything that happens.
///
/// ```
/// running ── deadline, cancelled, or its output goes on after its end ──► terminating ── grace ──► killed ──► finished
///    └────────────── ended, and its output too ──────────────────────────────┴──────────────────────┘
/// ```
struct ChildLifecycle: Sendable, Equatable {
  /// What to do now.
  enum Step: Sendable, Equatable {
    case wait(until: MonotonicTime?)
    /// Ask the whole group to end.
    case terminate
    /// End the whole group.
    case kill
    case finish
  }
  private enum Phase: Equatable {
    case running
    case terminating(killAt: MonotonicTime)
    case killed(giveUpAt: MonotonicTime)
  }

  /// Seconds between asking and killing.
  let grace: Double
  /// Seconds for which output may go on after the child's end: what it left in the pipe, a last word of its children.
  let linger: Double
  let deadline: MonotonicTime?

  private var phase = Phase.running
  private var lingersUntil: MonotonicTime?
  /// Why it was ended before its time; nil where it was not.
  private(set) var stop: ChildOutcome.Stop?
  /// Whether something of it went on after its end.
  private(set) var leftRunning = false

  init(deadline: MonotonicTime?, grace: Double = 2, linger: Double = 0.2) {
    self.deadline = deadline
    self.grace = grace
    self.linger = linger
  }

  /// What to do at this moment.
  mutating func step(
    now: MonotonicTime, hasEnded: Bool, outputEnded: Bool, request: ChildOutcome.Stop?
  ) -> Step {
    if hasEnded, outputEnded { return .finish }
    switch phase {
    case .running:
      if hasEnded {
        let end = lingersUntil ?? now.advanced(bySeconds: linger)
        lingersUntil = end
        if request == nil, now < end { return .wait(until: end) }
        leftRunning = true
        return terminate(now)
      }
      if let request {
        stop = request
        return terminate(now)
      }
      if let deadline, now >= deadline {
        stop = .deadline
        return terminate(now)
      }
      return .wait(until: deadline)
    case .terminating(let killAt):
      guard now >= killAt else { return .wait(until: killAt) }
      phase = .killed(giveUpAt: now.advanced(bySeconds: 1))
      return .kill
    case .killed(let giveUpAt):
      // Whoever holds the pipe now has left the group; a child that does not even die hangs in the kernel.
      return now >= giveUpAt ? .finish : .wait(until: giveUpAt)
    }
  }

  private mutating func terminate(_ now: MonotonicTime) -> Step {
    phase = .terminating(killAt: now.advanced(bySeconds: grace))
    return .terminate
  }
}
