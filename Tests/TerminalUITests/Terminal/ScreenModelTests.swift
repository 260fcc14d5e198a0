import Testing
import TestSupport

@testable import TerminalUI

@Suite("The screen that tests look at")
struct ScreenModelTests {
  private func screen(_ text: String, counting: ScreenModel.Counting = .clusters) -> ScreenModel {
    var screen = ScreenModel(size: Size(width: 6, height: 3), counting: counting)
    for byte in text.utf8 { screen.feed([byte]) }
    return screen
  }

  @Test(
    "Text and sequences end where a terminal puts them",
    arguments: [
      ("ab\r\nc", ["ab", "c", ""]), ("abcdefg", ["abcdef", "g", ""]), ("abcdef\rX", ["Xbcdef", "", ""]),
      ("\u{1B}[2;3Hx", ["", "  x", ""]), ("abc\u{1B}[2D\u{1B}[K", ["a", "", ""]),
      ("abc\u{1B}[1;2H\u{1B}[P", ["ac", "", ""]),
      ("ab\u{1B}[1;1H\u{1B}[@", [" ab", "", ""]), ("1\r\n2\r\n3\r\n4", ["2", "3", "4"]),
      ("a\u{1B}[3b", ["aaaa", "", ""]),
      ("日本\u{1B}[1;2Hx", [" x本", "", ""]), ("a\u{1B}[31mb\u{1B}]0;t\u{7}c", ["abc", "", ""]),
      ("ab\u{1B}[1;1H\u{1B}[2X", ["", "", ""]),
      ("x\u{1B}[?1049hy", [" y", "", ""]), ("x\u{1B}[?1049hy\u{1B}[?1049l", ["x", "", ""]),
      ("\u{1B}[?7labcdefgh", ["abcdeh", "", ""]), ("1\r\n2\r\n3\u{1B}[2;3r\u{1B}[3;1H\n4", ["1", "3", "4"]),
      ("a\u{1B}[3\u{18}b\u{1B}]52;c;\u{18}c\u{1B}\\d", ["abcd", "", ""]),
    ] as [(String, [String])])
  func sequences(bytes: String, lines: [String]) {
    #expect(screen(bytes).lines == lines)
  }

  @Test("A terminal that counts scalars gives a family six columns")
  func counting() {
    var clusters = ScreenModel(size: Size(width: 9, height: 1))
    clusters.feed("👨‍👩‍👧".utf8)
    #expect(clusters.cursor.x == 2)
    #expect(screen("👨‍👩‍👧x", counting: .scalars).cursor == Point(x: 1, y: 1))
  }

  @Test("A selector that comes in a piece of its own makes its base two columns wide")
  func pieces() {
    var screen = ScreenModel(size: Size(width: 6, height: 1))
    screen.feed("a❤".utf8)
    screen.feed("\u{FE0F}b".utf8)
    #expect(screen.lines == ["a❤️b"])
    #expect(screen.cursor == Point(x: 4, y: 0))
  }

  @Test("Modes, commands and bells are kept")
  func modes() {
    let screen = screen("\u{1B}[?25l\u{1B}[?2004h\u{1B}]52;c;YQ==\u{7}\u{7}")
    #expect(!screen.isCursorVisible && screen.isPasteBracketed && !screen.isAlternate)
    #expect(screen.commands == ["52;c;YQ=="])
    #expect(screen.bells == 1)
  }
}
