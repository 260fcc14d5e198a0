/// Names a sequence within an engine; never used again after it is gone.
struct LaneID: Hashable, Sendable, Comparable {
  let value: Int
  static func < (a: LaneID, b: LaneID) -> Bool { a.value < b.value }
}
