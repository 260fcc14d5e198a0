/// What a call was given.
struct Arguments {
  var positional: [Value] = []
  var named: [(name: String, value: Value)] = []

  static let none = Arguments()

  /// The named argument, which is then no longer there.
  mutating func removeNamed(_ name: String) -> Value? {
    named.firstIndex { $0.name == name }.map { named.remove(at: $0).value }
  }
}

extension Evaluator {
  /// The arguments by the parameters of what is called, nil where one is not given.
  ///
  /// - Parameter required: how many of them must be given.
  func bind(
    _ arguments: Arguments, to parameters: [String], required: Int = 0, of what: String
  ) throws(JinjaError) -> [Value?] {
    guard arguments.positional.count <= parameters.count else {
      throw fail("\(what) takes at most \(parameters.count) arguments, \(arguments.positional.count) were given")
    }
    var bound: [Value?] = arguments.positional
    bound += [Value?](repeating: nil, count: parameters.count - bound.count)
    for (name, value) in arguments.named {
      guard let place = parameters.firstIndex(of: name) else { throw fail("\(what) takes no argument '\(name)'") }
      guard bound[place] == nil else { throw fail("\(what) was given '\(name)' twice") }
      bound[place] = value
    }
    for place in 0..<required where bound[place] == nil {
      throw fail("\(what) needs the argument '\(parameters[place])'")
    }
    return bound
  }

  /// A whole number that was given, or what counts where none was.
  func integer(_ value: Value?, _ otherwise: Int, _ what: String) throws(JinjaError) -> Int {
    guard let value else { return otherwise }
    guard let number = value.index else { throw wrongType(value, what, "a whole number") }
    return number
  }

  /// A string that was given.
  func text(_ value: Value?, _ otherwise: Text, _ what: String) throws(JinjaError) -> Text {
    guard let value else { return otherwise }
    guard case .string(let text) = value else { throw wrongType(value, what, "a string") }
    return text
  }

  func wrongType(_ value: Value, _ what: String, _ accepted: String) -> JinjaError {
    if case .undefined(let undefined) = value { return fail(undefined) }
    return fail("\(what) takes \(accepted), found '\(value.typeName)'")
  }
}
