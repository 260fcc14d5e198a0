// Our own book of the KV cells. libllama keeps one too, but does not tell: from this one come the room that is
// left, who shares what, and what an eviction would free. A cell is a token at a position; sequences that share
// a prefix hold the same cells.

/// Cells in use, counted by how many sequences hold each.
struct CellLedger: Sendable, Equatable {
  /// Cells in all.
  let capacity: Int
  private var holders: [Int32] = []
  private var free: [Int32] = []
  /// Cells that somebody holds.
  private(set) var used = 0

  init(capacity: Int) {
    self.capacity = capacity
  }

  /// Cells that nobody holds.
  var room: Int { capacity - used }

  /// A cell for a new token. The caller has looked at `room`.
  mutating func allocate() -> Int32 {
    used += 1
    if let cell = free.popLast() {
      holders[Int(cell)] = 1
      return cell
    }
    holders.append(1)
    return Int32(holders.count - 1)
  }

  /// One more sequence holds these cells.
  mutating func share(_ cells: some Sequence<Int32>) {
    for cell in cells { holders[Int(cell)] += 1 }
  }

  /// One sequence fewer holds these cells; those that nobody holds are free.
  mutating func drop(_ cells: some Sequence<Int32>) {
    for cell in cells {
      holders[Int(cell)] -= 1
      if holders[Int(cell)] == 0 {
        free.append(cell)
        used -= 1
      }
    }
  }

  /// How many of these cells, from the first on, another sequence holds too.
  func sharedBeginning(of cells: [Int32]) -> Int {
    cells.firstIndex { holders[Int($0)] == 1 } ?? cells.count
  }

  /// How many of these cells another sequence holds too.
  func shared(among cells: some Sequence<Int32>) -> Int {
    cells.reduce(0) { $0 + (holders[Int($1)] > 1 ? 1 : 0) }
  }
}
