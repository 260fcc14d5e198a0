/// How JSON on one line is spaced; models write it as they were trained to.
public enum JSONStyle: Sendable, Hashable {
  /// `{"a":1,"b":2}`.
  case compact
  /// `{"a": 1, "b": 2}`, as Python's `json.dumps` and the `tojson` of chat templates write it.
  case spaced
  /// A space after a colon or a comma or none.
  case either

  /// A GBNF expression for text that ends in a colon or a comma, and the space behind it.
  func separator(_ text: String, in rules: inout GrammarRules) -> String {
    switch self {
    case .compact: GrammarRules.literal(text)
    case .spaced: GrammarRules.literal(text + " ")
    case .either: GrammarRules.literal(text) + " " + rules.define("sp") { _ in #"" "?"# }
    }
  }
}
