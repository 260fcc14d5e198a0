/// Says which of the known names somebody meant who wrote another; nil where none is near. Given from outside: how near
/// is near enough is decided once for the whole program, above this module.
package typealias NameSuggestion = @Sendable (_ name: String, _ known: [String]) -> String?
