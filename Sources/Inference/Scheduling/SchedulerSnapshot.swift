/// Who waits before whom. Within a priority the first to come is the first to go; waiting raises a priority by
/// one step every `InferenceScheduler.ageingSeconds`, so that nobody waits for ever.
public enum SlotPriority: Int, CaseIterable, Comparable, Sendable {
  /// Work that nobody watches.
  case background
  /// An agent's ordinary generation.
  case normal
  /// Somebody looks at it now.
  case interactive

  /// Less urgent comes first.
  public static func < (a: SlotPriority, b: SlotPriority) -> Bool { a.rawValue < b.rawValue }
}

/// One consistent look at the scheduler: all of it is of the same moment.
public struct SchedulerSnapshot: Equatable, Sendable {
  /// Somebody who holds a slot.
  public struct Holder: Equatable, Sendable {
    /// Who: an agent's name.
    public let label: String
    /// For how long, in seconds.
    public let heldSeconds: Double
    /// Who holds a slot, and for how long.
    public init(label: String, heldSeconds: Double) {
      self.label = label
      self.heldSeconds = heldSeconds
    }
  }

  /// Somebody who waits for a slot.
  public struct Waiter: Equatable, Sendable {
    /// Who: an agent's name.
    public let label: String
    /// The priority it asked with.
    public let priority: SlotPriority
    /// For how long, in seconds.
    public let waitedSeconds: Double
    /// Who waits for a slot, and for how long.
    public init(label: String, priority: SlotPriority, waitedSeconds: Double) {
      self.label = label
      self.priority = priority
      self.waitedSeconds = waitedSeconds
    }
  }

  /// Slots in all.
  public let max: Int
  /// Those who hold a slot, longest first. After a resize downwards they may be more than `max` for a while.
  public let holders: [Holder]
  /// Those who wait, in the order in which they would be served now.
  public let waiters: [Waiter]
  /// Slots held.
  public var active: Int { holders.count }

  /// The slots of one moment; the scheduler makes it, and whoever shows one without a scheduler.
  public init(max: Int, holders: [Holder], waiters: [Waiter]) {
    self.max = max
    self.holders = holders
    self.waiters = waiters
  }
}
