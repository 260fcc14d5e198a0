import Testing

@testable import TerminalUI

@Suite struct SearchPatternTests {
  /// Pattern, text, lines with it, and what is marked in the text.
  static let cases: [(String, String, Int, [String])] = [
    ("line", "a line\nanother Line, LINE\nnone", 2, ["line", "Line", "LINE"]),
    ("Line", "a line\nanother Line, LINE", 1, ["Line"]),
    ("aa", "aaaa\naa", 2, ["aa", "aa", "aa"]),
    ("a b", "a\nb", 0, []),
    ("x", "", 0, []),
    ("", "text", 0, []),
    ("longer than the text", "text", 0, []),
    ("[1/2]", "[1/2] [1/2]", 1, ["[1/2]", "[1/2]"]),
    ("z@", "Z@ z` z@", 1, ["Z@", "z@"]),
    ("é", "caf\u{E9} CAF\u{C9}\ncafe\u{301}\ncafe", 2, ["\u{E9}", "\u{C9}", "e\u{301}"]),
    ("É", "caf\u{E9} CAF\u{C9}", 1, ["\u{C9}"]),
    ("漢字", "漢字かな漢字\n漢", 1, ["漢字", "漢字"]),
    ("end", "at the end", 1, ["end"]),
  ]

  @Test(arguments: cases)
  func linesAreCountedAndPlacesMarked(pattern: String, text: String, count: Int, marked: [String]) {
    let pattern = SearchPattern(pattern)
    #expect(pattern.lineCount(in: text) == count)
    #expect(pattern.occurs(in: text) == (count > 0))
    #expect(pattern.ranges(of: text).map { String(text[$0]) } == marked)
  }
}
