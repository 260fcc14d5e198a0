// Myers' greedy algorithm on lines: the shortest list of removed and added lines that makes one text of another.
// What both texts begin and end with is set aside first; past a bound of differences the rest is shown as replaced
// whole, so that hostile files cost neither time nor memory without end.

/// The lines of two texts, side by side.
struct LineDiff: Sendable, Equatable {
  /// What became of a line.
  enum Change: Sendable, Equatable {
    case kept(old: Int, new: Int)
    case removed(old: Int)
    case added(new: Int)
  }

  /// In the order of reading.
  let changes: [Change]

  /// - Parameter bound: how many differences are looked for.
  init(_ old: [Substring], _ new: [Substring], bound: Int = 1000) {
    // Compared as numbers: each different line has its own.
    var numbers: [[UInt8]: Int] = [:]
    func number(_ line: Substring) -> Int {
      let key = Array(line.utf8)
      if let known = numbers[key] { return known }
      numbers[key] = numbers.count
      return numbers.count - 1
    }
    let (old, new) = (old.map(number), new.map(number))
    let start = zip(old, new).prefix { $0 == $1 }.count
    let most = min(old.count, new.count) - start
    let end = zip(old.reversed(), new.reversed()).prefix { $0 == $1 }.prefix(most).count
    let middle = Self.middle(Array(old[start..<old.count - end]), Array(new[start..<new.count - end]), bound)
    var changes: [Change] = (0..<start).map { .kept(old: $0, new: $0) }
    changes += middle.map { change in
      switch change {
      case .kept(let a, let b): .kept(old: a + start, new: b + start)
      case .removed(let a): .removed(old: a + start)
      case .added(let b): .added(new: b + start)
      }
    }
    changes += (0..<end).map { .kept(old: old.count - end + $0, new: new.count - end + $0) }
    self.changes = changes
  }

  private static func middle(_ old: [Int], _ new: [Int], _ bound: Int) -> [Change] {
    let replaced = old.indices.map { Change.removed(old: $0) } + new.indices.map { Change.added(new: $0) }
    if old.isEmpty || new.isEmpty { return replaced }
    // `furthest[k + offset]` is how far in `old` the diagonal k (old − new) has been followed; one copy of it for each
    // number of differences, to find the way back.
    let most = min(bound, old.count + new.count)
    let offset = most + 1
    var furthest = [Int](repeating: 0, count: 2 * offset + 1)
    var trace: [ArraySlice<Int>] = []
    for differences in 0...most {
      trace.append(furthest[(offset - differences - 1)...(offset + differences + 1)])
      for diagonal in stride(from: -differences, through: differences, by: 2) {
        var x = step(furthest[...], diagonal, differences, offset)
        while x < old.count, x - diagonal < new.count, x - diagonal >= 0, old[x] == new[x - diagonal] { x += 1 }
        furthest[diagonal + offset] = x
        if x >= old.count, x - diagonal >= new.count { return wayBack(trace, old.count, new.count, offset) }
      }
    }
    return replaced
  }

  /// Where a diagonal begins with one difference more: from the neighbour that is further on.
  private static func step(_ furthest: ArraySlice<Int>, _ diagonal: Int, _ differences: Int, _ offset: Int) -> Int {
    let (left, right) = (furthest[diagonal - 1 + offset], furthest[diagonal + 1 + offset])
    if diagonal == -differences || diagonal != differences && left < right { return right }
    return left + 1
  }

  private static func wayBack(_ trace: [ArraySlice<Int>], _ oldCount: Int, _ newCount: Int, _ offset: Int) -> [Change] {
    var changes: [Change] = []
    var (x, y) = (oldCount, newCount)
    for (differences, furthest) in trace.enumerated().reversed() {
      let diagonal = x - y
      let goesDown =
        diagonal == -differences
        || diagonal != differences && furthest[diagonal - 1 + offset] < furthest[diagonal + 1 + offset]
      let previous = goesDown ? diagonal + 1 : diagonal - 1
      let previousX = differences == 0 ? 0 : furthest[previous + offset]
      let previousY = differences == 0 ? 0 : previousX - previous
      while x > previousX, y > previousY {
        (x, y) = (x - 1, y - 1)
        changes.append(.kept(old: x, new: y))
      }
      if differences == 0 { break }
      changes.append(goesDown ? .added(new: previousY) : .removed(old: previousX))
      (x, y) = (previousX, previousY)
    }
    return changes.reversed()
  }
}
