extension Parser {
  /// The whole template.
  mutating func template() throws(JinjaError) -> [Statement] {
    let body = try statements(until: [])
    guard current.kind == .end else { throw unexpected("the end of the template") }
    return body
  }

  /// Statements up to a block that begins with one of these words, which is left standing after its `{%`.
  private mutating func statements(until ends: Set<String>) throws(JinjaError) -> [Statement] {
    try enter()
    var body: [Statement] = []
    while true {
      let line = current.line
      switch current.kind {
      case .data(let text):
        advance()
        body.append(Statement(action: .text(text), line: line))
      case .variableBegin:
        advance()
        let expression = try tuple()
        guard current.kind == .variableEnd else { throw unexpected("'}}'") }
        advance()
        body.append(Statement(action: .output(expression), line: line))
      case .blockBegin:
        advance()
        if case .name(let word) = current.kind, ends.contains(word) {
          leave()
          return body
        }
        body.append(Statement(action: try statement(), line: line))
        try expectBlockEnd()
      default:
        guard ends.isEmpty else {
          throw unexpected(ends.sorted().map { "'{% \($0) %}'" }.joined(separator: " or "))
        }
        leave()
        return body
      }
    }
  }

  /// A body after the `%}` that begins it, and the word that ends it.
  private mutating func body(until ends: Set<String>) throws(JinjaError) -> [Statement] {
    try expectBlockEnd()
    return try statements(until: ends)
  }

  private mutating func body(untilOnly end: String) throws(JinjaError) -> [Statement] {
    let body = try body(until: [end])
    advance()
    return body
  }

  /// A body whose unknown filters are errors at once, or only when reached.
  private mutating func body(until ends: Set<String>, isConditional: Bool) throws(JinjaError) -> [Statement] {
    let outer = self.isConditional
    self.isConditional = isConditional
    let body = try body(until: ends)
    self.isConditional = outer
    return body
  }

  private mutating func statement() throws(JinjaError) -> Statement.Action {
    guard case .name(let word) = current.kind else { throw unexpected("the name of a block") }
    switch word {
    case "if": return try branches()
    case "for": return try forLoop()
    case "set": return try set()
    case "macro": return try macro()
    case "call": return try call()
    case "filter": return try filterBlock()
    case "with": return try with()
    case "generation":
      advance()
      let outerLoops = loops
      loops = 0
      defer { loops = outerLoops }
      return .scope(try body(untilOnly: "endgeneration"), ofTemplate: false)
    case "block": return try block()
    case "print":
      advance()
      var expressions = [try expression()]
      while accept(.comma) { expressions.append(try expression()) }
      return .output(.concatenation(expressions))
    case "break", "continue":
      guard loops > 0 else { throw error("'\(word)' stands outside of a loop") }
      advance()
      return word == "break" ? .breakLoop : .continueLoop
    case "include", "import", "from", "extends":
      while current.kind != .blockEnd, current.kind != .end { advance() }
      return .refuse("there are no other templates that '\(word)' could name")
    default:
      throw error("there is no block '\(word)'")
    }
  }

  private mutating func branches() throws(JinjaError) -> Statement.Action {
    var branches: [(test: Expression, body: [Statement])] = []
    var otherwise: [Statement] = []
    while true {
      advance()
      let test = try tuple(allowsConditional: false)
      let body = try body(until: ["elif", "else", "endif"], isConditional: true)
      branches.append((test, body))
      if isAt(name: "elif") { continue }
      if accept(name: "else") {
        otherwise = try self.body(until: ["endif"], isConditional: true)
      }
      advance()
      return .branches(branches, otherwise: otherwise)
    }
  }

  private mutating func forLoop() throws(JinjaError) -> Statement.Action {
    advance()
    let target = try self.target(endingBefore: "in")
    try expect(name: "in")
    let iterated = try tuple(allowsConditional: false, endingBefore: "recursive")
    let condition = accept(name: "if") ? try expression() : nil
    let isRecursive = accept(name: "recursive")
    loops += 1
    usedNames.append([])
    let body = try body(until: ["endfor", "else"], isConditional: false)
    let usesLoop = isRecursive || usedNames.removeLast().contains("loop")
    loops -= 1
    var otherwise: [Statement] = []
    if accept(name: "else") { otherwise = try self.body(until: ["endfor"], isConditional: false) }
    advance()
    return .loop(
      ForLoop(
        target: target, iterated: iterated, condition: condition, isRecursive: isRecursive, usesLoop: usesLoop,
        body: body, otherwise: otherwise))
  }

  private mutating func set() throws(JinjaError) -> Statement.Action {
    advance()
    let target = try self.target(allowsAttributes: true)
    if accept(.assign) { return .set(target, try tuple()) }
    let filters = try self.filters()
    return .setBlock(target, filters: filters, body: try body(untilOnly: "endset"))
  }

  /// `| filter | filter(…)`
  private mutating func filters() throws(JinjaError) -> [Postfix] {
    var filters: [Postfix] = []
    while isAt(.pipe) { filters.append(try filter()) }
    return filters
  }

  private mutating func filterBlock() throws(JinjaError) -> Statement.Action {
    advance()
    let filters = [try filter(isPiped: false)] + (try self.filters())
    return .filterBlock(filters, body: try body(untilOnly: "endfilter"))
  }

  private mutating func with() throws(JinjaError) -> Statement.Action {
    advance()
    var values: [(target: Target, value: Expression)] = []
    while current.kind != .blockEnd {
      if !values.isEmpty { try expect(.comma) }
      let target = try self.target()
      try expect(.assign)
      values.append((target, try expression()))
    }
    return .with(values, body: try body(untilOnly: "endwith"))
  }

  private mutating func block() throws(JinjaError) -> Statement.Action {
    advance()
    let name = try expectName("the name of the block")
    while accept(name: "scoped") || accept(name: "required") {}
    let outerLoops = loops
    loops = 0
    let body = try body(untilOnly: "endblock")
    loops = outerLoops
    _ = accept(name: name)
    return .scope(body, ofTemplate: true)
  }

  // MARK: Macros

  private mutating func macro() throws(JinjaError) -> Statement.Action {
    advance()
    let name = try expectName("the name of the macro")
    return .macro(try definition(name, end: "endmacro"))
  }

  private mutating func call() throws(JinjaError) -> Statement.Action {
    advance()
    let signature = isAt(.openParenthesis) ? try parameters() : ([], [])
    let line = current
    let call = try expression()
    guard case .postfix(_, let links) = call, case .call = links.last?.operation else {
      throw JinjaError(.syntax, line: line.line, "expected a call")
    }
    return .callBlock(try definition("caller", signature, end: "endcall"), call: call)
  }

  private mutating func parameters() throws(JinjaError) -> ([(symbol: Int, name: String)], [Expression]) {
    try expect(.openParenthesis)
    var parameters: [(symbol: Int, name: String)] = []
    var defaults: [Expression] = []
    while !isAt(.closeParenthesis) {
      if !parameters.isEmpty { try expect(.comma) }
      let name = try expectName("the name of a parameter")
      parameters.append((symbol(name), name))
      if accept(.assign) {
        defaults.append(try expression())
      } else if !defaults.isEmpty {
        throw error("the parameter '\(name)' without a default follows one with a default")
      }
    }
    try expect(.closeParenthesis)
    return (parameters, defaults)
  }

  private mutating func definition(
    _ name: String, _ known: ([(symbol: Int, name: String)], [Expression])? = nil, end: String
  ) throws(JinjaError) -> MacroDefinition {
    usedNames.append([])
    let outerLoops = loops
    let outerConditional = isConditional
    loops = 0
    isConditional = false
    let (parameters, defaults) = if let known { known } else { try self.parameters() }
    let body = try body(untilOnly: end)
    loops = outerLoops
    isConditional = outerConditional
    let uses = usedNames.removeLast().subtracting(parameters.map(\.name))
    return MacroDefinition(
      name: name, symbol: symbol(name), parameters: parameters, defaults: defaults, body: body,
      usesCaller: uses.contains("caller"),
      usesArguments: uses.contains("varargs"), usesNamedArguments: uses.contains("kwargs"))
  }

  // MARK: Targets

  private mutating func target(
    allowsAttributes: Bool = false, endingBefore end: String? = nil
  ) throws(JinjaError) -> Target {
    var targets: [Target] = []
    while true {
      if !targets.isEmpty, isEndOfTuple(end) || isAt(.assign) { break }
      targets.append(try oneTarget(allowsAttributes: allowsAttributes))
      guard accept(.comma) else {
        if targets.count == 1 { return targets[0] }
        break
      }
    }
    return .several(targets)
  }

  private mutating func oneTarget(allowsAttributes: Bool) throws(JinjaError) -> Target {
    if accept(.openParenthesis) {
      try enter()
      let target = try self.target(allowsAttributes: allowsAttributes)
      leave()
      try expect(.closeParenthesis)
      return target
    }
    let name = try expectName("a name to assign to")
    guard !["true", "false", "none", "True", "False", "None"].contains(name) else {
      throw error("'\(name)' cannot be assigned to")
    }
    let number = symbol(name)
    guard allowsAttributes, accept(.dot) else { return .name(number) }
    return .attribute(number, Text(try expectName("the name of an attribute")))
  }
}
