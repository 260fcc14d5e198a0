import OrderedJSON
import Testing

@testable import Agents

@Suite("Text pattern") struct TextPatternTests {
  static let cases: [(String, [String], [String])] = [
    ("abc", ["abc", "xabcx"], ["ab", ""]), ("^a", ["a", "ab"], ["ba"]), ("a$", ["a", "ba"], ["ab", "a\n"]),
    ("^(a|bc)*$", ["", "abca"], ["b", "ac"]), ("^a{2,3}$", ["aa", "aaa"], ["a", "aaaa"]),
    ("^a{2,}$", ["aa", "aaaa"], ["a"]),
    ("^a{2}b?$", ["aa", "aab"], ["a", "aabb"]), (#"^\d+\.\w\s\S$"#, ["12.a b", "1._\tx"], ["1a_ x", ".a b"]),
    ("^[^a-c]$", ["d", "é", "\n"], ["a", "", "dd"]), (#"^[\]\-\\]$"#, ["]", "-", "\\"], ["a"]),
    ("^.$", ["x", "😀"], ["\n", ""]),
    ("^[a-]$", ["a", "-"], ["b"]), (#"^\u00e9\x41$"#, ["éA"], ["e"]), ("a{,2}", ["a{,2}"], ["aa"]),
    ("^a+?b*?$", ["aab"], ["b"]),
    ("^(?:a)(?<n>b)$", ["ab"], ["a"]), (#"\bcat\b"#, ["a cat.", "cat"], ["cats", "concat"]),
    ("^(?=.*1)(?!.*2).{3}$", ["ab1"], ["abc", "a12"]),
    ("^(a*)*$", ["", "aaaa"], ["b"]), ("x|^$", ["", "ax"], ["a"]), ("[]", [], ["a", ""]), ("[^]", ["a"], [""]),
  ]

  @Test("A text matches, or it does not", arguments: cases)
  func matches(pattern: String, matching: [String], others: [String]) {
    for text in matching { #expect(TextPattern.matches(text, pattern) == true, "\(text)") }
    for text in others { #expect(TextPattern.matches(text, pattern) == false, "\(text)") }
  }

  @Test("The grammar of a pattern accepts what matches, as JSON, and nothing else", arguments: cases)
  func grammar(pattern: String, matching: [String], others: [String]) throws {
    var rules = GrammarRules()
    let read = try TextPattern(pattern)
    var inside: String?
    _ = rules.define("root") { rules in
      inside = PatternGrammar.expression(read, in: &rules)
      return "\"\\\"\" \(inside ?? "") \"\\\"\""
    }
    let isSayable = !pattern.contains("(?=") && !pattern.contains("\\b") && pattern != "[]"
    #expect((inside != nil) == isSayable)
    guard isSayable else { return }
    let grammar = try GBNF(rules.text)
    for text in matching { #expect(grammar.accepts(JSON.string(text).text), "\(text)") }
    for text in others { #expect(!grammar.accepts(JSON.string(text).text), "\(text)") }
  }

  static let problems: [(String, TextPattern.Problem)] = [
    ("a)", .malformed("')' without '('")), ("(a", .malformed("'(' without ')'")),
    ("*", .malformed("'*' has nothing before it")),
    ("[a", .malformed("'[' without ']'")), ("[b-a]", .malformed("a range in […] is the wrong way round")),
    ("a{3,2}", .malformed("a repetition's bounds are the wrong way round")), ("a\\", .malformed("it ends in '\\'")),
    ("(?<=a)", .unsupported("it looks behind")), (#"(a)\1"#, .unsupported("it refers to a group")),
    (#"\p{L}"#, .unsupported("it names a property of characters")), ("(a{1000}){1000}", .unsupported("it is too long")),
    ("a{9999999}", .unsupported("it repeats too often")),
  ]

  @Test("What is no expression, and what is beyond this reading, is said", arguments: problems)
  func refused(pattern: String, problem: TextPattern.Problem) {
    #expect(throws: problem) { try TextPattern(pattern) }
  }

  @Test("An expression that others take an age for is answered or given up, never waited for")
  func catastrophe() {
    let text = String(repeating: "a", count: 2_000) + "b"
    #expect(TextPattern.matches(text, "^(a+)+$") == false)
    #expect(TextPattern.matches(text, "^(a|a|aa)*c$") == false)
    #expect(TextPattern.matches("a", "^((()){99999}){99999}a$") == true)
    #expect(TextPattern.matches(String(repeating: "a", count: 100_000), "(?=(?=.*b).*c)x") == nil)
  }
}
