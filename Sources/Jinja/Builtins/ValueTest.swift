/// What can stand after `is`.
enum ValueTest: String {
  case boolean, callable, defined, divisibleby, escaped, even, filter, float, integer, iterable, lower, mapping
  case none, number, odd, sameas, sequence, string, test, undefined, upper
  case isFalse = "false"
  case isTrue = "true"
  case isIn = "in"
  case equalSign = "=="
  case eq, equalto
  case notEqualSign = "!="
  case ne
  case greaterSign = ">"
  case gt, greaterthan
  case greaterOrEqualSign = ">="
  case ge
  case lessSign = "<"
  case lt, lessthan
  case lessOrEqualSign = "<="
  case le

  var comparison: ComparisonOperation? {
    switch self {
    case .equalSign, .eq, .equalto: .equal
    case .notEqualSign, .ne: .notEqual
    case .greaterSign, .gt, .greaterthan: .greater
    case .greaterOrEqualSign, .ge: .greaterOrEqual
    case .lessSign, .lt, .lessthan: .less
    case .lessOrEqualSign, .le: .lessOrEqual
    case .isIn: .isIn
    case .boolean, .callable, .defined, .divisibleby, .escaped, .even, .filter, .float, .integer, .iterable, .lower,
      .mapping, .none, .number, .odd, .sameas, .sequence, .string, .test, .undefined, .upper, .isFalse, .isTrue:
      nil
    }
  }
}

extension Evaluator {
  func apply(test name: String, to value: Value, _ arguments: Arguments) throws(JinjaError) -> Bool {
    try apply(ValueTest(rawValue: name), named: name, to: value, arguments)
  }

  func apply(
    _ test: ValueTest?, named name: String, to value: Value, _ arguments: Arguments
  ) throws(JinjaError) -> Bool {
    guard let test else { throw fail("there is no test '\(name)'") }
    let what = "the test '\(name)'"
    func argument() throws(JinjaError) -> Value {
      try bind(arguments, to: ["other"], required: 1, of: what)[0] ?? .none
    }
    if let comparison = test.comparison { return try compare(value, comparison, try argument()) }
    switch test {
    case .divisibleby:
      guard case .int(let rest) = try calculate(value, .modulo, try argument()) else { return false }
      return rest == 0
    case .sameas: return value.isSame(as: try argument())
    default: _ = try bind(arguments, to: [], of: what)
    }
    switch test {
    case .boolean: if case .bool = value { return true }
    case .callable:
      switch value {
      case .macro, .method, .global, .joiner, .loop, .undefined: return true
      default: return false
      }
    case .defined: if case .undefined = value { return false } else { return true }
    case .undefined: if case .undefined = value { return true }
    case .escaped: if case .string(let text) = value { return text.isSafe }
    case .even, .odd:
      guard case .int(let rest) = try calculate(value, .modulo, .int(2)) else { return false }
      return (rest == 1) == (test == .odd)
    case .filter: if case .string(let name) = value { return Filter(rawValue: name.string) != nil }
    case .test: if case .string(let name) = value { return ValueTest(rawValue: name.string) != nil }
    case .float: if case .float = value { return true }
    case .integer: if case .int = value { return true }
    case .number: return value.number != nil
    case .iterable: return value.isIterable
    case .lower: return try display(value).satisfies(.islower)
    case .upper: return try display(value).satisfies(.isupper)
    case .mapping: if case .dictionary = value { return true }
    case .none: if case .none = value { return true }
    case .sequence:
      switch value {
      case .string, .list, .tuple, .dictionary, .range, .undefined: return true
      default: return false
      }
    case .string: if case .string = value { return true }
    case .isFalse: if case .bool(false) = value { return true }
    case .isTrue: if case .bool(true) = value { return true }
    default: break
    }
    return false
  }
}

extension Value {
  /// Whether Python's `iter()` takes it.
  var isIterable: Bool {
    switch self {
    case .undefined, .string, .list, .tuple, .dictionary, .range, .view, .generator, .loop: true
    case .none, .bool, .int, .float, .namespace, .macro, .cycler, .joiner, .global, .method: false
    }
  }
}
