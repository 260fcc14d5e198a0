import Testing
import TestSupport

@testable import TerminalUI

@Suite("Markdown")
struct MarkdownTests {
  private func line(_ text: String, isOpen: Bool = false) -> [StyledLine.Run] {
    MarkdownInline(base: Style(.text), isOpen: isOpen).format(text).runs
  }

  private func run(_ text: String, _ style: Style = Style(.text)) -> StyledLine.Run {
    StyledLine.Run(text: text, style: style)
  }

  private let bold = Style(.text, bold: true)
  private let italic = Style(.text, italic: true)

  @Test("Emphasis and code become styles, their marks go")
  func inline() {
    #expect(line("a **b** c") == [run("a "), run("b", bold), run(" c")])
    #expect(line("*a* _b_") == [run("a", italic), run(" "), run("b", italic)])
    #expect(line("***a***") == [run("a", Style(.text, bold: true, italic: true))])
    #expect(
      line("**a *b* c**") == [run("a ", bold), run("b", Style(.text, bold: true, italic: true)), run(" c", bold)])
    #expect(line("x `let a = *p` y") == [run("x "), run("let a = *p", Style(.code)), run(" y")])
    #expect(line("``a`b``") == [run("a`b", Style(.code))])
    #expect(
      line("[text](https://a.b)") == [run("text", Style(.text, underline: true)), run(" (https://a.b)", Style(.dim))])
  }

  @Test(
    "What is no mark stays as it was written",
    arguments: [
      "2 * 3 * 4", "snake_case_name", "__init", "a ** b", "**", "*", "`", "[x]", "[x] (y)", "a*", "5 > 3",
      "*not closed",
      "**not closed", "`not closed", "C:\\dir\\file",
    ])
  func literal(text: String) {
    #expect(line(text) == [run(text)])
  }

  @Test("A backslash takes a mark its meaning")
  func escaped() {
    #expect(line("\\*a\\* \\`b\\`") == [run("*a* `b`")])
  }

  @Test("An open mark counts as closed while its line is being written")
  func unfinished() {
    #expect(line("a **bo", isOpen: true) == [run("a "), run("bo", bold)])
    #expect(line("a `co", isOpen: true) == [run("a "), run("co", Style(.code))])
    #expect(line("a *", isOpen: true) == [run("a ")])
    #expect(line("see [doc](htt", isOpen: true) == [run("see "), run("doc", Style(.text, underline: true))])
  }

  private static let sample = """
    # The plan
    First some *words* with `code` and **weight**, long enough to wrap around the edge of a pane.

    ## Steps
    1. Read the file, and look at what it says about the scheduler
    2. Write
       - a nested item
       - another 日本語の項目が折り返される
    * done 👍🏽

    > A quotation that is long enough to need a second row of its own.

    ```swift
    func f(_ x: Int) -> Int {
        return x + 1  // 日本
    }
    ```

    | name | tokens | state |
    |:-----|-------:|:-----:|
    | ada | 1200 | decode |
    | 日本 | 3 | a cell with more words than fit |

    ---
    ```diff
    @@ -1,2 +1,2 @@
     same
    -old
    +new
    ```
    Last \u{1B}[31mline
    """

  @Test("A transcript looks as recorded", arguments: [60, 30, 12])
  func transcript(width: Int) {
    var text = WrappedText(Self.sample, format: .markdown(base: Style(.text)))
    let rows = text.rows(0..<text.rowCount(width: width), width: width)
    var surface = Surface(size: Size(width: width, height: rows.count))
    for (y, row) in rows.enumerated() { #expect(surface.put(row, at: Point(x: 0, y: y)) == row.width) }
    SnapshotFixture.expect(surface.fixture + surface.styleFixture, matches: "markdown-\(width)")
  }

  @Test("A table that is being written is a table from its first row on")
  func openTable() {
    var text = WrappedText(format: .markdown(base: Style(.text)))
    text.append("| a | b |")
    #expect(text.lastRows(9, width: 20).map(\.text) == ["a │ b", "──┼──"])
    text.append("\n|--")
    #expect(text.lastRows(9, width: 20).map(\.text) == ["a │ b", "──┼──"])
    text.append("-|---|\n| 10 | x")
    #expect(text.lastRows(9, width: 20).map(\.text) == ["a  │ b", "───┼──", "10 │ x"])
  }

  @Test("Bars without a rule below them are plain lines")
  func noTable() {
    let text = WrappedText("| not a table\n| at all\nafter\n", format: .markdown(base: Style(.text)))
    #expect(text.lastRows(9, width: 20).map(\.text) == ["| not a table", "| at all", "after"])
  }

  @Test("A diff without a fence is coloured until it ends")
  func bareDiff() {
    let text = WrappedText("@@ -1 +1 @@\n-a\n+b\n\n- item\n", format: .markdown(base: Style(.text)))
    let styles = text.lastRows(9, width: 20).map { $0.runs.first?.style.role }
    #expect(styles == [.hunk, .removed, .added, nil, .accent])
  }

  @Test("A fence that is being closed does not show its marks")
  func closingFence() {
    var text = WrappedText("```\ncode\n", format: .markdown(base: Style(.text)))
    text.append("``")
    #expect(text.lastRows(9, width: 20).map(\.text) == ["  code"])
    text.append("`\nafter")
    #expect(text.lastRows(9, width: 20).map(\.text) == ["  code", "after"])
  }
}
