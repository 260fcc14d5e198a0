// The few values that change. All of them are made and used within one rendering, which is one thread's.

/// What `namespace(…)` makes: the one thing whose attributes a template may set.
final class Namespace: @unchecked Sendable {  // made and used within one rendering
  private var names: [Text] = []
  private var values: [Value] = []

  /// With members whose names differ.
  init(_ members: [(Text, Value)]) {
    names = members.map(\.0)
    values = members.map(\.1)
  }

  subscript(name: Text) -> Value? {
    get { names.firstIndex(of: name).map { values[$0] } }
    set {
      guard let newValue else { return }
      if let place = names.firstIndex(of: name) {
        values[place] = newValue
      } else {
        names.append(name)
        values.append(newValue)
      }
    }
  }

  var count: Int { names.count }

  var members: [(Text, Value)] { Array(zip(names, values)) }

  /// Lets go of all it holds, itself perhaps among it.
  func clear() {
    names = []
    values = []
  }
}

/// What `cycler(…)` makes.
final class Cycler: @unchecked Sendable {  // made and used within one rendering
  let items: ValueList
  private var place = 0

  init(_ items: ValueList) { self.items = items }

  var current: Value { items.items[place] }

  func next() -> Value {
    defer { place = (place + 1) % items.items.count }
    return current
  }

  func reset() { place = 0 }
}

/// What `joiner(…)` makes: nothing the first time it is called, its separator from then on.
final class Joiner: @unchecked Sendable {  // made and used within one rendering
  let separator: Value
  private var wasUsed = false

  init(_ separator: Value) { self.separator = separator }

  func next() -> Value {
    defer { wasUsed = true }
    return wasUsed ? separator : .string(.empty)
  }
}
