import TerminalUI
import Testing

@testable import AgentTUI

@Suite struct ComposerLayoutTests {
  @Test(arguments: [
    ("", 5, 0, 1), ("abc", 8, 0, 1), ("abcdefghijklmnop", 7, 1, 2), ("a\nb", 6, 1, 2), ("東京東京東京東京", 7, 1, 2),
  ])
  func cursorStandsBehindWhatIsWritten(text: String, x: Int, y: Int, rows: Int) {
    let layout = ComposerLayout(input: TextInput(text), label: "ada ›", width: 20)
    #expect(layout.rows.count == rows)
    #expect(layout.cursor == Point(x: x, y: y))
  }

  @Test func rowsAroundTheCursorAreSeen() {
    let layout = ComposerLayout(input: TextInput("1\n2\n3\n4\n5"), label: "", width: 20)
    #expect(layout.visible(height: 2) == 3..<5)
    #expect(layout.visible(height: 9) == 0..<5)
  }
}
