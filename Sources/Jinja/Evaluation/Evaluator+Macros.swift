extension Evaluator {
  func runCall(_ definition: MacroDefinition, _ call: Expression, in scope: Scope) throws(JinjaError) {
    guard case .postfix(let base, let links) = call, let last = links.last, case .call(let written) = last.operation
    else { return }
    hold(scope)
    let function = try apply(links.dropLast(), to: try evaluate(base, in: scope), in: scope)
    var arguments = try evaluate(written, in: scope)
    arguments.named.append(("caller", .macro(Macro(definition, in: scope))))
    line = last.line
    try write(display(try self.call(function, arguments)))
  }

  func call(_ macro: Macro, _ given: Arguments) throws(JinjaError) -> Value {
    let definition = macro.definition
    var given = given
    let scope = Scope(parent: macro.scope)
    var missing: [(symbol: Int, place: Int)] = []
    for (place, parameter) in definition.parameters.enumerated() {
      if place < given.positional.count {
        scope.set(parameter.symbol, given.positional[place])
      } else if let value = given.removeNamed(parameter.name) {
        scope.set(parameter.symbol, value)
      } else {
        missing.append((parameter.symbol, place))
      }
    }
    if definition.usesCaller {
      let caller = given.removeNamed("caller") ?? .undefined(Undefined(hint: .sentence("there is no caller")))
      scope.set(SpecialName.caller.rawValue, caller)
    }
    if definition.usesNamedArguments {
      let rest = try dictionary(given.named.map { (.text($0.name), $0.value) })
      scope.set(SpecialName.namedArguments.rawValue, rest)
    } else if let extra = given.named.first {
      throw fail("the macro '\(definition.name)' takes no argument '\(extra.name)'")
    }
    let rest = given.positional.dropFirst(definition.parameters.count)
    if definition.usesArguments {
      scope.set(SpecialName.arguments.rawValue, .tuple(try list(Array(rest))))
    } else if !rest.isEmpty {
      throw fail("the macro '\(definition.name)' takes at most \(definition.parameters.count) arguments")
    }
    let callLine = line
    defer { line = callLine }
    return .string(
      try capture { () throws(JinjaError) in
        for (symbol, place) in missing {
          let number = place - (definition.parameters.count - definition.defaults.count)
          let hint = Undefined.Hint.sentence("the parameter '\(definition.parameters[place].name)' was not provided")
          scope.set(
            symbol,
            number < 0
              ? .undefined(Undefined(hint: hint)) : try self.evaluate(definition.defaults[number], in: scope))
        }
        _ = try self.run(definition.body, in: scope)
      })
  }

  /// What `loop(…)` within a recursive loop writes.
  func call(_ loop: LoopState, _ arguments: Arguments) throws(JinjaError) -> Value {
    guard let recursion = loop.recursion else { throw fail("'loop' can be called only in a loop that is recursive") }
    let iterated = try bind(arguments, to: ["iterable"], required: 1, of: "loop")[0] ?? .none
    let callLine = line
    defer { line = callLine }
    return .string(
      try capture { () throws(JinjaError) in
        try self.run(recursion.statement, over: iterated, level: loop.level + 1, in: recursion.scope)
      })
  }
}
