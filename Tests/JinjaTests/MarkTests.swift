import OrderedJSON
import Testing

@testable import Jinja

@Suite struct MarkTests {
  private static let values: [String: JinjaValue] = [
    "a": JinjaValue("one <|x|>", mark: 1), "b": JinjaValue("Two\n", mark: 2), "e": JinjaValue("", mark: 3),
    "n": JinjaValue(7), "u": JinjaValue("e\u{301}x", mark: 1),
    "d": JinjaValue(["k": ["v\"", 1, nil], "l": "w"], mark: 1), "l": JinjaValue(["p", "q"], mark: 2),
  ]

  /// Templates with the runs that they write, `mark:text`.
  private static let table: [(String, [String])] = [
    ("<|s|>{{ a }}<|e|>", ["0:<|s|>", "1:one <|x|>", "0:<|e|>"]),
    ("{{ a }}{{ b }}{{ e }}{{ n }}", ["1:one <|x|>", "2:Two\n", "0:7"]),
    ("{{ 'x' + a + 'y' ~ b }}", ["0:x", "1:one <|x|>", "0:y", "2:Two\n"]),
    ("{{ (a + b)[5:-2] }}", ["1:|x|>", "2:Tw"]),
    ("{{ (a + b).split('|') | join('-') }}", ["1:one <", "0:-", "1:x", "0:-", "1:>", "2:Two\n"]),
    ("{{ ('  ' + a + ' ') | trim }}", ["1:one <|x|>"]),
    ("{{ (a ~ b) | upper }}", ["1:ONE <|X|>", "2:TWO\n"]),
    ("{{ a | replace('x', b) }}", ["1:one <|", "2:Two\n", "1:|>"]),
    ("{{ a.replace(' ', '') }}", ["1:one<|x|>"]),
    ("{{ '%s=%s' % (a, b) }}", ["1:one <|x|>", "0:=", "2:Two\n"]),
    ("{{ '{} {:>5}'.format(a, e ~ b.strip()) }}", ["1:one <|x|>", "0:   ", "2:Two"]),
    (
      "{{ d | tojson }}",
      ["0:{\"", "1:k", "0:\": [\"", "1:v\\\"", "0:\", 1, null], \"", "1:l", "0:\": \"", "1:w", "0:\"}"]
    ),
    ("{{ d }}", ["0:{'", "1:k", "0:': ['", "1:v\"", "0:', 1, None], '", "1:l", "0:': '", "1:w", "0:'}"]),
    ("{{ l | join(', ') }}", ["2:p", "0:, ", "2:q"]),
    ("{% for x in l %}{{ x }}{{ ',' if not loop.last }}{% endfor %}", ["2:p", "0:,", "2:q"]),
    ("{% set x %}[{{ a }}]{% endset %}{{ x | length }}{{ x[:2] }}", ["0:11[", "1:o"]),
    ("{% macro m(x) %}<{{ x }}>{% endmacro %}{{ m(b) | trim }}", ["0:<", "2:Two\n", "0:>"]),
    ("{{ u[0] }}|{{ u[1:] }}", ["1:e", "0:|", "1:\u{301}x"]),
    ("{{ (a ~ b)[::-1][:5] }}", ["2:\nowT", "1:>"]),
    ("{{ b | indent(2, true) }}", ["0:  ", "2:Two", "0:\n"]),
    ("{% for k, v in d.items() %}{{ k }}{% endfor %}", ["1:kl"]),
    ("{{ a | e }}", ["1:one &lt;|x|&gt;"]), ("{{ a | default('z') }}{{ e or 'z' }}", ["1:one <|x|>", "0:z"]),
    ("{{ [a, b] | map('first') | list }}", ["0:['", "1:o", "0:', '", "2:T", "0:']"]),
    ("{{ 'x' * 2 ~ l[0] * 2 }}", ["0:xx", "2:pp"]), ("{{ 'k' in d }}{{ a == 'one <|x|>' }}", ["0:TrueTrue"]),
  ]

  @Test(arguments: table.indices)
  func textKeepsWhereItCameFrom(_ index: Int) throws {
    let (template, expected) = Self.table[index]
    #expect(try JinjaTemplate.render(template, values: Self.values).shown == expected, "\(template)")
  }

  @Test func textComesOutOfARunInTheOrderOfItsParts() throws {
    let marked = try JinjaTemplate.render("{{ a }}|{{ b }}", values: Self.values)
    #expect(marked.text == "one <|x|>|Two\n")
    #expect(try JinjaTemplate.render("", values: [:]).runs.isEmpty)
  }
}
