extension Evaluator {
  func evaluate(_ expression: Expression, in scope: Scope) throws(JinjaError) -> Value {
    switch expression {
    case .constant(let value): return value
    case .name(let name): return scope.value(name) ?? .undefined(Undefined(hint: .variable(names[name])))
    default:
      try charge()
      try checkStack()
      return try evaluateCompound(expression, in: scope)
    }
  }

  private func evaluateCompound(_ expression: Expression, in scope: Scope) throws(JinjaError) -> Value {
    switch expression {
    case .constant(let value): return value
    case .name: return try evaluate(expression, in: scope)
    case .tuple(let items): return .tuple(try list(evaluate(items, in: scope)))
    case .list(let items): return .list(try list(evaluate(items, in: scope)))
    case .dictionary(let items):
      var members: [(Value, Value)] = []
      for (key, value) in items {
        members.append((try evaluate(key, in: scope), try evaluate(value, in: scope)))
      }
      return try dictionary(members)
    case .arithmetic(let first, let links):
      var result = try evaluate(first, in: scope)
      for (operation, operand) in links {
        try charge()
        result = try calculate(result, operation, try evaluate(operand, in: scope))
      }
      return result
    case .concatenation(let operands):
      var builder = TextBuilder()
      for operand in operands {
        let text = try display(try evaluate(operand, in: scope))
        try charge(bytes: builder.count + text.bytes.count)
        builder.append(text)
      }
      return .string(builder.text())
    case .comparison(let first, let links): return .bool(try compare(first, links, in: scope))
    case .all(let operands):
      var result = Value.bool(true)
      for operand in operands {
        result = try evaluate(operand, in: scope)
        if !result.isTrue { break }
      }
      return result
    case .any(let operands):
      var result = Value.bool(false)
      for operand in operands {
        result = try evaluate(operand, in: scope)
        if result.isTrue { break }
      }
      return result
    case .not(let operand): return .bool(try !evaluate(operand, in: scope).isTrue)
    case .negative(let operand): return try negate(try evaluate(operand, in: scope))
    case .positive(let operand):
      let value = try evaluate(operand, in: scope)
      if case .float = value { return value }
      guard let number = value.index else { throw wrongType(value, "'+'", "a number") }
      return .int(number)
    case .conditional(let test, let then, let otherwise):
      if try evaluate(test, in: scope).isTrue { return try evaluate(then, in: scope) }
      if let otherwise { return try evaluate(otherwise, in: scope) }
      return .undefined(
        Undefined(hint: .sentence("the condition of an expression is false and there is no 'else'")))
    case .postfix(let base, let links):
      if let result = try change(base, links, in: scope) { return result }
      return try apply(links[...], to: try evaluate(base, in: scope), in: scope)
    }
  }

  private func evaluate(_ expressions: [Expression], in scope: Scope) throws(JinjaError) -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(expressions.count)
    for expression in expressions { values.append(try evaluate(expression, in: scope)) }
    return values
  }

  private func compare(
    _ first: Expression, _ links: [(operation: ComparisonOperation, operand: Expression)], in scope: Scope
  ) throws(JinjaError) -> Bool {
    var left = try evaluate(first, in: scope)
    for (operation, operand) in links {
      let right = try evaluate(operand, in: scope)
      guard try compare(left, operation, right) else { return false }
      left = right
    }
    return true
  }

  // MARK: What follows a value

  func apply(_ links: ArraySlice<Postfix>, to base: Value, in scope: Scope) throws(JinjaError) -> Value {
    var value = base
    var place = links.startIndex
    while place < links.endIndex {
      let link = links[place]
      place += 1
      try charge()
      switch link.operation {
      case .attribute(let name):
        line = link.line
        // A method that is called at once needs no value of its own.
        if place < links.endIndex, case .call(let written) = links[place].operation,
          case .string(let text) = value, let method = name.stringMethod
        {
          place += 1
          let arguments = try evaluate(written, in: scope)
          line = link.line
          value = try call(method, of: text, arguments)
        } else {
          value = try attribute(name, of: value)
        }
      case .element(let key):
        let key = try evaluate(key, in: scope)
        line = link.line
        value = try element(key, of: value)
      case .slice(let start, let stop, let step):
        let bounds = (
          try bound(start, in: scope), try bound(stop, in: scope), try bound(step, in: scope)
        )
        line = link.line
        value = try slice(value, bounds.0, bounds.1, bounds.2)
      case .call(let written):
        let arguments = try evaluate(written, in: scope)
        line = link.line
        value = try call(value, arguments)
      case .filter(let filter, let name, let written):
        let arguments = try evaluate(written, in: scope)
        line = link.line
        value = try apply(filter, named: name, to: value, arguments)
      case .test(let test, let name, let written, let isNegated):
        // By far the most common, and it has no arguments.
        if test == .defined, written.isEmpty {
          if case .undefined = value { value = .bool(isNegated) } else { value = .bool(!isNegated) }
          break
        }
        let arguments = try evaluate(written, in: scope)
        line = link.line
        value = .bool(try apply(test, named: name, to: value, arguments) != isNegated)
      }
    }
    return value
  }

  func evaluate(_ written: CallArguments, in scope: Scope) throws(JinjaError) -> Arguments {
    var arguments = Arguments()
    if !written.positional.isEmpty { arguments.positional = try evaluate(written.positional, in: scope) }
    if let spread = written.spread { arguments.positional += try iterate(try evaluate(spread, in: scope)) }
    for (name, value) in written.named { arguments.named.append((name, try evaluate(value, in: scope))) }
    if let spread = written.namedSpread {
      let value = try evaluate(spread, in: scope)
      guard case .dictionary(let dictionary) = value else { throw wrongType(value, "'**'", "a dictionary") }
      for (key, value) in dictionary.members {
        guard case .string(let name) = key else { throw wrongType(key, "the name of an argument", "a string") }
        arguments.named.append((name.string, value))
      }
    }
    return arguments
  }

  private func bound(_ expression: Expression?, in scope: Scope) throws(JinjaError) -> Int? {
    guard let expression else { return nil }
    let value = try evaluate(expression, in: scope)
    if case .none = value { return nil }
    guard let number = value.index else { throw wrongType(value, "a slice", "whole numbers") }
    return number
  }
}
