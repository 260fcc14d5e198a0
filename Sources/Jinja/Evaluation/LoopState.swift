/// What `loop` is within a `for`.
final class LoopState: @unchecked Sendable {  // made and used within one rendering
  let items: [Value]
  /// How deep a recursive loop is within itself, from 0.
  let level: Int
  /// Of a recursive loop: what calling `loop` runs, and where.
  let recursion: (statement: ForLoop, scope: Scope)?
  let depth: Int
  var index = 0
  private var lastChanged: [Value]?

  init(_ items: [Value], level: Int, recursion: (statement: ForLoop, scope: Scope)?) {
    self.items = items
    self.level = level
    self.recursion = recursion
    depth = 1 + items.reduce(0) { max($0, $1.depth) }
  }

  /// Whether these values differ from those of the last call.
  func changed(_ values: [Value]) -> Bool {
    let isSame = lastChanged.map { $0.count == values.count && zip($0, values).allSatisfy { $0.isEqual(to: $1) } }
    lastChanged = values
    return isSame != true
  }

  func attribute(_ name: String) -> Value? {
    switch name {
    case "index": .int(index + 1)
    case "index0": .int(index)
    case "revindex": .int(items.count - index)
    case "revindex0": .int(items.count - index - 1)
    case "first": .bool(index == 0)
    case "last": .bool(index == items.count - 1)
    case "length": .int(items.count)
    case "depth": .int(level + 1)
    case "depth0": .int(level)
    case "previtem":
      index > 0 ? items[index - 1] : .undefined(Undefined(hint: .sentence("there is no previous item")))
    case "nextitem":
      index + 1 < items.count ? items[index + 1] : .undefined(Undefined(hint: .sentence("there is no next item")))
    default: nil
    }
  }
}
