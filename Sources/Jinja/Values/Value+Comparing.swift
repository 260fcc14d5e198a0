extension Value {
  /// What Python's `==` says; never an error.
  func isEqual(to other: Value) -> Bool {
    switch (self, other) {
    case (.string(let left), .string(let right)): return left.bytes == right.bytes
    case (.none, .none), (.undefined, .undefined): return true
    case (.int(let left), .int(let right)): return left == right
    case (.list(let left), .list(let right)), (.tuple(let left), .tuple(let right)):
      return left === right || Self.areEqual(left.items, right.items)
    case (.dictionary(let left), .dictionary(let right)):
      if left === right { return true }
      guard left.count == right.count else { return false }
      for (key, value) in left.members {
        guard let counterpart = right[key], value.isEqual(to: counterpart) else { return false }
      }
      return true
    case (.range(let left), .range(let right)):
      return left.count == right.count
        && (left.count == 0 || (left.start == right.start && (left.count == 1 || left.step == right.step)))
    case (.view(let left), .view(let right)):
      guard left.kind == right.kind, left.kind != .values else { return left === right }
      return left.list.items.count == right.list.items.count
        && left.list.items.allSatisfy { item in right.list.items.contains { $0.isEqual(to: item) } }
    case (.bool, _), (.int, _), (.float, _):
      guard let left = number, let right = other.number else { return false }
      return left == right
    default: return isSame(as: other)
    }
  }

  /// What Python's `is` says, as far as it can be known.
  func isSame(as other: Value) -> Bool {
    switch (self, other) {
    case (.none, .none): true
    case (.bool(let left), .bool(let right)): left == right
    case (.int(let left), .int(let right)): left == right
    case (.float(let left), .float(let right)): left == right
    case (.string(let left), .string(let right)): left == right
    case (.list(let left), .list(let right)): left === right
    case (.tuple(let left), .tuple(let right)): left === right || (left.items.isEmpty && right.items.isEmpty)
    case (.dictionary(let left), .dictionary(let right)): left === right
    case (.view(let left), .view(let right)): left === right
    case (.generator(let left), .generator(let right)): left === right
    case (.namespace(let left), .namespace(let right)): left === right
    case (.macro(let left), .macro(let right)): left === right
    case (.loop(let left), .loop(let right)): left === right
    case (.cycler(let left), .cycler(let right)): left === right
    case (.joiner(let left), .joiner(let right)): left === right
    case (.global(let left), .global(let right)): left == right
    case (.method(let left), .method(let right)): left === right
    default: false
    }
  }

  private static func areEqual(_ left: [Value], _ right: [Value]) -> Bool {
    left.count == right.count && zip(left, right).allSatisfy { $0.isEqual(to: $1) }
  }

  /// Whether it comes before the other in Python's order; nil where there is none between their types.
  func isLess(than other: Value) -> Bool? {
    switch (self, other) {
    case (.string(let left), .string(let right)): return left < right
    case (.int(let left), .int(let right)): return left < right
    case (.list(let left), .list(let right)), (.tuple(let left), .tuple(let right)):
      for (mine, its) in zip(left.items, right.items) where !mine.isEqual(to: its) { return mine.isLess(than: its) }
      return left.items.count < right.items.count
    default:
      guard let left = number, let right = other.number else { return nil }
      return left < right
    }
  }
}
