extension Parser {
  /// One expression or several with commas between them, which make a tuple.
  mutating func tuple(
    allowsConditional: Bool = true, endingBefore end: String? = nil, isInParentheses: Bool = false
  ) throws(JinjaError) -> Expression {
    var items: [Expression] = []
    var isTuple = false
    while true {
      if !items.isEmpty { try expect(.comma) }
      if isEndOfTuple(end) { break }
      items.append(allowsConditional ? try expression() : try disjunction())
      guard isAt(.comma) else { break }
      isTuple = true
    }
    if !isTuple {
      if let only = items.first { return only }
      guard isInParentheses else { throw unexpected("an expression") }
    }
    return .tuple(items)
  }

  func isEndOfTuple(_ end: String?) -> Bool {
    switch current.kind {
    case .variableEnd, .blockEnd, .symbol(.closeParenthesis): true
    default: end.map { isAt(name: $0) } ?? false
    }
  }

  /// An expression, conditional ones among them.
  mutating func expression() throws(JinjaError) -> Expression {
    try enter()
    var result = try disjunction()
    var links = 0
    while accept(name: "if") {
      links += 1
      guard links < 16 else { throw error("too many conditions in one expression") }
      let outer = isConditional
      isConditional = true
      let test = try disjunction()
      let otherwise = accept(name: "else") ? try expression() : nil
      isConditional = outer
      result = .conditional(test: test, then: result, otherwise: otherwise)
    }
    leave()
    return result
  }

  private mutating func disjunction() throws(JinjaError) -> Expression {
    let first = try conjunction()
    guard isAt(name: "or") else { return first }
    var operands = [first]
    while accept(name: "or") { operands.append(try conjunction()) }
    return .any(operands)
  }

  private mutating func conjunction() throws(JinjaError) -> Expression {
    let first = try negation()
    guard isAt(name: "and") else { return first }
    var operands = [first]
    while accept(name: "and") { operands.append(try negation()) }
    return .all(operands)
  }

  private mutating func negation() throws(JinjaError) -> Expression {
    guard accept(name: "not") else { return try comparison() }
    try enter()
    let operand = try negation()
    leave()
    return .not(operand)
  }

  private mutating func comparison() throws(JinjaError) -> Expression {
    let first = try sum()
    var links: [(operation: ComparisonOperation, operand: Expression)] = []
    while let operation = acceptComparison() { links.append((operation, try sum())) }
    return links.isEmpty ? first : .comparison(first, links)
  }

  private mutating func acceptComparison() -> ComparisonOperation? {
    switch current.kind {
    case .symbol(let symbol):
      guard let operation = ComparisonOperation(rawValue: symbol.rawValue) else { return nil }
      advance()
      return operation
    case .name("in"):
      advance()
      return .isIn
    case .name("not") where next.kind == .name("in"):
      advance()
      advance()
      return .isNotIn
    default: return nil
    }
  }

  private mutating func sum() throws(JinjaError) -> Expression {
    let first = try concatenation()
    var links: [(operation: ArithmeticOperation, operand: Expression)] = []
    while isAt(.add) || isAt(.subtract) {
      let operation: ArithmeticOperation = isAt(.add) ? .add : .subtract
      advance()
      links.append((operation, try concatenation()))
    }
    return links.isEmpty ? first : .arithmetic(first, links)
  }

  private mutating func concatenation() throws(JinjaError) -> Expression {
    let first = try product()
    guard isAt(.tilde) else { return first }
    var operands = [first]
    while accept(.tilde) { operands.append(try product()) }
    return .concatenation(operands)
  }

  private mutating func product() throws(JinjaError) -> Expression {
    let first = try power()
    var links: [(operation: ArithmeticOperation, operand: Expression)] = []
    while case .symbol(let symbol) = current.kind,
      [.multiply, .divide, .floorDivide, .modulo].contains(symbol),
      let operation = ArithmeticOperation(rawValue: symbol.rawValue)
    {
      advance()
      links.append((operation, try power()))
    }
    return links.isEmpty ? first : .arithmetic(first, links)
  }

  private mutating func power() throws(JinjaError) -> Expression {
    let first = try unary()
    var links: [(operation: ArithmeticOperation, operand: Expression)] = []
    while accept(.power) { links.append((.power, try unary())) }
    return links.isEmpty ? first : .arithmetic(first, links)
  }

  private mutating func unary(takesFilters: Bool = true) throws(JinjaError) -> Expression {
    var operand: Expression
    if isAt(.subtract) || isAt(.add) {
      let isNegative = isAt(.subtract)
      try enter()
      advance()
      let inner = try unary(takesFilters: false)
      leave()
      operand = isNegative ? .negative(inner) : .positive(inner)
    } else {
      operand = try primary()
    }
    var links = try accesses()
    if takesFilters { try filtersAndTests(&links) }
    if !links.isEmpty { operand = .postfix(operand, links) }
    return operand
  }

  /// What a test takes as its argument without parentheses.
  mutating func primaryWithAccesses() throws(JinjaError) -> Expression {
    let operand = try primary()
    let links = try accesses()
    return links.isEmpty ? operand : .postfix(operand, links)
  }

  private mutating func primary() throws(JinjaError) -> Expression {
    switch current.kind {
    case .name(let name):
      advance()
      switch name {
      case "true", "True": return .constant(.bool(true))
      case "false", "False": return .constant(.bool(false))
      case "none", "None": return .constant(.none)
      case "loop", "caller", "varargs", "kwargs":
        for index in usedNames.indices { usedNames[index].insert(name) }
      default: break
      }
      return .name(symbol(name))
    case .string(let text):
      advance()
      var builder = TextBuilder()
      builder.append(text)
      while case .string(let more) = current.kind {
        builder.append(more)
        advance()
      }
      return .constant(.string(builder.text()))
    case .integer(let number):
      advance()
      return .constant(.int(number))
    case .float(let number):
      advance()
      return .constant(.float(number))
    case .symbol(.openParenthesis):
      advance()
      try enter()
      let inner = try tuple(isInParentheses: true)
      leave()
      try expect(.closeParenthesis)
      return inner
    case .symbol(.openBracket): return try list()
    case .symbol(.openBrace): return try dictionary()
    default: throw unexpected("an expression")
    }
  }

  private mutating func list() throws(JinjaError) -> Expression {
    advance()
    var items: [Expression] = []
    while !isAt(.closeBracket) {
      if !items.isEmpty { try expect(.comma) }
      if isAt(.closeBracket) { break }
      items.append(try expression())
    }
    try expect(.closeBracket)
    return .list(items)
  }

  private mutating func dictionary() throws(JinjaError) -> Expression {
    advance()
    var items: [(key: Expression, value: Expression)] = []
    while !isAt(.closeBrace) {
      if !items.isEmpty { try expect(.comma) }
      if isAt(.closeBrace) { break }
      let key = try expression()
      try expect(.colon)
      items.append((key, try expression()))
    }
    try expect(.closeBrace)
    return .dictionary(items)
  }
}
