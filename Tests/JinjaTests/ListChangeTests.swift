import OrderedJSON
import Testing

@testable import Jinja

/// Templates that change their lists, where that is allowed.
@Suite struct ListChangeTests {
  private func render(_ source: String, changesLists: Bool = true) throws(JinjaError) -> String {
    try JinjaTemplate(source, changesLists: changesLists).render(["l": JinjaValue([1, 2], mark: 1)]) {
      JinjaTemplate.moment
    }
    .text
  }

  private static let table: [(String, String)] = [
    ("{% set _ = l.append(3) %}{{ l }}", "[1, 2, 3]"), ("{{ l.pop() }}{{ l.pop(0) }}{{ l }}", "21[]"),
    ("{% set _ = l.extend([3, 4]) %}{% set _ = l.insert(0, 0) %}{% set _ = l.reverse() %}{{ l }}", "[4, 3, 2, 1, 0]"),
    (
      "{% set ns = namespace(q=[]) %}{% for x in 'ab' %}{% set _ = ns.q.append(x) %}{% endfor %}{{ ns.q.pop(0) }}{{ ns.q }}",
      "a['b']"
    ),
    ("{% for x in l %}{% set _ = l.append(x) %}{% endfor %}{{ l }}", "[1, 2, 1, 2]"),
    (
      "{% set d = {'a': 1} %}{% set _ = d.update({'b': 2}, c=3) %}{{ d.pop('a') }}{{ d.setdefault('z', 9) }}{{ d }}",
      "19{'b': 2, 'c': 3, 'z': 9}"
    ),
    ("{% macro m() %}{% set _ = l.append(3) %}{% endmacro %}{{ m() }}{{ l }}", "[1, 2, 3]"),
    ("{% set k = l %}{% set _ = k.append(3) %}{{ l }}{{ k }}", "[1, 2][1, 2, 3]"),
    ("{% set _ = l.append(l) %}{{ l }}", "[1, 2, [1, 2]]"),
  ]

  @Test(arguments: table.indices)
  func variableGetsTheChangedList(_ index: Int) throws {
    #expect(try render(Self.table[index].0) == Self.table[index].1, "\(Self.table[index].0)")
  }

  @Test(arguments: [
    "{{ l.pop(9) }}", "{{ [1].append(2) }}", "{{ 'a'.append(2) }}", "{{ l.pop(-9) }}", "{{ {}.pop('a') }}",
  ])
  func whatCannotBeChangedIsAnError(_ source: String) {
    #expect(throws: JinjaError.self) { try render(source) }
  }

  @Test func nothingIsChangedWhereItIsNotAllowed() {
    let error = #expect(throws: JinjaError.self) { try render("{{ l.append(3) }}", changesLists: false) }
    #expect(error?.kind == .forbidden)
  }
}
