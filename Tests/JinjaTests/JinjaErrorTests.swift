import OrderedJSON
import Testing

@testable import Jinja

@Suite struct JinjaErrorTests {
  private static let table: [(template: String, kind: JinjaError.Kind, line: Int, words: String)] = [
    ("a\n{% if x", .syntax, 2, "expected '%}', found the end of the template"),
    ("\n\n{{ 1 + }}", .syntax, 3, "expected an expression, found '}}'"),
    ("{{ 'a\n' }}\n{{ b c }}", .syntax, 3, "expected '}}', found 'c'"),
    ("{# a\n\n #}{% foo %}", .syntax, 3, "there is no block 'foo'"),
    ("{%- raw %}\n{% endraw %}\n{{ x | nosuch }}", .syntax, 3, "there is no filter 'nosuch'"),
    ("a\n{{ messages[0].x.y }}", .undefined, 2, "'messages' is undefined"),
    ("{{ d.x.y }}", .undefined, 1, "'dict' has no attribute or element 'x'"),
    ("{% for m in [1] %}\n{{ raise_exception('No ' ~ m) }}{% endfor %}", .raised, 2, "No 1"),
    (
      "{% macro m() %}\n\n{{ none + 1 }}{% endmacro %}\n{{ m() }}", .value, 3,
      "'+' is not known between 'None' and 'int'"
    ),
    ("{{ d }}\n{{ d.pop('a') }}", .forbidden, 2, "'pop' of 'dict' may not be used in a template"),
    ("{% include 'a' %}", .forbidden, 1, "no other templates that 'include' could name"),
    ("\n{{ 'a' | random }}", .forbidden, 2, "each time another prompt"),
  ]

  @Test(arguments: table.indices)
  func errorNamesTheLineAndWhatWasFound(_ index: Int) {
    let example = Self.table[index]
    let error = #expect(throws: JinjaError.self) { try JinjaTemplate.render(example.template, ["d": ["a": 1]]) }
    #expect(error?.kind == example.kind, "\(example.template): \(error?.description ?? "")")
    #expect(error?.line == example.line, "\(example.template): \(error?.description ?? "")")
    #expect(error?.reason.contains(example.words) == true, "\(example.template): \(error?.description ?? "")")
  }
}
