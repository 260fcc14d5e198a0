extension Evaluator {
  /// How a body ended.
  enum Flow {
    case normal, breakLoop, continueLoop
  }

  func run(_ body: [Statement], in scope: Scope) throws(JinjaError) -> Flow {
    for statement in body {
      try charge()
      line = statement.line
      let flow = try run(statement, in: scope)
      if flow != .normal { return flow }
    }
    return .normal
  }

  private func run(_ statement: Statement, in scope: Scope) throws(JinjaError) -> Flow {
    switch statement.action {
    case .text(let text): try write(text)
    case .output(let expression): try write(display(try evaluate(expression, in: scope)))
    case .branches(let branches, let otherwise):
      for (test, body) in branches where try evaluate(test, in: scope).isTrue { return try runNested(body, in: scope) }
      return try runNested(otherwise, in: scope)
    case .loop(let loop):
      try run(loop, over: try evaluate(loop.iterated, in: scope), level: 0, in: scope)
    case .set(let target, let expression):
      try assign(try evaluate(expression, in: scope), to: target, in: scope)
    case .setBlock(let target, let filters, let body):
      let text = try capture(body, in: Scope(parent: scope))
      try assign(try apply(filters, to: .string(text), in: scope), to: target, in: scope)
    case .macro(let definition):
      hold(scope)
      let macro = Macro(definition, in: scope)
      try assign(.macro(macro), to: .name(definition.symbol), in: scope)
    case .callBlock(let definition, let call): try runCall(definition, call, in: scope)
    case .filterBlock(let filters, let body):
      let text = try capture(body, in: Scope(parent: scope))
      try write(display(try apply(filters, to: .string(text), in: scope)))
    case .with(let values, let body):
      let inner = Scope(parent: scope)
      for (target, value) in values { try assign(try evaluate(value, in: scope), to: target, in: inner) }
      return try runNested(body, in: inner)
    case .scope(let body, let ofTemplate):
      return try runNested(body, in: Scope(parent: ofTemplate ? root : scope))
    case .breakLoop: return .breakLoop
    case .continueLoop: return .continueLoop
    case .refuse(let reason): throw JinjaError(.forbidden, line: line, reason)
    }
    return .normal
  }

  private func runNested(_ body: [Statement], in scope: Scope) throws(JinjaError) -> Flow {
    try checkStack()
    return try run(body, in: scope)
  }

  func write(_ text: Text) throws(JinjaError) {
    try charge(bytes: text.bytes.count)
    guard output.count + text.bytes.count <= limits.textBytes else {
      throw JinjaError(.limit, line: line, "the output becomes larger than \(limits.textBytes) bytes")
    }
    output.append(text)
  }

  /// What a body writes, caught.
  func capture(_ body: [Statement], in scope: Scope) throws(JinjaError) -> Text {
    try capture { () throws(JinjaError) in _ = try self.run(body, in: scope) }
  }

  func capture(_ action: () throws(JinjaError) -> Void) throws(JinjaError) -> Text {
    try checkStack()
    let outer = output
    output = TextBuilder()
    defer { output = outer }
    try action()
    return output.text()
  }

  private func apply(_ filters: [Postfix], to value: Value, in scope: Scope) throws(JinjaError) -> Value {
    try self.apply(filters[...], to: value, in: scope)
  }

  // MARK: Assignments

  func assign(_ value: Value, to target: Target, in scope: Scope) throws(JinjaError) {
    switch target {
    case .name(let name): scope.set(name, value)
    case .attribute(let name, let attribute):
      guard case .namespace(let namespace) = scope.value(name) else {
        throw fail("attributes can be set only on a namespace, and '\(names[name])' is none")
      }
      namespace[attribute] = value
    case .several(let targets):
      let items = try iterate(value)
      guard items.count == targets.count else {
        throw fail("\(targets.count) values are expected to be unpacked, found \(items.count)")
      }
      for (target, item) in zip(targets, items) { try assign(item, to: target, in: scope) }
    }
  }

  // MARK: Loops

  func run(_ loop: ForLoop, over value: Value, level: Int, in scope: Scope) throws(JinjaError) {
    try checkStack()
    let startLine = line
    var items = try iterate(value)
    var condition = loop.condition
    if let test = condition, loop.usesLoop {
      // `loop` counts what passes, so all of it has to be known before the first.
      var passing: [Value] = []
      let inner = Scope(parent: scope)
      for item in items {
        inner.clear()
        try assign(item, to: loop.target, in: inner)
        if try evaluate(test, in: inner).isTrue { passing.append(item) }
      }
      items = passing
      condition = nil
    }
    let state =
      loop.usesLoop ? LoopState(items, level: level, recursion: loop.isRecursive ? (loop, scope) : nil) : nil
    if let state { try check(depth: state.depth) }
    var inner = Scope(parent: scope)
    var ranOnce = false
    for (index, item) in items.enumerated() {
      try charge()
      line = startLine
      if isKnownUniquelyReferenced(&inner) { inner.clear() } else { inner = Scope(parent: scope) }
      try assign(item, to: loop.target, in: inner)
      if let condition, try !evaluate(condition, in: inner).isTrue { continue }
      if let state {
        state.index = index
        inner.set(SpecialName.loop.rawValue, .loop(state))
      }
      let flow = try run(loop.body, in: inner)
      if flow == .breakLoop { break }
      // As jinja2 has it: an iteration that is cut short does not count.
      if flow == .normal { ranOnce = true }
    }
    if !ranOnce, !loop.otherwise.isEmpty { _ = try runNested(loop.otherwise, in: Scope(parent: scope)) }
  }
}
