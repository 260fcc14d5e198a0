// The tree of a template. Chains (`a + b + c`, `x.y.z | f`) are one node with many links, not nodes in nodes: how deep
// the tree is follows from how deep its source is nested, which is bounded, and not from how long it is.

indirect enum Expression: Sendable {
  case constant(Value)
  /// A variable, by its number among the template's names.
  case name(Int)
  case tuple([Expression])
  case list([Expression])
  case dictionary([(key: Expression, value: Expression)])
  /// `+ - * / // % **`, from left to right.
  case arithmetic(Expression, [(operation: ArithmeticOperation, operand: Expression)])
  /// `~`
  case concatenation([Expression])
  /// `a < b <= c`: each neighbour is compared.
  case comparison(Expression, [(operation: ComparisonOperation, operand: Expression)])
  case all([Expression])
  case any([Expression])
  case not(Expression)
  case negative(Expression)
  case positive(Expression)
  case conditional(test: Expression, then: Expression, otherwise: Expression?)
  case postfix(Expression, [Postfix])
}

enum ArithmeticOperation: String, Sendable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case floorDivide = "//"
  case modulo = "%"
  case power = "**"
}

enum ComparisonOperation: String, Sendable {
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case isIn = "in"
  case isNotIn = "not in"
}

/// What is done with the value before it, with the line where it stands.
struct Postfix: Sendable {
  indirect enum Operation: Sendable {
    case attribute(AttributeName)
    case element(Expression)
    case slice(Expression?, Expression?, Expression?)
    case call(CallArguments)
    /// Nil: there is no filter of this name, which matters only where it is reached.
    case filter(Filter?, name: String, CallArguments)
    case test(ValueTest?, name: String, CallArguments, isNegated: Bool)
  }
  let operation: Operation
  let line: Int
}

/// What stands between the parentheses of a call.
struct CallArguments: Sendable {
  var positional: [Expression] = []
  var named: [(name: String, value: Expression)] = []
  /// `*list`
  var spread: Expression?
  /// `**dictionary`
  var namedSpread: Expression?

  static let none = CallArguments()

  var isEmpty: Bool { positional.isEmpty && named.isEmpty && spread == nil && namedSpread == nil }
}

/// Where an assignment goes.
indirect enum Target: Sendable {
  case name(Int)
  /// `namespace.attribute`
  case attribute(Int, Text)
  case several([Target])
}
