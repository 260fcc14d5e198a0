import OrderedJSON

/// The grammar of a member's name that is none of those the schema names.
enum NameGrammar {
  /// More names than these are not kept apart; the check after does it.
  private static let maxNames = 64

  /// A GBNF expression for a name in quotes, written without escapes, so that it cannot be one of these in disguise.
  static func expression(noneOf names: [String], in rules: inout GrammarRules) -> String {
    let plain = rules.define("plain") { _ in #"[^"\\\x00-\x1F\x7F]"# }
    let texts = Set(names.prefix(maxNames).map { Array($0.unicodeScalars) })
    guard !texts.isEmpty else { return StringGrammar.rule(maxLength: nil, in: &rules) }
    return "\"\\\"\" \(rest(texts, plain, in: &rules)) \"\\\"\""
  }

  /// What may follow where these texts are excluded.
  private static func rest(_ texts: Set<[Unicode.Scalar]>, _ plain: String, in rules: inout GrammarRules) -> String {
    var next: [Unicode.Scalar: Set<[Unicode.Scalar]>] = [:]
    for text in texts where !text.isEmpty { next[text[0], default: []].insert(Array(text.dropFirst())) }
    let heads = next.keys.sorted()
    let other = ScalarSet(heads.map { $0.value...$0.value } + [0...0x1F, 0x22...0x22, 0x5C...0x5C, 0x7F...0x7F])
    var parts = ["[^\(other.ranges.map(PatternGrammar.range).joined())] \(plain)*"]
    for head in heads where !ScalarSet([0...0x1F, 0x22...0x22, 0x5C...0x5C, 0x7F...0x7F]).contains(head.value) {
      let follow = rest(next[head] ?? [], plain, in: &rules)
      parts.append("[\(PatternGrammar.range(head.value...head.value))] \(follow)")
    }
    if !texts.contains([]) { parts.append("\"\"") }
    return rules.define(text: parts.joined(separator: " | "), "name")
  }
}
