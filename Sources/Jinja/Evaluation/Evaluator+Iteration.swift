extension Evaluator {
  /// The elements that Python's `for` goes through.
  func iterate(_ value: Value) throws(JinjaError) -> [Value] {
    switch value {
    case .undefined: return []
    case .list(let list), .tuple(let list): return list.items
    case .dictionary(let dictionary): return dictionary.keys
    case .string(let text):
      try charge(text.bytes.count)
      return text.characters.map(Value.string)
    case .range(let range):
      try charge(range.count)
      return (0..<range.count).map { .int(range.element($0)) }
    case .view(let view): return view.list.items
    case .generator(let generator): return generator.drain()
    case .loop(let loop):
      defer { loop.index = max(0, loop.items.count - 1) }
      return Array(loop.items.dropFirst(loop.index + 1))
    case .none, .bool, .int, .float, .namespace, .macro, .cycler, .joiner, .global, .method:
      throw fail("'\(value.typeName)' cannot be gone through")
    }
  }

  /// What Python's `len()` gives.
  func length(_ value: Value) throws(JinjaError) -> Int {
    switch value {
    case .undefined: return 0
    case .string(let text):
      try charge(bytes: text.bytes.count)
      return text.scalarCount
    case .list(let list), .tuple(let list): return list.items.count
    case .dictionary(let dictionary): return dictionary.count
    case .range(let range): return range.count
    case .view(let view): return view.list.items.count
    case .loop(let loop): return loop.items.count
    case .none, .bool, .int, .float, .generator, .namespace, .macro, .cycler, .joiner, .global, .method:
      throw fail("'\(value.typeName)' has no length")
    }
  }

  func generator(_ items: [Value]) throws(JinjaError) -> Value {
    let generator = ValueGenerator(try list(items))
    try check(depth: generator.depth)
    return .generator(generator)
  }
}

extension Value {
  /// How many values it holds, those within them counted once for each way that leads to them, up to a bound.
  var weight: Int {
    var left = Self.greatestWeight
    weigh(&left)
    return Self.greatestWeight - max(0, left)
  }

  static let greatestWeight = 1 << 20

  private func weigh(_ left: inout Int) {
    left -= 1
    guard left > 0 else { return }
    switch self {
    case .list(let list), .tuple(let list): for item in list.items where left > 0 { item.weigh(&left) }
    case .dictionary(let dictionary): for item in dictionary.values where left > 0 { item.weigh(&left) }
    case .view(let view): for item in view.list.items where left > 0 { item.weigh(&left) }
    default: break
    }
  }
}
