import Foundation
import OrderedJSON
import Testing

@testable import Jinja

/// Templates that are written to hang or to exhaust. Each must end with a sentence, soon.
@Suite struct HostileTemplateTests {
  private static func nested(_ opening: String, _ closing: String, _ count: Int = 100_000) -> String {
    String(repeating: opening, count: count) + String(repeating: closing, count: count)
  }

  private static let doubling = "{% set ns = namespace(x='ab') %}{% for i in range(60) %}"
  private static let templates: [(name: String, template: String)] = [
    ("parentheses", "{{ \(nested("(", ")")) }}"), ("brackets", "{{ \(nested("[", "]")) }}"),
    ("braces", "{{ " + String(repeating: "{1:", count: 100_000) + " }}"),
    ("not", "{{ " + String(repeating: "not ", count: 100_000) + "1 }}"),
    ("minus", "{{ " + String(repeating: "- ", count: 100_000) + "1 }}"),
    ("conditions", "{{ " + String(repeating: "1 if 1 else ", count: 50_000) + "1 }}"),
    ("ifs", nested("{% if 1 %}", "{% endif %}", 30_000)),
    ("loops", nested("{% for a in [1] %}", "{% endfor %}", 30_000)),
    ("macros", nested("{% macro a() %}", "{% endmacro %}", 30_000)),
    ("subscripts", "{{ " + nested("a[", "]") + " }}"), ("calls", "{{ " + nested("a(", ")") + " }}"),
    ("tests", "{{ 1 is " + String(repeating: "in [", count: 50_000) + " }}"),
    ("recursion", "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}"),
    ("recursion by turns", "{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}"),
    ("recursive loop", "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}"),
    ("loops in loops", nested("{% for a in range(1000) %}", "{% endfor %}", 8)),
    ("repeated text", "{{ 'x' * 10 ** 15 }}"), ("repeated list", "{{ [1] * 10 ** 12 }}"),
    ("doubled text", doubling + "{% set ns.x = ns.x ~ ns.x %}{% endfor %}"),
    ("doubled list", doubling + "{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x }}"),
    ("doubled list as JSON", doubling + "{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x | tojson }}"),
    ("doubled lists compared", doubling + "{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x == [ns.x][0] + [] }}"),
    ("doubled tuple as a key", doubling + "{% set ns.x = (ns.x, ns.x) %}{% endfor %}{{ {ns.x: 1} }}"),
    ("deep list", "{% set ns = namespace(x=1) %}{% for i in range(9999) %}{% set ns.x = [ns.x] %}{% endfor %}"),
    (
      "deep dictionary", "{% set ns = namespace(x=1) %}{% for i in range(9999) %}{% set ns.x = {1: ns.x} %}{% endfor %}"
    ),
    (
      "deep methods",
      "{% set ns = namespace(x={}) %}{% for i in range(9999) %}{% set ns.x = {1: ns.x.get} %}{% endfor %}"
    ),
    ("namespace in itself", "{% set ns = namespace() %}{% set ns.x = [ns] %}{{ ns }}"),
    ("replaced", "{% set x = 'a' * 10 ** 6 %}{{ x.replace('a', x) }}"),
    ("joined", "{% set x = 'a' * 10 ** 6 %}{{ x.join('a' * 10 ** 5) }}"),
    ("padded", "{{ 'a'.center(10 ** 15) }}"), ("filled", "{{ 'a'.zfill(10 ** 15) }}"),
    ("indented", "{{ 'a' | indent(10 ** 15) }}"),
    ("printed wide", "{{ '%1000000000000d' % 1 }}"), ("printed long", "{{ '%.1000000000f' % 1 }}"),
    ("formatted wide", "{{ '{:>1000000000000}'.format(1) }}"),
    ("formatted long", "{{ '{:.1000000000f}'.format(1.5) }}"),
    ("range", "{{ range(10 ** 12) | list }}"), ("power", "{{ 9 ** 9999 }}"),
    ("sliced", "{{ [1] | slice(10 ** 12) | list }}"),
    ("batched", "{{ [1] | batch(10 ** 12, 0) | list }}"), ("tabs", "{{ '\t'.expandtabs(10 ** 12) }}"),
    ("indented JSON", "{{ [[[1]]] | tojson(indent=10 ** 12) }}"),
    ("output", "{% set x = 'a' * 10 ** 6 %}{% for i in range(10000) %}{{ x }}{% endfor %}"),
  ]

  @Test(arguments: templates.indices)
  func hostileTemplateEndsWithASentence(_ index: Int) {
    let (name, template) = Self.templates[index]
    var limits = JinjaLimits()
    limits.steps = 500_000
    limits.textBytes = 4 << 20
    #expect(throws: JinjaError.self, "\(name)") { try JinjaTemplate.render(template, limits: limits) }
  }

  /// Threads of the program have a megabyte, some of which is in use already.
  @Test func stackOfASmallThreadIsEnough() async {
    let templates = Self.templates.map(\.template)
    let ended: Int = await withCheckedContinuation { continuation in
      let thread = Thread {
        var limits = JinjaLimits()
        limits.steps = 100_000
        limits.textBytes = 1 << 20
        var ended = 0
        for template in templates {
          do throws(JinjaError) {
            _ = try JinjaTemplate.render(template, limits: limits)
          } catch {
            ended += 1
          }
        }
        continuation.resume(returning: ended)
      }
      thread.stackSize = 768 << 10
      thread.start()
    }
    #expect(ended == templates.count)
  }

  @Test func longChainsAreNotDeep() throws {
    let sum = "{{ 1" + String(repeating: " + 1", count: 5000) + " }}"
    #expect(try JinjaTemplate.render(sum).text == "5001")
    let text = "{{ ''" + String(repeating: " ~ 'a'", count: 5000) + " }}"
    #expect(try JinjaTemplate.render(text).text.utf8.count == 5000)
    let filters = "{{ 'a'" + String(repeating: " | upper", count: 5000) + " }}"
    #expect(try JinjaTemplate.render(filters).text == "A")
    let branches = "{% if 0 %}" + String(repeating: "{% elif 0 %}", count: 5000) + "{% else %}b{% endif %}"
    #expect(try JinjaTemplate.render(branches).text == "b")
    let either = "{{ 0" + String(repeating: " or 0", count: 5000) + " or 'c' }}"
    #expect(try JinjaTemplate.render(either).text == "c")
  }

  @Test func searchForWhatNearlyFitsStaysFast() throws {
    let text = String(repeating: "a", count: 200_000)
    let wanted = String(repeating: "a", count: 100_000) + "b"
    #expect(
      try JinjaTemplate.render(
        "{{ t.count(w) }}{{ t.find(w) }}{{ t.rfind(w) }}", ["t": .string(text), "w": .string(wanted)]
      ).text == "0-1-1")
  }
}
