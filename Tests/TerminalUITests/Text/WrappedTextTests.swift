import Testing

@testable import TerminalUI

@Suite("Growing text")
struct WrappedTextTests {
  private let numbered = (0..<100).map { "line \($0) with a few words" }.joined(separator: "\n")

  @Test("A window of rows is the same part of all rows")
  func window() {
    var text = WrappedText(numbered, format: .plain(Style(.text)))
    let all = text.rows(0..<text.rowCount(width: 12), width: 12)
    #expect(all.count == text.rowCount(width: 12))
    #expect(text.rows(37..<50, width: 12) == Array(all[37..<50]))
    #expect(text.rows(-5..<3, width: 12) == Array(all[..<3]))
    #expect(text.rows(all.count - 2..<all.count + 9, width: 12) == Array(all.suffix(2)))
    #expect(text.lastRows(7, width: 12) == Array(all.suffix(7)))
    #expect(text.lastRows(0, width: 12).isEmpty)
  }

  /// In rows of 12: each line takes several, and what is searched for stands in the first, in a later one, or is parted.
  @Test(
    "What is searched for is found by its row, once for each line",
    arguments: [
      ("line 50", [50]), ("LINE 5", []), ("line 5", [5, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59]),
    ])
  func searching(query: String, lines: [Int]) {
    var text = WrappedText(numbered, format: .plain(Style(.text)))
    let rows = text.rows(with: SearchPattern(query), width: 12)
    #expect(rows.map { text.rows($0..<$0 + 1, width: 12).first?.text } == lines.map { "line \($0) with" })
    let parted = WrappedText("one two three\nfour two three", format: .plain(Style(.text)))
    var again = parted
    #expect(again.rows(with: SearchPattern("two three"), width: 8) == [0, 2])
    #expect(again.rows(with: SearchPattern("three"), width: 8) == [1, 3])
  }

  @Test("Text that comes in pieces looks like text that came at once, at every width")
  func streaming() {
    let source =
      "# Head\nSome **bold** words, `code`.\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n```diff\n+x\n-y\n```\n> quoted\n- item\n"
    let whole = WrappedText(source, format: .markdown(base: Style(.text)))
    for size in [1, 2, 3, 7] {
      var pieces = WrappedText(format: .markdown(base: Style(.text)))
      var rest = Substring(source)
      while !rest.isEmpty {
        pieces.append(String(rest.prefix(size)))
        rest = rest.dropFirst(size)
        _ = pieces.rowCount(width: 20)
      }
      #expect(pieces.blocks == whole.blocks)
      for width in [5, 20, 80] {
        #expect(pieces.rowCount(width: width) == pieces.rows(0..<1000, width: width).count)
        #expect(pieces.lastRows(1000, width: width) == whole.lastRows(1000, width: width))
      }
    }
  }

  @Test("A line without an end is broken, and none of it is lost")
  func longLine() {
    var text = WrappedText(format: .plain(Style(.text)))
    for _ in 0..<100 { text.append(String(repeating: "x", count: 1000)) }
    #expect(text.blocks.allSatisfy { $0.text.count <= WrappedText.longestLine })
    #expect(text.blocks.reduce(0) { $0 + $1.text.count } == 100_000)
  }

  @Test("Without text there are no rows")
  func empty() {
    var text = WrappedText(format: .markdown(base: Style(.text)))
    #expect(text.isEmpty)
    #expect(text.rowCount(width: 10) == 0)
    #expect(text.rows(0..<10, width: 10).isEmpty)
  }

  @Test("Each row knows its line, and a line without an end all of its rows")
  func lines() throws {
    let long = String(repeating: "0123456789", count: 3000)
    // As it comes from a model, and so in several blocks.
    var text = WrappedText("short\n\(long)", format: .plain(Style(.text)))
    text.append("\n\nlast one here")
    #expect(text.blocks.count > 5)
    let count = text.rowCount(width: 100)
    var found: [Int: Range<Int>] = [:]
    for row in 0..<count {
      let place = text.lines(atRow: row, width: 100)
      let (lines, rows) = try #require(place)
      #expect(lines.count == 1 && rows.contains(row))
      #expect(found[lines.lowerBound] ?? rows == rows)
      found[lines.lowerBound] = rows
    }
    #expect(found.keys.sorted() == [0, 1, 2, 3])
    #expect(found[1].map { $0.lowerBound } == 1 && found[1].map { $0.upperBound } == count - 2)
    for row in [-1, count] {
      let place = text.lines(atRow: row, width: 100)
      #expect(place == nil)
    }
  }
}
