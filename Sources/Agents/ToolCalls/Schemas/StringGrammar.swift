// llama.cpp unrolls `char{0,4096}` into 4096 rules, refuses more than some 2000, and the unrolling is paid for at
// every generation. A long bound is therefore written as groups: `GrammarRules.repeated`.

/// The grammar of a JSON string of bounded length.
enum StringGrammar {
  /// Defines the rules for strings of so many characters, and gives the name of the one to use.
  static func rule(minLength: Int = 0, maxLength: Int?, in rules: inout GrammarRules) -> String {
    let (low, high) = GrammarRules.sayable(atLeast: minLength, atMost: maxLength)
    let name = "string" + (low > 0 ? "-from-\(low)" : "") + (high.map { "-\($0)" } ?? "")
    return rules.define(name) { rules in
      "\"\\\"\" \(rules.repeated(character(&rules), atLeast: low, atMost: high)) \"\\\"\""
    }
  }

  /// A character as RFC 8259 allows it in a string, escapes included; a pair of surrogates is one, half of it none.
  static func character(_ rules: inout GrammarRules) -> String {
    rules.define("char") { _ in
      #"[^"\\\x00-\x1F\x7F] | "\\" (["\\/bfnrt] | "u" ([0-9a-cA-CefEF] [0-9a-fA-F]{3} | [dD] ([0-7] [0-9a-fA-F]{2} | "#
        + #"[89abAB] [0-9a-fA-F]{2} "\\u" [dD] [c-fC-F] [0-9a-fA-F]{2})))"#
    }
  }
}
