import Testing

@testable import Agents

/// What a terminal would show in the end.
@Suite struct TerminalTextTests {
  static let cases: [(written: String, shown: String)] = [
    ("plain\ntext", "plain\ntext"),
    // Progress bars.
    ("10 %\r50 %\r100 %\ndone\n", "100 %\ndone\n"),
    ("50 %\r100 %\r", "100 %"),
    ("50 %\r100 %\r\nnext", "100 %\nnext"),
    ("50 %\r\u{1B}[K100 %", "100 %"),
    ("one\r\ntwo\r\n", "one\ntwo\n"),
    ("\r\r\n", "\n"),
    ("|\u{08}/\u{08}-\u{08}+ done", "+ done"),
    ("wait\u{08}\u{08}\u{08}\u{08}\u{08}\u{08}go", "go"),
    ("ab\u{08}\n", "ab\n"),
    // Colours, cursor movements, titles, links, character sets.
    ("\u{1B}[31mred\u{1B}[0m", "red"),
    ("\u{1B}[38;5;12m\u{1B}[1mbold\u{1B}[m", "bold"),
    ("\u{1B}[?25l\u{1B}[2Aup", "up"),
    ("\u{1B}]0;title\u{07}text", "text"),
    ("\u{1B}]8;;http://x\u{1B}\\link\u{1B}]8;;\u{1B}\\", "link"),
    ("\u{1B}Pq#0\u{1B}\\after", "after"),
    ("\u{1B}(Bascii\u{1B}=", "ascii"),
    ("\u{9B}31mred\u{9D}0;t\u{9C}.", "red."),
    // What is no sequence takes nothing with it.
    ("\u{1B}[31\nnext", "\nnext"),
    ("\u{1B}]0;no end\nnext", "\nnext"),
    ("\u{1B}é", "é"),
    ("\u{1B}\u{1B}[1mx", "x"),
    // Other control characters are seen, bells are not.
    ("a\u{00}b\u{07}c\u{7F}", "a␀bc␡"),
    ("tab\tis kept", "tab\tis kept"),
    // Beyond ASCII.
    ("né\u{A0}ü\rà", "à"),
  ]

  @Test(arguments: cases)
  func linesStandAsTheyWereLeft(written: String, shown: String) {
    var text = TerminalText()
    #expect(text.append(written) + text.flush() == shown)
  }

  @Test(arguments: cases)
  func theWayInWhichItComesDoesNotMatter(written: String, shown: String) {
    var text = TerminalText()
    let pieces = written.unicodeScalars.map { text.append(String($0)) }
    #expect(pieces.joined() + text.flush() == shown)
  }

  @Test func aLineThatIsNotEndedIsHeldBackUntilItIs() {
    var text = TerminalText()
    #expect(text.append("a\nb") == "a\n")
    #expect(text.append("c") == "")
    #expect(text.append("d\n") == "bcd\n")
    #expect(text.flush() == "")
  }

  @Test func aLineWithoutEndDoesNotFillTheMemory() {
    var text = TerminalText()
    let long = String(repeating: "x", count: 100_000)
    #expect(text.append(long) == long)
    #expect(text.append("y\rz") == "")
    #expect(text.flush() == "z")
  }
}
