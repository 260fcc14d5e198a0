import Threading

/// When to draw, to look at the fleet, and to wake with nothing but the time gone by: a value, so that every rule of
/// it can be tested without a clock.
///
/// A key press is answered by a frame at once. What streams in is shown at most 30 times a second; until then it
/// stays where it is joined, and wakes nobody. Idle, there is no deadline: the console sleeps.
struct FramePacer: Equatable, Sendable {
  /// Seconds between two frames while events stream.
  static let frameSeconds = 1.0 / 30
  /// Seconds between two looks at the fleet.
  static let lookSeconds = 0.1
  /// Seconds between two frames in which only elapsed times change.
  static let tickSeconds = 1.0

  private(set) var lastFrame: MonotonicTime?
  private(set) var lastLook: MonotonicTime?
  /// Something has come that is to be fetched and shown when the next frame is due.
  private(set) var hasNews = false
  /// What the header says may have changed.
  private(set) var wantsLook = true

  /// Something came: events, a message.
  mutating func newsArrived() {
    hasNews = true
    wantsLook = true
  }

  /// Something was done that the header may show.
  mutating func lookWanted() { wantsLook = true }

  /// Whether what has come is fetched and shown now.
  func isFrameDue(at now: MonotonicTime) -> Bool {
    guard hasNews else { return false }
    return lastFrame.map { now >= $0.advanced(bySeconds: Self.frameSeconds) } ?? true
  }

  /// Whether the fleet is looked at now.
  func isLookDue(at now: MonotonicTime) -> Bool {
    wantsLook && (lastLook.map { now >= $0.advanced(bySeconds: Self.lookSeconds) } ?? true)
  }

  /// Whether a frame is due for the time alone.
  func isTickDue(at now: MonotonicTime, ticks: Bool) -> Bool {
    ticks && (lastFrame.map { now >= $0.advanced(bySeconds: Self.tickSeconds) } ?? true)
  }

  /// What had come has been fetched; only that makes room for the next wake-up.
  mutating func fetched() { hasNews = false }

  mutating func drew(at now: MonotonicTime) { lastFrame = now }

  mutating func looked(at now: MonotonicTime) {
    lastLook = now
    wantsLook = false
  }

  /// When to wake if nothing comes; nil: not at all.
  ///
  /// - Parameter ticks: whether something on screen changes with the time.
  func deadline(ticks: Bool) -> MonotonicTime? {
    var deadlines: [MonotonicTime] = []
    if hasNews, let lastFrame { deadlines.append(lastFrame.advanced(bySeconds: Self.frameSeconds)) }
    if wantsLook, let lastLook { deadlines.append(lastLook.advanced(bySeconds: Self.lookSeconds)) }
    if ticks, let lastFrame { deadlines.append(lastFrame.advanced(bySeconds: Self.tickSeconds)) }
    return deadlines.min()
  }
}
