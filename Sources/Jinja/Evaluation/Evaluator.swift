// Walks the tree of a template. It keeps the accounts on the way: steps, size of texts, depth of the stack, so that a
// template ends with a sentence before it exhausts anything.
//
// Scopes that macros hold and namespaces can refer to themselves in a circle; what could is written down and let go of
// at the end of the rendering.

import System

final class Evaluator {
  let names: [String]
  let limits: JinjaLimits
  let clock: @Sendable () -> CivilTime
  /// Whether calls such as `list.append(x)` are allowed.
  let changesLists: Bool
  // Accounts are kept at every node, one at a time; checking that they are would take a tenth of the time.

  /// The line of what is being done.
  @exclusivity(unchecked) var line = 1
  /// Where output goes: the result, or what a macro or a block catches.
  @exclusivity(unchecked) var output = TextBuilder()
  private let stack: StackGuard
  @exclusivity(unchecked) private var steps = 0
  private var heldScopes: [Scope] = []
  private var namespaces: [Namespace] = []
  private(set) var root = Scope(parent: nil)

  init(names: [String], limits: JinjaLimits, changesLists: Bool, clock: @escaping @Sendable () -> CivilTime) {
    self.changesLists = changesLists
    self.names = names
    self.limits = limits
    self.clock = clock
    stack = StackGuard(limit: limits.stackBytes)
  }

  func render(_ body: [Statement], _ variables: [String: JinjaValue]) throws(JinjaError) -> Text {
    let globals = Scope(parent: nil)
    root = Scope(parent: globals)
    for (number, name) in names.enumerated() {
      if let value = variables[name] {
        root.set(number, value.value)
      } else if let function = GlobalFunction(rawValue: name) {
        globals.set(number, .global(function))
      }
    }
    _ = try run(body, in: root)
    return output.text()
  }

  // MARK: What must not circle

  func hold(_ scope: Scope) { heldScopes.append(scope) }

  func makeNamespace(_ members: [(Text, Value)]) -> Value {
    let namespace = Namespace(members)
    namespaces.append(namespace)
    return .namespace(namespace)
  }

  func letGo() {
    for scope in heldScopes { scope.clear() }
    for namespace in namespaces { namespace.clear() }
    root.clear()
  }

  // MARK: Bounds

  /// Counts work: nodes, elements, and bytes by the hundred.
  func charge(_ amount: Int = 1) throws(JinjaError) {
    steps += amount
    guard steps <= limits.steps else {
      throw JinjaError(.limit, line: line, "the template takes more than \(limits.steps) steps")
    }
  }

  func charge(bytes: Int) throws(JinjaError) {
    guard bytes <= limits.textBytes else {
      throw JinjaError(.limit, line: line, "a text becomes larger than \(limits.textBytes) bytes")
    }
    try charge(bytes >> 7)
  }

  func checkStack() throws(JinjaError) {
    guard !stack.isUsedUp else {
      throw JinjaError(.limit, line: line, "the template calls or nests too deeply")
    }
  }

  // MARK: Making values

  /// A list of these, unless it would be nested too deeply.
  func list(_ items: [Value]) throws(JinjaError) -> ValueList {
    try charge(4 * items.count)
    let list = ValueList(unchecked: items)
    try check(depth: list.depth)
    return list
  }

  func dictionary(_ members: [(Value, Value)]) throws(JinjaError) -> Value {
    try charge(8 * members.count)
    for (key, _) in members { _ = try self.key(key) }
    let dictionary = ValueDictionary(members)
    try check(depth: dictionary.depth)
    return .dictionary(dictionary)
  }

  func check(depth: Int) throws(JinjaError) {
    guard depth <= limits.valueDepth else {
      throw JinjaError(.limit, line: line, "lists are nested deeper than \(limits.valueDepth) levels")
    }
  }

  /// A text, unless it is too large.
  func string(_ text: Text) throws(JinjaError) -> Value {
    try charge(bytes: text.bytes.count)
    return .string(text)
  }

  // MARK: Errors

  func fail(_ reason: String) -> JinjaError { JinjaError(.value, line: line, reason) }

  func fail(_ undefined: Undefined) -> JinjaError { JinjaError(undefined.kind, line: line, undefined.sentence) }
}
