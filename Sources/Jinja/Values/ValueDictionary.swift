/// A dictionary of Python: what it holds stays in the order in which it came.
final class ValueDictionary: Sendable {
  let keys: [Value]
  let values: [Value]
  let depth: Int
  /// Where each key stands; small dictionaries are searched faster without.
  private let places: [ValueKey: Int]

  static let empty = ValueDictionary([])

  var count: Int { keys.count }

  /// Of two equal keys the first stays, with the value of the last.
  init(_ members: [(Value, Value)]) {
    var keys: [Value] = []
    var values: [Value] = []
    var places: [ValueKey: Int] = [:]
    let isLarge = members.count > 8
    for (key, value) in members {
      let found =
        if isLarge { ValueKey(key).flatMap { places[$0] } } else { keys.firstIndex { $0.isEqual(to: key) } }
      if let found {
        values[found] = value
      } else {
        if isLarge, let word = ValueKey(key) { places[word] = keys.count }
        keys.append(key)
        values.append(value)
      }
    }
    self.keys = keys
    self.values = values
    self.places = places
    depth = 1 + max(keys.reduce(0) { max($0, $1.depth) }, values.reduce(0) { max($0, $1.depth) })
  }

  subscript(key: Value) -> Value? {
    if case .string(let text) = key { return self[text] }
    if places.isEmpty { return keys.firstIndex { $0.isEqual(to: key) }.map { values[$0] } }
    return ValueKey(key).flatMap { places[$0] }.map { values[$0] }
  }

  subscript(name: Text) -> Value? {
    if !places.isEmpty { return places[.text(name)].map { values[$0] } }
    for (place, key) in keys.enumerated() {
      if case .string(let text) = key, text.bytes == name.bytes { return values[place] }
    }
    return nil
  }

  var members: [(Value, Value)] { Array(zip(keys, values)) }
}

/// What can be the key of a dictionary: equal numbers are one key, whatever their type.
enum ValueKey: Hashable {
  case none
  case undefined
  case number(Double)
  case text(Text)
  case tuple([ValueKey])
  case range(Int, Int, Int)
  case object(ObjectIdentifier)
  case function(String)

  /// Nothing for what Python calls unhashable.
  init?(_ value: Value) {
    switch value {
    case .undefined: self = .undefined
    case .none: self = .none
    case .bool(let value): self = .number(value ? 1 : 0)
    case .int(let value): self = .number(Double(value))
    case .float(let value): self = .number(value)
    case .string(let text): self = .text(text)
    case .tuple(let list):
      var keys: [ValueKey] = []
      for item in list.items {
        guard let key = ValueKey(item) else { return nil }
        keys.append(key)
      }
      self = .tuple(keys)
    case .range(let range): self = .range(range.start, range.step, range.count)
    case .list, .dictionary, .view: return nil
    case .generator(let generator): self = .object(ObjectIdentifier(generator))
    case .namespace(let namespace): self = .object(ObjectIdentifier(namespace))
    case .macro(let macro): self = .object(ObjectIdentifier(macro))
    case .loop(let loop): self = .object(ObjectIdentifier(loop))
    case .cycler(let cycler): self = .object(ObjectIdentifier(cycler))
    case .joiner(let joiner): self = .object(ObjectIdentifier(joiner))
    case .method(let method): self = .object(ObjectIdentifier(method))
    case .global(let function): self = .function(function.rawValue)
    }
  }
}
