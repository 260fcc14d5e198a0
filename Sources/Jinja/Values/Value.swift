// What expressions are made of, with Python's types. The sandbox that templates run in forbids changing lists and
// dictionaries, so they are immutable here, and only namespaces, cyclers and loops have an identity.

enum Value: Sendable {
  case undefined(Undefined)
  case none
  case bool(Bool)
  case int(Int)
  case float(Double)
  case string(Text)
  case list(ValueList)
  case tuple(ValueList)
  case dictionary(ValueDictionary)
  /// `range(…)`, not written out.
  case range(ValueRange)
  /// The keys, values or items of a dictionary, which print otherwise than a list.
  case view(ValueView)
  /// What `map`, `select` and their kind return: it has no length and can be gone through once.
  case generator(ValueGenerator)
  case namespace(Namespace)
  case macro(Macro)
  case loop(LoopState)
  case cycler(Cycler)
  case joiner(Joiner)
  case global(GlobalFunction)
  /// A method with the value that it is asked of.
  case method(BoundMethod)

  static func text(_ text: String) -> Value { .string(Text(text)) }
}

/// What is not there, and how it was asked for.
struct Undefined: Sendable {
  enum Hint: Sendable {
    /// A variable.
    case variable(String)
    /// An attribute or element of a value of this type.
    case attribute(String, of: String)
    /// A sentence of its own.
    case sentence(String)
    /// What the sandbox forbids.
    case forbidden(String, of: String)
  }
  let hint: Hint

  static let bare = Undefined(hint: .sentence("the value is undefined"))

  var sentence: String {
    switch hint {
    case .variable(let name): "'\(name)' is undefined"
    case .attribute(let name, let type): "'\(type)' has no attribute or element '\(name)'"
    case .sentence(let sentence): sentence
    case .forbidden(let name, let type): "'\(name)' of '\(type)' may not be used in a template"
    }
  }

  var kind: JinjaError.Kind {
    if case .forbidden = hint { .forbidden } else { .undefined }
  }
}

/// Values in order. How deep they nest is known, because freeing and printing them recurses.
final class ValueList: Sendable {
  let items: [Value]
  let depth: Int

  static let empty = ValueList(unchecked: [])

  init(unchecked items: [Value]) {
    self.items = items
    depth = 1 + items.reduce(0) { max($0, $1.depth) }
  }
}

/// `range(start, stop, step)`.
struct ValueRange: Sendable, Equatable {
  let start: Int
  let step: Int
  let count: Int

  func element(_ index: Int) -> Int { start &+ index &* step }
}

/// The keys, values or items of a dictionary.
final class ValueView: Sendable {
  enum Kind: String, Sendable {
    case keys = "dict_keys"
    case values = "dict_values"
    case items = "dict_items"
  }
  let kind: Kind
  let list: ValueList

  init(_ kind: Kind, _ list: ValueList) {
    self.kind = kind
    self.list = list
  }
}

/// Values that can be gone through once. One rendering is one thread's, so nothing guards it.
final class ValueGenerator: @unchecked Sendable {  // made and used within one rendering
  private var list: ValueList
  private var next = 0
  let depth: Int

  init(_ list: ValueList) {
    self.list = list
    depth = 1 + list.depth
  }

  /// All that is left; nothing is left afterwards.
  func drain() -> [Value] {
    defer {
      list = .empty
      next = 0
    }
    return next == 0 ? list.items : Array(list.items[next...])
  }

  func popFirst() -> Value? {
    guard next < list.items.count else { return nil }
    defer { next += 1 }
    return list.items[next]
  }
}

/// A method with the value that it is asked of.
final class BoundMethod: Sendable {
  let receiver: Value
  let name: String
  let depth: Int

  init(_ receiver: Value, _ name: String) {
    self.receiver = receiver
    self.name = name
    depth = receiver.depth + 1
  }
}

/// What every template may call without being given it.
enum GlobalFunction: String, Sendable, CaseIterable {
  case range, dict, namespace, cycler, joiner
  case lipsum
  case raiseException = "raise_exception"
  case strftimeNow = "strftime_now"
}

extension Value {
  /// How deep values stand in each other in it.
  var depth: Int {
    switch self {
    case .list(let list), .tuple(let list): list.depth
    case .dictionary(let dictionary): dictionary.depth
    case .view(let view): 1 + view.list.depth
    case .generator(let generator): generator.depth
    case .method(let method): method.depth
    case .loop(let loop): loop.depth
    case .cycler(let cycler): 1 + cycler.items.depth
    case .joiner(let joiner): 1 + joiner.separator.depth
    default: 0
    }
  }

  /// The name of its type, as Python says it.
  var typeName: String {
    switch self {
    case .undefined: "Undefined"
    case .none: "None"
    case .bool: "bool"
    case .int: "int"
    case .float: "float"
    case .string: "str"
    case .list: "list"
    case .tuple: "tuple"
    case .dictionary: "dict"
    case .range: "range"
    case .view(let view): view.kind.rawValue
    case .generator: "generator"
    case .namespace: "Namespace"
    case .macro: "Macro"
    case .loop: "LoopContext"
    case .cycler: "Cycler"
    case .joiner: "Joiner"
    case .global: "function"
    case .method: "method"
    }
  }

  /// What Python's `bool()` says.
  var isTrue: Bool {
    switch self {
    case .undefined, .none: false
    case .bool(let value): value
    case .int(let value): value != 0
    case .float(let value): value != 0
    case .string(let text): !text.isEmpty
    case .list(let list), .tuple(let list): !list.items.isEmpty
    case .dictionary(let dictionary): dictionary.count > 0
    case .range(let range): range.count > 0
    case .view(let view): !view.list.items.isEmpty
    case .loop(let loop): loop.items.count > 0
    case .generator, .namespace, .macro, .cycler, .joiner, .global, .method: true
    }
  }

  /// The whole number that it is where Python takes one: `True` counts as 1.
  var index: Int? {
    switch self {
    case .int(let value): value
    case .bool(let value): value ? 1 : 0
    default: nil
    }
  }

  /// The number that it is; `True` counts as 1.
  var number: Double? {
    switch self {
    case .float(let value): value
    default: index.map(Double.init)
    }
  }
}
