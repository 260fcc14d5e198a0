/// What stands between `{%` and `%}`, and text and expressions between them.
struct Statement: Sendable {
  indirect enum Action: Sendable {
    case text(Text)
    case output(Expression)
    case branches([(test: Expression, body: [Statement])], otherwise: [Statement])
    case loop(ForLoop)
    case set(Target, Expression)
    case setBlock(Target, filters: [Postfix], body: [Statement])
    case macro(MacroDefinition)
    case callBlock(MacroDefinition, call: Expression)
    case filterBlock([Postfix], body: [Statement])
    case with([(target: Target, value: Expression)], body: [Statement])
    /// A block that has names of its own and is nothing else here: `generation`, `block`.
    case scope([Statement], ofTemplate: Bool)
    case breakLoop
    case continueLoop
    /// What can be written but not done: there are no other templates here.
    case refuse(String)
  }
  let action: Action
  let line: Int
}

/// `{% for %}`
final class ForLoop: Sendable {
  let target: Target
  let iterated: Expression
  let condition: Expression?
  let isRecursive: Bool
  /// Whether the body names `loop`.
  let usesLoop: Bool
  let body: [Statement]
  let otherwise: [Statement]

  init(
    target: Target, iterated: Expression, condition: Expression?, isRecursive: Bool, usesLoop: Bool,
    body: [Statement], otherwise: [Statement]
  ) {
    self.target = target
    self.iterated = iterated
    self.condition = condition
    self.isRecursive = isRecursive
    self.usesLoop = usesLoop
    self.body = body
    self.otherwise = otherwise
  }
}

/// `{% macro %}`, or the body of a `{% call %}`.
final class MacroDefinition: Sendable {
  let name: String
  /// The number of its name.
  let symbol: Int
  let parameters: [(symbol: Int, name: String)]
  /// For the last parameters.
  let defaults: [Expression]
  let body: [Statement]
  /// What its body names of the things that a macro is given beside its parameters.
  let usesCaller: Bool
  let usesArguments: Bool
  let usesNamedArguments: Bool

  init(
    name: String, symbol: Int, parameters: [(symbol: Int, name: String)], defaults: [Expression], body: [Statement],
    usesCaller: Bool, usesArguments: Bool, usesNamedArguments: Bool
  ) {
    self.name = name
    self.symbol = symbol
    self.parameters = parameters
    self.defaults = defaults
    self.body = body
    self.usesCaller = usesCaller
    self.usesArguments = usesArguments
    self.usesNamedArguments = usesNamedArguments
  }
}
