import Foundation
import OrderedJSON
import Testing
import TestSupport

@testable import Jinja

/// Random and damaged templates: whatever comes of them, nothing crashes and nothing hangs.
@Suite struct FuzzTests {
  private static let words =
    [
      "{{", "}}", "{%", "%}", "{#", "#}", "-%}", "{%-", "{{-", "(", ")", "[", "]", "{", "}", ",", ":", ".", "|", "~",
      "+", "-", "*",
    ]
    + [
      "/", "//", "%", "**", "==", "!=", "<", ">=", "=", " ", "\n", "'a'", "\"b\"", "0", "1", "-1", "2.5", "10**9", "'",
      "\\", "e\u{301}",
    ]
    + [
      "if", "else", "elif", "endif", "for", "in", "endfor", "set", "endset", "macro", "endmacro", "call", "endcall",
      "filter",
    ]
    + [
      "endfilter", "with", "endwith", "raw", "endraw", "not", "and", "or", "is", "recursive", "break", "continue",
      "none", "true",
    ]
    + [
      "x", "l", "d", "m", "s", "loop", "loop(l)", "caller()", "namespace(a=1)", "range(5)", "x.a", "d.items()",
      "s.split()", "ns", "ns.a",
    ]
    + Filter.names + ValueTest.names + StringMethod.names.map { "s.\($0)(" }

  private static let variables: [String: JSON] = [
    "x": ["a": 1, "b": [1, 2.5, nil, true, "t\u{301}"]], "l": [3, "b", nil, [1], ["k": "v"]],
    "d": ["a": "b", "c": 1.5],
    "m": [["role": "user", "content": "Hi"], ["role": "assistant", "content": "<|x|>"]], "s": "some\ttext, é\n",
  ]

  private static func random(_ numbers: inout SeededGenerator) -> String {
    var template = ""
    let isTag = Bool.random(using: &numbers)
    if isTag { template += Bool.random(using: &numbers) ? "{{ " : "{% " }
    for _ in 0..<Int.random(in: 1...24, using: &numbers) {
      template += words.randomElement(using: &numbers) ?? ""
      if Bool.random(using: &numbers) { template += " " }
    }
    return isTag ? template + (template.hasPrefix("{{") ? " }}" : " %}") : template
  }

  /// A template that is one, with some of its bytes changed, dropped or doubled.
  private static func damaged(_ numbers: inout SeededGenerator) -> String {
    var bytes = Array((PythonCase.all.randomElement(using: &numbers)?.template ?? "{{ x }}").utf8)
    for _ in 0..<Int.random(in: 1...4, using: &numbers) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &numbers)
      switch Int.random(in: 0..<4, using: &numbers) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &numbers)
      case 1: bytes.remove(at: place)
      case 2: bytes.insert(contentsOf: Array((words.randomElement(using: &numbers) ?? "").utf8), at: place)
      default: bytes.insert(contentsOf: bytes[place...].prefix(8), at: place)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func randomTemplatesNeitherCrashNorHang() {
    let count = ProcessInfo.processInfo.environment["AGENT_TUI_FUZZ"].flatMap(Int.init) ?? 3000
    var numbers = SeededGenerator(42)
    var limits = JinjaLimits()
    limits.steps = 20_000
    limits.textBytes = 1 << 20
    var (rendered, refused) = (0, 0)
    for index in 0..<count {
      let template = index % 2 == 0 ? Self.random(&numbers) : Self.damaged(&numbers)
      do throws(JinjaError) {
        let text = try JinjaTemplate.render(template, Self.variables, limits: limits)
        #expect(text.runs.allSatisfy { !$0.text.isEmpty && $0.mark <= 1 })
        rendered += 1
      } catch {
        refused += 1
        if error.line < 1 || error.reason.isEmpty { Issue.record("\(template): \(error)") }
      }
    }
    #expect(rendered > count / 100 && refused > count / 100, "\(rendered) rendered, \(refused) refused")
    if count > 3000 { print("\(count) templates: \(rendered) rendered, \(refused) refused") }
  }
}

extension Filter {
  fileprivate static let names = [
    "tojson", "join", "map", "select", "selectattr", "sort", "batch", "slice", "indent", "trim", "length", "int",
    "round",
    "replace", "unique", "groupby", "dictsort", "wordwrap", "truncate", "first", "list", "string", "e", "format",
    "default",
  ]
}

extension ValueTest {
  fileprivate static let names = [
    "defined", "string", "mapping", "divisibleby", "odd", "sameas", "iterable", "sequence",
  ]
}

extension StringMethod {
  fileprivate static let names = [
    "split", "rsplit", "strip", "replace", "find", "rfind", "count", "format", "join", "center", "zfill", "title",
    "partition",
    "splitlines", "startswith", "expandtabs",
  ]
}
