extension Parser {
  /// `.name`, `[…]` and `(…)` after a value.
  mutating func accesses() throws(JinjaError) -> [Postfix] {
    var links: [Postfix] = []
    while true {
      let line = current.line
      if isAt(.dot) || isAt(.openBracket) {
        links.append(Postfix(operation: try subscripted(), line: line))
      } else if isAt(.openParenthesis) {
        links.append(Postfix(operation: .call(try arguments()), line: line))
      } else {
        return links
      }
    }
  }

  /// `| filter`, `is test`, and calls of what they give.
  mutating func filtersAndTests(_ links: inout [Postfix]) throws(JinjaError) {
    while true {
      let line = current.line
      if isAt(.pipe) {
        links.append(try filter())
      } else if isAt(name: "is") {
        links.append(try test())
      } else if isAt(.openParenthesis) {
        links.append(Postfix(operation: .call(try arguments()), line: line))
      } else {
        return
      }
    }
  }

  private mutating func subscripted() throws(JinjaError) -> Postfix.Operation {
    if accept(.dot) {
      switch current.kind {
      case .name(let name):
        advance()
        return .attribute(AttributeName(name))
      case .integer(let number):
        advance()
        return .element(.constant(.int(number)))
      default: throw unexpected("a name or a number after '.'")
      }
    }
    try expect(.openBracket)
    var items: [Postfix.Operation] = []
    while !isAt(.closeBracket) {
      if !items.isEmpty { try expect(.comma) }
      items.append(try element())
    }
    try expect(.closeBracket)
    guard let first = items.first else { throw error("expected an element in '[…]'") }
    if items.count == 1 { return first }
    var keys: [Expression] = []
    for item in items {
      guard case .element(let key) = item else { throw error("slices of several dimensions are not known") }
      keys.append(key)
    }
    return .element(.tuple(keys))
  }

  private mutating func element() throws(JinjaError) -> Postfix.Operation {
    var parts: [Expression?] = []
    if isAt(.colon) {
      parts.append(nil)
    } else {
      let only = try expression()
      guard isAt(.colon) else { return .element(only) }
      parts.append(only)
    }
    while parts.count < 3, accept(.colon) {
      parts.append(isAt(.colon) || isAt(.closeBracket) || isAt(.comma) ? nil : try expression())
    }
    return .slice(parts[0], parts[1], parts.count > 2 ? parts[2] : nil)
  }

  mutating func filter(isPiped: Bool = true) throws(JinjaError) -> Postfix {
    let line = current.line
    if isPiped { try expect(.pipe) }
    let name = try dottedName("the name of a filter")
    let filter = Filter(rawValue: name)
    guard isConditional || filter != nil else { throw error("there is no filter '\(name)'") }
    return Postfix(operation: .filter(filter, name: name, isAt(.openParenthesis) ? try arguments() : .none), line: line)
  }

  private mutating func dottedName(_ what: String) throws(JinjaError) -> String {
    var name = try expectName(what)
    while accept(.dot) { name += "." + (try expectName(what)) }
    return name
  }

  private mutating func test() throws(JinjaError) -> Postfix {
    let line = current.line
    advance()
    let isNegated = accept(name: "not")
    let name = try dottedName("the name of a test")
    var arguments = CallArguments.none
    if isAt(.openParenthesis) {
      arguments = try self.arguments()
    } else if isStartOfTestArgument {
      if isAt(name: "is") { throw error("tests cannot be chained with 'is'") }
      arguments.positional = [try testArgument()]
    }
    let test = ValueTest(rawValue: name)
    guard isConditional || test != nil else { throw error("there is no test '\(name)'") }
    return Postfix(operation: .test(test, name: name, arguments, isNegated: isNegated), line: line)
  }

  private var isStartOfTestArgument: Bool {
    switch current.kind {
    case .name(let name): name != "else" && name != "or" && name != "and"
    case .string, .integer, .float, .symbol(.openBracket), .symbol(.openBrace): true
    default: false
    }
  }

  private mutating func testArgument() throws(JinjaError) -> Expression {
    try enter()
    let value = try primaryWithAccesses()
    leave()
    return value
  }

  private mutating func arguments() throws(JinjaError) -> CallArguments {
    try expect(.openParenthesis)
    var arguments = CallArguments()
    var isFirst = true
    while !isAt(.closeParenthesis) {
      if !isFirst {
        try expect(.comma)
        if isAt(.closeParenthesis) { break }
      }
      isFirst = false
      if accept(.multiply) {
        guard arguments.spread == nil, arguments.namedSpread == nil else { throw error("invalid arguments of a call") }
        arguments.spread = try expression()
      } else if accept(.power) {
        guard arguments.namedSpread == nil else { throw error("invalid arguments of a call") }
        arguments.namedSpread = try expression()
      } else if case .name(let name) = current.kind, next.kind == .symbol(.assign) {
        guard arguments.namedSpread == nil else { throw error("invalid arguments of a call") }
        advance()
        advance()
        arguments.named.append((name, try expression()))
      } else {
        guard arguments.spread == nil, arguments.namedSpread == nil, arguments.named.isEmpty else {
          throw error("an argument without a name follows one with a name")
        }
        arguments.positional.append(try expression())
      }
    }
    try expect(.closeParenthesis)
    return arguments
  }
}
