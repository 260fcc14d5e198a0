import Testing
import TestSupport

@testable import TerminalUI

@Suite("Wrapping")
struct LineWrapperTests {
  @Test(
    "A line breaks at words, and within them only where it must",
    arguments: [
      ("", 5, [""]), ("one two", 10, ["one two"]), ("one two", 7, ["one two"]), ("one two", 6, ["one", "two"]),
      ("one two three", 8, ["one two", "three"]), ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
      ("ab cdefghij", 4, ["ab", "cdef", "ghij"]), ("one  two", 4, ["one", "two"]),
      ("a b c d", 1, ["a", "b", "c", "d"]),
      // East Asian text breaks anywhere, but not before closing punctuation
      ("日本語テキスト", 6, ["日本語", "テキス", "ト"]), ("日本語テキスト", 7, ["日本語", "テキス", "ト"]),
      ("日本語。次", 6, ["日本", "語。次"]), ("ab日本", 3, ["ab", "日", "本"]), ("「日」本", 5, ["「日", "」本"]),
      // Graphemes are whole
      ("👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧", 4, ["👨‍👩‍👧👨‍👩‍👧", "👨‍👩‍👧"]), ("e\u{301}e\u{301}e\u{301}", 2, ["e\u{301}e\u{301}", "e\u{301}"]),
      // Nothing fits
      ("日a", 1, ["…", "a"]),
    ] as [(String, Int, [String])])
  func rows(text: String, width: Int, expected: [String]) {
    let wrapper = LineWrapper(width: width)
    let rows = wrapper.rows(of: StyledLine(text, Style(.text)))
    #expect(rows.map(\.text) == expected)
    #expect(wrapper.rowCount(of: StyledLine(text, Style(.text))) == expected.count)
    for row in rows { #expect(row.width <= width) }
  }

  @Test("Later rows begin with the continuation")
  func continuation() {
    let wrapper = LineWrapper(width: 8, continuation: StyledLine("  ", Style(.dim)))
    let rows = wrapper.rows(of: StyledLine("- one two three", Style(.text)))
    #expect(rows.map(\.text) == ["- one", "  two", "  three"])
    #expect(rows[1].runs.first == StyledLine.Run(text: "  ", style: Style(.dim)))
  }

  @Test("A continuation that would take more than half of the row is dropped")
  func wideContinuation() {
    let wrapper = LineWrapper(width: 6, continuation: StyledLine("    ", Style(.dim)))
    #expect(wrapper.rows(of: StyledLine("abcdefgh", Style(.text))).map(\.text) == ["abcdef", "gh"])
  }

  @Test("Styles stay with their text across rows")
  func styles() {
    var line = StyledLine("plain ", Style(.text))
    line.append("strong words", Style(.text, bold: true))
    let rows = LineWrapper(width: 12).rows(of: line)
    #expect(rows.map(\.text) == ["plain strong", "words"])
    #expect(rows[0].runs.map(\.style) == [Style(.text), Style(.text, bold: true)])
    #expect(rows[1].runs.map(\.style) == [Style(.text, bold: true)])
  }

  @Test("Nothing is lost but the spaces at breaks")
  func lossless() {
    var generator = SeededGenerator(3)
    let alphabet = ["a", "b", " ", "日", "。", "👍🏽", "e\u{301}", "-"]
    for _ in 0..<500 {
      let text = (0..<40).map { _ in alphabet.randomElement(using: &generator)! }.joined()
      let width = Int.random(in: 2...15, using: &generator)
      let rows = LineWrapper(width: width).rows(of: StyledLine(text, Style(.text)))
      #expect(rows.map(\.text).joined().filter { $0 != " " } == text.filter { $0 != " " })
      for row in rows { #expect(row.width <= width) }
    }
  }

  @Test("The way for ASCII breaks like the way for all text, run by run")
  func ascii() {
    var generator = SeededGenerator(9)
    for _ in 0..<3000 {
      var line = StyledLine()
      for _ in 0..<Int.random(in: 0...5, using: &generator) {
        let text = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
          ["a", "b", "-", " ", " "].randomElement(using: &generator)!
        }.joined()
        line.append(text, Style(.text, bold: Bool.random(using: &generator)))
      }
      let indent = String(repeating: " ", count: Int.random(in: 0...3, using: &generator))
      let wrapper = LineWrapper(
        width: Int.random(in: 1...12, using: &generator), continuation: StyledLine(indent, Style(.dim)))
      let rows = wrapper.rows(of: line)
      #expect(wrapper.rowCount(of: line) == rows.count)
      if line.width > wrapper.width { #expect(rows == wrapper.graphemeRows(of: line), "\(line.text)|\(wrapper.width)") }
    }
  }
}
