extension Evaluator {
  func call(_ function: Value, _ arguments: Arguments) throws(JinjaError) -> Value {
    try checkStack()
    switch function {
    case .macro(let macro): return try call(macro, arguments)
    case .method(let method): return try callMethod(method.name, of: method.receiver, arguments)
    case .global(let global): return try call(global, arguments)
    case .loop(let loop): return try call(loop, arguments)
    case .joiner(let joiner): return joiner.next()
    case .undefined(let undefined): throw fail(undefined)
    case .none, .bool, .int, .float, .string, .list, .tuple, .dictionary, .range, .view, .generator, .namespace,
      .cycler:
      throw fail("'\(function.typeName)' cannot be called")
    }
  }

  func callMethod(_ name: String, of receiver: Value, _ arguments: Arguments) throws(JinjaError) -> Value {
    switch receiver {
    case .string(let text):
      if let method = StringMethod(rawValue: name) { return try call(method, of: text, arguments) }
    case .dictionary(let dictionary):
      if let method = DictionaryMethod(rawValue: name) { return try call(method, of: dictionary, arguments) }
    case .list(let list), .tuple(let list):
      if let method = ListMethod(rawValue: name) { return try call(method, of: list, arguments) }
    case .loop(let loop):
      if name == "changed" { return .bool(loop.changed(arguments.positional)) }
      guard let first = arguments.positional.first else { throw fail("'cycle' needs something to cycle through") }
      _ = first
      return arguments.positional[loop.index % arguments.positional.count]
    case .cycler(let cycler):
      if name == "next" { return cycler.next() }
      cycler.reset()
      return .none
    case .float(let number): return .bool(number.rounded() == number)
    default: break
    }
    throw fail("'\(receiver.typeName)' has no method '\(name)'")
  }

  private func call(_ function: GlobalFunction, _ arguments: Arguments) throws(JinjaError) -> Value {
    switch function {
    case .range: return try range(arguments)
    case .dict: return try dictionary(try members(arguments, of: "dict"))
    case .namespace:
      var members: [(Text, Value)] = []
      var places: [Text: Int] = [:]
      for (key, value) in try self.members(arguments, of: "namespace") {
        guard case .string(let name) = key else { continue }
        if let place = places[name] {
          members[place].1 = value
        } else {
          places[name] = members.count
          members.append((name, value))
        }
      }
      return makeNamespace(members)
    case .cycler:
      guard !arguments.positional.isEmpty else { throw fail("'cycler' needs something to cycle through") }
      return .cycler(Cycler(try list(arguments.positional)))
    case .joiner:
      let separator = try bind(arguments, to: ["sep"], of: "joiner")[0] ?? .string(", ")
      try check(depth: separator.depth + 1)
      return .joiner(Joiner(separator))
    case .lipsum: throw JinjaError(.forbidden, line: line, "'lipsum' writes text at random, which no prompt can want")
    case .raiseException:
      let message = try bind(arguments, to: ["message"], required: 1, of: function.rawValue)[0] ?? .none
      throw JinjaError(.raised, line: line, try display(message).string)
    case .strftimeNow:
      let format = try text(
        bind(arguments, to: ["format"], required: 1, of: function.rawValue)[0], .empty, "strftime_now")
      try charge(bytes: format.bytes.count * 16)
      return try string(Text(clock().formatted(format.string)))
    }
  }

  private func range(_ arguments: Arguments) throws(JinjaError) -> Value {
    guard arguments.named.isEmpty, (1...3).contains(arguments.positional.count) else {
      throw fail("'range' takes one to three whole numbers")
    }
    var numbers: [Int] = []
    for value in arguments.positional { numbers.append(try integer(value, 0, "'range'")) }
    let start = numbers.count > 1 ? numbers[0] : 0
    let stop = numbers.count > 1 ? numbers[1] : numbers[0]
    let step = numbers.count > 2 ? numbers[2] : 1
    guard step != 0, step != .min else { throw fail("the step of 'range' cannot be \(step)") }
    let distance = step > 0 ? stop.subtractingReportingOverflow(start) : start.subtractingReportingOverflow(stop)
    let count = distance.overflow ? .max : distance.partialValue > 0 ? (distance.partialValue - 1) / abs(step) + 1 : 0
    // jinja2's sandbox has this bound too.
    guard count <= 100_000 else {
      throw JinjaError(.limit, line: line, "'range' takes at most 100000 numbers")
    }
    return .range(ValueRange(start: start, step: step, count: count))
  }

  /// What `dict(…)` and `namespace(…)` are made of: a dictionary or pairs, and arguments with names.
  func members(_ arguments: Arguments, of what: String) throws(JinjaError) -> [(Value, Value)] {
    guard arguments.positional.count <= 1 else { throw fail("'\(what)' takes at most one argument without a name") }
    var members: [(Value, Value)] = []
    if let first = arguments.positional.first {
      if case .dictionary(let dictionary) = first {
        members = dictionary.members
      } else {
        for pair in try iterate(first) {
          let parts = try iterate(pair)
          guard parts.count == 2 else { throw fail("'\(what)' takes a dictionary or pairs") }
          members.append((parts[0], parts[1]))
        }
      }
    }
    return members + arguments.named.map { (.text($0.name), $0.value) }
  }
}
