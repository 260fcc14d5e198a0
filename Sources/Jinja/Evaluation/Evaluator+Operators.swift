import System

extension Evaluator {
  func negate(_ value: Value) throws(JinjaError) -> Value {
    if case .float(let number) = value { return .float(-number) }
    guard let number = value.index else { throw wrongType(value, "'-'", "a number") }
    return .int(try exact(0.subtractingReportingOverflow(number)))
  }

  func calculate(_ left: Value, _ operation: ArithmeticOperation, _ right: Value) throws(JinjaError) -> Value {
    switch (operation, left, right) {
    case (.modulo, .string(let format), _): return try string(try percentFormat(format, right))
    case (_, .undefined(let undefined), _), (_, _, .undefined(let undefined)): throw fail(undefined)
    case (.add, .string(let left), .string(let right)): return try string(joined(left, right))
    case (.add, .list(let left), .list(let right)): return .list(try list(left.items + right.items))
    case (.add, .tuple(let left), .tuple(let right)): return .tuple(try list(left.items + right.items))
    case (.multiply, .string(let text), _):
      if let count = right.index { return try repeated(text, count) }
    case (.multiply, _, .string(let text)):
      if let count = left.index { return try repeated(text, count) }
    case (.multiply, .list(let items), _):
      if let count = right.index { return .list(try repeated(items, count)) }
    case (.multiply, _, .list(let items)):
      if let count = left.index { return .list(try repeated(items, count)) }
    case (.multiply, .tuple(let items), _):
      if let count = right.index { return .tuple(try repeated(items, count)) }
    default: break
    }
    if let left = left.index, let right = right.index { return try calculate(left, operation, right) }
    if let left = left.number, let right = right.number { return .float(try calculate(left, operation, right)) }
    throw fail("'\(operation.rawValue)' is not known between '\(left.typeName)' and '\(right.typeName)'")
  }

  /// Text that is marked safe escapes what is added to it.
  private func joined(_ left: Text, _ right: Text) -> Text {
    let isSafe = left.isSafe || right.isSafe
    var builder = TextBuilder()
    builder.append(isSafe && !left.isSafe ? left.escaped() : left)
    builder.append(isSafe && !right.isSafe ? right.escaped() : right)
    return builder.text(safe: isSafe)
  }

  private func repeated(_ text: Text, _ count: Int) throws(JinjaError) -> Value {
    guard count > 0, !text.isEmpty else { return .string(.empty) }
    try charge(
      bytes: text.bytes.count.multipliedReportingOverflow(by: count).overflow ? .max : text.bytes.count * count)
    var builder = TextBuilder()
    for _ in 0..<count { builder.append(text) }
    return .string(builder.text(safe: text.isSafe))
  }

  private func repeated(_ list: ValueList, _ count: Int) throws(JinjaError) -> ValueList {
    guard count > 0, !list.items.isEmpty else { return .empty }
    let total = list.items.count.multipliedReportingOverflow(by: count)
    try charge(total.overflow ? limits.steps : min(total.partialValue, limits.steps))
    return try self.list(Array(repeatElement(list.items, count: count).joined()))
  }

  // MARK: Numbers

  func exact(_ result: (partialValue: Int, overflow: Bool)) throws(JinjaError) -> Int {
    guard !result.overflow else { throw fail("the number is too large") }
    return result.partialValue
  }

  private func calculate(_ left: Int, _ operation: ArithmeticOperation, _ right: Int) throws(JinjaError) -> Value {
    switch operation {
    case .add: return .int(try exact(left.addingReportingOverflow(right)))
    case .subtract: return .int(try exact(left.subtractingReportingOverflow(right)))
    case .multiply: return .int(try exact(left.multipliedReportingOverflow(by: right)))
    case .divide:
      guard right != 0 else { throw fail("division by zero") }
      return .float(Double(left) / Double(right))
    case .floorDivide:
      guard right != 0 else { throw fail("division by zero") }
      let quotient = try exact(left.dividedReportingOverflow(by: right))
      return .int(left % right != 0 && (left < 0) != (right < 0) ? quotient - 1 : quotient)
    case .modulo:
      guard right != 0 else { throw fail("division by zero") }
      if right == -1 { return .int(0) }
      let rest = left % right
      return .int(rest != 0 && (rest < 0) != (right < 0) ? rest + right : rest)
    case .power:
      if right < 0 { return .float(try calculate(Double(left), .power, Double(right))) }
      var result = 1
      var base = left
      var exponent = right
      while exponent > 0 {
        if exponent & 1 == 1 { result = try exact(result.multipliedReportingOverflow(by: base)) }
        exponent >>= 1
        if exponent > 0 { base = try exact(base.multipliedReportingOverflow(by: base)) }
      }
      return .int(result)
    }
  }

  private func calculate(
    _ left: Double, _ operation: ArithmeticOperation, _ right: Double
  ) throws(JinjaError) -> Double {
    switch operation {
    case .add: return left + right
    case .subtract: return left - right
    case .multiply: return left * right
    case .divide, .floorDivide, .modulo:
      guard right != 0 else { throw fail("division by zero") }
      if operation == .divide { return left / right }
      var rest = left.truncatingRemainder(dividingBy: right)
      if rest != 0, (rest < 0) != (right < 0) { rest += right }
      return operation == .modulo ? rest : ((left - rest) / right).rounded()
    case .power:
      guard left != 0 || right >= 0 else { throw fail("zero cannot be raised to a negative power") }
      let result = pow(left, right)
      guard result.isFinite || !left.isFinite || !right.isFinite, !result.isNaN || left.isNaN || right.isNaN else {
        throw fail("the number is too large")
      }
      return result
    }
  }

  // MARK: Comparisons

  func compare(_ left: Value, _ operation: ComparisonOperation, _ right: Value) throws(JinjaError) -> Bool {
    switch operation {
    case .equal, .notEqual:
      return try areEqual(left, right) == (operation == .equal)
    case .less: return try isLess(left, right, operation)
    case .greater: return try isLess(right, left, operation)
    case .lessOrEqual: return try isLess(left, right, operation) || left.isEqual(to: right)
    case .greaterOrEqual: return try isLess(right, left, operation) || left.isEqual(to: right)
    case .isIn: return try contains(right, left)
    case .isNotIn: return try !contains(right, left)
    }
  }

  func isLess(_ left: Value, _ right: Value, _ operation: ComparisonOperation = .less) throws(JinjaError) -> Bool {
    if case .undefined(let undefined) = left { throw fail(undefined) }
    if case .undefined(let undefined) = right { throw fail(undefined) }
    try charge(comparing: left, right)
    guard let result = left.isLess(than: right) else {
      throw fail("'\(operation.rawValue)' is not known between '\(left.typeName)' and '\(right.typeName)'")
    }
    return result
  }

  func areEqual(_ left: Value, _ right: Value) throws(JinjaError) -> Bool {
    try charge(comparing: left, right)
    return left.isEqual(to: right)
  }

  private func charge(comparing left: Value, _ right: Value) throws(JinjaError) {
    if left.depth > 0, right.depth > 0 {
      try weigh(left)
      try weigh(right)
    }
  }

  /// Values that are shared can be walked along very many ways: each costs what it holds.
  func weigh(_ value: Value) throws(JinjaError) {
    guard value.depth > 0 else { return }
    let weight = value.weight
    try charge(weight)
    guard weight < Value.greatestWeight else {
      throw JinjaError(.limit, line: line, "a list holds too many values")
    }
  }

  /// What a value is as a key, if Python would take it as one.
  func key(_ value: Value) throws(JinjaError) -> ValueKey {
    if case .string(let text) = value { return .text(text) }
    try weigh(value)
    guard let key = ValueKey(value) else { throw fail("'\(value.typeName)' cannot be a key") }
    return key
  }

  func contains(_ container: Value, _ wanted: Value) throws(JinjaError) -> Bool {
    switch container {
    case .string(let text):
      guard case .string(let part) = wanted else {
        throw wrongType(wanted, "'in' a string", "a string")
      }
      try charge(bytes: text.bytes.count)
      return text.contains(part)
    case .dictionary(let dictionary):
      _ = try key(wanted)
      return dictionary[wanted] != nil
    case .range(let range):
      guard let number = wanted.index else { return false }
      let (offset, overflow) = number.subtractingReportingOverflow(range.start)
      guard !overflow, range.step != -1 || offset != .min, offset % range.step == 0 else { return false }
      return offset / range.step >= 0 && offset / range.step < range.count
    default:
      for item in try iterate(container) {
        try charge()
        if try areEqual(item, wanted) { return true }
      }
      return false
    }
  }
}
