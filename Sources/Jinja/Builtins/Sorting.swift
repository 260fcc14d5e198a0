extension Evaluator {
  /// The items in order; those that are equal stay as they were. Comparing may fail.
  func sorted<Item>(
    _ items: [Item], by isLess: (Item, Item) throws(JinjaError) -> Bool
  ) throws(JinjaError) -> [Item] {
    var from = items
    var width = 1
    while width < from.count {
      var to: [Item] = []
      to.reserveCapacity(from.count)
      var start = 0
      while start < from.count {
        var left = start
        var right = min(start + width, from.count)
        let middle = right
        let end = min(start + 2 * width, from.count)
        while left < middle, right < end {
          try charge()
          if try isLess(from[right], from[left]) {
            to.append(from[right])
            right += 1
          } else {
            to.append(from[left])
            left += 1
          }
        }
        to += from[left..<middle]
        to += from[right..<end]
        start = end
      }
      from = to
      width *= 2
    }
    return from
  }
}
