// Our own book of the KV cells. libllama keeps one too, but does not tell: from this one come the room that is
// left, who shares what, and what an eviction would free. A cell is a token at a position; sequences that share
// a prefix hold the same cells.
//
// Whoever asks gets a count that is kept and not made: the decode thread asks between steps, and a KV has a hundred thousand
// cells and more. So each change of a cell's holders changes the counts of those whom it concerns. Of one that has only one
// holder left it must be known who that is: the holders' numbers joined by exclusive or are his number then.

/// Cells in use, counted by how many sequences hold each.
struct CellLedger: Sendable, Equatable {
  /// The number of a sequence; any that no other one has.
  typealias Holder = Int32

  private struct Cell: Equatable {
    /// How many hold it.
    var holders: Int32 = 0
    /// How many of them are at work.
    var working: Int32 = 0
    /// The holders' numbers, joined by exclusive or.
    var who: Holder = 0
  }

  /// Cells in all.
  let capacity: Int
  private var cells: [Cell] = []
  private var free: [Int32] = []
  /// Cells that each holds and another one too.
  private var shared: [Holder: Int] = [:]
  private var workers: Set<Holder> = []
  /// Cells that somebody holds.
  private(set) var used = 0
  /// Cells that somebody at work holds: no eviction frees them.
  private(set) var working = 0

  init(capacity: Int) {
    self.capacity = capacity
  }

  /// Cells that nobody holds.
  var room: Int { capacity - used }

  /// How many of a sequence's cells another one holds too.
  func shared(of holder: Holder) -> Int { shared[holder] ?? 0 }

  /// How many of these cells, from the first on, another sequence holds too.
  func sharedBeginning(of cells: [Int32]) -> Int {
    cells.firstIndex { self.cells[Int($0)].holders == 1 } ?? cells.count
  }

  /// A cell for a new token. The caller has looked at `room`.
  mutating func allocate(for holder: Holder) -> Int32 {
    used += 1
    let isWorking = workers.contains(holder)
    if isWorking { working += 1 }
    let new = Cell(holders: 1, working: isWorking ? 1 : 0, who: holder)
    if let cell = free.popLast() {
      cells[Int(cell)] = new
      return cell
    }
    cells.append(new)
    return Int32(cells.count - 1)
  }

  /// One more sequence holds these cells.
  mutating func share(_ cells: some Sequence<Int32>, with holder: Holder) {
    let isWorking = workers.contains(holder)
    var count = 0
    for cell in cells.map({ Int($0) }) {
      if self.cells[cell].holders == 1 { shared[self.cells[cell].who, default: 0] += 1 }
      self.cells[cell].holders += 1
      self.cells[cell].who ^= holder
      if isWorking { mark(cell) }
      count += 1
    }
    shared[holder, default: 0] += count
  }

  /// One sequence fewer holds these cells; those that nobody holds are free.
  mutating func drop(_ cells: some Sequence<Int32>, of holder: Holder) {
    let isWorking = workers.contains(holder)
    for cell in cells {
      let index = Int(cell)
      if isWorking { unmark(index) }
      self.cells[index].holders -= 1
      self.cells[index].who ^= holder
      switch self.cells[index].holders {
      case 0:
        free.append(cell)
        used -= 1
      case 1:
        shared[holder, default: 0] -= 1
        shared[self.cells[index].who, default: 0] -= 1
      default:
        shared[holder, default: 0] -= 1
      }
    }
    if shared[holder] == 0 { shared[holder] = nil }
  }

  /// A sequence begins to work, or has ended; `cells` are all that it holds.
  mutating func setWorking(_ holder: Holder, _ isWorking: Bool, holding cells: [Int32]) {
    if isWorking {
      guard workers.insert(holder).inserted else { return }
      for cell in cells { mark(Int(cell)) }
    } else {
      guard workers.remove(holder) != nil else { return }
      for cell in cells { unmark(Int(cell)) }
    }
  }

  private mutating func mark(_ cell: Int) {
    cells[cell].working += 1
    if cells[cell].working == 1 { working += 1 }
  }

  private mutating func unmark(_ cell: Int) {
    cells[cell].working -= 1
    if cells[cell].working == 0 { working -= 1 }
  }
}
