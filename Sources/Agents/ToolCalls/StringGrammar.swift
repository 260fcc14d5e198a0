// llama.cpp unrolls `char{0,4096}` into 4096 rules, refuses more than some 2000, and the unrolling is paid for at
// every generation. A long bound is therefore written as groups: (64 characters){0,63} and then {0,64} single ones
// accept every length from 0 to 4096, exactly, and cost 200 rules.

/// The grammar of a JSON string of bounded length.
enum StringGrammar {
  /// Longer strings are not bounded by the grammar; `ToolSchema.violation(of:)` bounds them still.
  static let longestBound = 8192

  /// Defines the rules for strings of at most `maxLength` characters, and gives the name of the one to use.
  static func rule(maxLength: Int, in rules: inout GrammarRules) -> String {
    guard maxLength <= longestBound else {
      return rules.define("string") { rules in "\"\\\"\" \(character(&rules))* \"\\\"\"" }
    }
    return rules.define("string-\(maxLength)") { rules in
      "\"\\\"\" \(atMost(maxLength, in: &rules)) \"\\\"\""
    }
  }

  private static func atMost(_ count: Int, in rules: inout GrammarRules) -> String {
    let char = character(&rules)
    guard count > 128 else { return "\(char){0,\(count)}" }
    let size = Int(Double(count).squareRoot())
    let group = rules.define("chars-\(size)") { _ in "\(char){\(size)}" }
    // The single ones must make up a whole group less one at least, or some lengths would be left out.
    let groups = count / size - 1
    return "\(group){0,\(groups)} \(char){0,\(count - groups * size)}"
  }

  /// A character as RFC 8259 allows it in a string, escapes included.
  private static func character(_ rules: inout GrammarRules) -> String {
    rules.define("char") { _ in
      #"[^"\\\x00-\x1F\x7F] | "\\" (["\\/bfnrt] | "u" [0-9a-fA-F]{4})"#
    }
  }
}
