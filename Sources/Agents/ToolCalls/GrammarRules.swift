/// The rules of one GBNF grammar, each written once, in the order in which they were first asked for.
struct GrammarRules {
  private var rules: [(name: String, body: String)] = []
  private var names: Set<String> = []

  /// Adds a rule unless there is one of its name, and gives the name back, to be written where it is used.
  mutating func define(_ name: String, _ body: (inout GrammarRules) -> String) -> String {
    if names.insert(name).inserted {
      let place = rules.count
      rules.append((name, ""))
      rules[place].body = body(&self)
    }
    return name
  }

  /// The grammar: a rule a line.
  var text: String {
    rules.map { "\($0.name) ::= \($0.body)\n" }.joined()
  }

  /// `text` as a terminal: in quotes, with what GBNF reads otherwise escaped.
  static func literal(_ text: String) -> String {
    var literal = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": literal += "\\\""
      case "\\": literal += "\\\\"
      case "\n": literal += "\\n"
      case "\r": literal += "\\r"
      case "\t": literal += "\\t"
      default: literal.unicodeScalars.append(scalar)
      }
    }
    return literal + "\""
  }
}
