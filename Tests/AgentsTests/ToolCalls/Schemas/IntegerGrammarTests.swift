import Testing

@testable import Agents

@Suite("Integer grammar") struct IntegerGrammarTests {
  static let ranges: [ClosedRange<Int>] = [
    0...0, 0...9, 1...10, 5...5, 7...13, 38...1250, 99...101, 100...999, 0...1000, 199...201, 120...129, -1...1,
    -10...(-3), -105...12, 1000...1000, 9...10, 89...91,
  ]

  @Test("Exactly the numbers of the range are accepted", arguments: ranges)
  func exact(range: ClosedRange<Int>) throws {
    let grammar = try GBNF("root ::= \(IntegerGrammar.expression(range))")
    for number in -1300...1300 {
      #expect(grammar.accepts("\(number)") == range.contains(number), "\(number)")
    }
  }

  @Test("The ends of the widest range are accepted, leading zeros and signs are not")
  func extremes() throws {
    let grammar = try GBNF("root ::= \(IntegerGrammar.expression(.min ... .max))")
    for text in ["\(Int.min)", "\(Int.max)", "0", "-1", "10"] { #expect(grammar.accepts(text), "\(text)") }
    for text in ["9223372036854775808", "-9223372036854775809", "00", "01", "-0", "+1", "-", "", "1.0", " 1"] {
      #expect(!grammar.accepts(text), "\(text)")
    }
  }
}
