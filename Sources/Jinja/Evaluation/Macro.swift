/// A macro, with the scope in which it was defined: there it looks for what its body names.
final class Macro: Sendable {
  let definition: MacroDefinition
  let scope: Scope

  init(_ definition: MacroDefinition, in scope: Scope) {
    self.definition = definition
    self.scope = scope
  }
}
