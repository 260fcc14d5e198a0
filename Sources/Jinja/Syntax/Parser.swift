// Reads tokens into the tree, by the grammar of jinja2's own parser, peculiarities included (`**` groups to the left,
// a test takes one argument without parentheses). What it accepts beyond core Jinja is what transformers enables:
// loop controls and `generation` blocks.

/// Names with a meaning of their own; their numbers among a template's names are always the same.
enum SpecialName: Int, CaseIterable {
  case loop, caller, arguments, namedArguments

  var text: String {
    switch self {
    case .loop: "loop"
    case .caller: "caller"
    case .arguments: "varargs"
    case .namedArguments: "kwargs"
    }
  }
}

struct Parser {
  private let tokens: [Token]
  private var place = 0
  private let limits: JinjaLimits
  private let stack: StackGuard
  private var depth = 0
  private(set) var names: [String] = []
  private var numbers: [String: Int] = [:]
  /// Of every macro and loop around this place: which of the special names its body has used so far.
  var usedNames: [Set<String>] = []
  /// How many loops are around this place, within the macro.
  var loops = 0
  /// Within branches of `if` an unknown filter is an error only when it is reached.
  var isConditional = false

  init(_ source: String, limits: JinjaLimits) throws(JinjaError) {
    guard source.utf8.count <= limits.sourceBytes else {
      throw JinjaError(
        .limit, line: 1, "the template is \(source.utf8.count) bytes long; at most \(limits.sourceBytes) are read")
    }
    var lexer = Lexer(source)
    tokens = try lexer.tokenize()
    self.limits = limits
    stack = StackGuard(limit: limits.stackBytes)
    for name in SpecialName.allCases { _ = symbol(name.text) }
  }

  // MARK: Names

  /// The number of a variable's name.
  mutating func symbol(_ name: String) -> Int {
    if let number = numbers[name] { return number }
    numbers[name] = names.count
    names.append(name)
    return names.count - 1
  }

  // MARK: Tokens

  var current: Token { tokens[place] }
  var next: Token { tokens[min(place + 1, tokens.count - 1)] }

  mutating func advance() { place = min(place + 1, tokens.count - 1) }

  func isAt(_ symbol: Token.Symbol) -> Bool { current.kind == .symbol(symbol) }
  func isAt(name: String) -> Bool { current.kind == .name(name) }

  mutating func accept(_ symbol: Token.Symbol) -> Bool {
    guard isAt(symbol) else { return false }
    advance()
    return true
  }

  mutating func accept(name: String) -> Bool {
    guard isAt(name: name) else { return false }
    advance()
    return true
  }

  mutating func expect(_ symbol: Token.Symbol) throws(JinjaError) {
    guard accept(symbol) else { throw unexpected("'\(symbol.rawValue)'") }
  }

  mutating func expect(name: String) throws(JinjaError) {
    guard accept(name: name) else { throw unexpected("'\(name)'") }
  }

  mutating func expectName(_ what: String) throws(JinjaError) -> String {
    guard case .name(let name) = current.kind else { throw unexpected(what) }
    advance()
    return name
  }

  mutating func expectBlockEnd() throws(JinjaError) {
    guard current.kind == .blockEnd else { throw unexpected("'%}'") }
    advance()
  }

  // MARK: Errors and depth

  func unexpected(_ expected: String) -> JinjaError {
    error("expected \(expected), found \(current.found)")
  }

  func error(_ reason: String) -> JinjaError { JinjaError(.syntax, line: current.line, reason) }

  mutating func enter() throws(JinjaError) {
    depth += 1
    guard depth <= limits.depth, !stack.isUsedUp else {
      throw JinjaError(.limit, line: current.line, "the template is nested too deeply (at most \(limits.depth) levels)")
    }
  }

  mutating func leave() { depth -= 1 }
}
