import Testing

@testable import TerminalUI

@Suite("Display width")
struct DisplayWidthTests {
  @Test(
    "A grapheme takes the columns that terminals give it",
    arguments: [
      ("a", 1), (" ", 1), ("~", 1), ("é", 1), ("e\u{301}", 1), ("ß", 1), ("…", 1), ("─", 1), ("●", 1), ("\u{AD}", 1),
      // East Asian
      ("日", 2), ("한", 2), ("あ", 2), ("ｱ", 1), ("Ａ", 2), ("　", 2), ("\u{1112}\u{1161}\u{11AB}", 2), ("\u{1100}", 2),
      ("が", 2), ("か\u{3099}", 2), ("𠀋", 2),
      // Emoji
      ("😀", 2), ("👍🏽", 2), ("👨‍👩‍👧‍👦", 2), ("🏳️‍🌈", 2), ("❤", 1), ("❤️", 2), ("⌚", 2), ("⌚\u{FE0E}", 1), ("☺️", 2),
      ("1️⃣", 2), ("#️⃣", 2), ("🇩🇪", 2), ("🇯🇵", 2), ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 2), ("👩🏽‍🚀", 2), ("🫠", 2),
      // Scripts with marks
      ("ก็", 1), ("שָׁ", 1), ("नि", 1), ("a\u{300}\u{301}\u{302}", 1),
      // Nothing of their own
      ("\u{200B}", 0), ("\u{0}", 0), ("\u{1B}", 0), ("\u{85}", 0), ("\u{301}", 0), ("\u{FEFF}", 0),
    ] as [(String, Int)])
  func graphemes(text: String, width: Int) {
    #expect(text.count == 1, "one grapheme cluster")
    #expect(text.displayWidth == width)
  }

  @Test("A text takes the sum of its graphemes")
  func sum() {
    #expect("ab日本c👨‍👩‍👧!".displayWidth == 2 + 4 + 1 + 2 + 1)
    #expect("".displayWidth == 0)
  }

  @Test("What counts as simple is one grapheme of one column, whatever stands beside it, and is shown as it is")
  func simple() {
    let simple = (0...0x10FFFF).compactMap { Unicode.Scalar($0 as UInt32) }.filter { DisplayWidth.isSimple($0) }
    #expect(simple.count > 1500)
    let text = String(String.UnicodeScalarView(simple + simple.reversed()))
    #expect(text.count == 2 * simple.count)
    for scalar in simple {
      #expect(DisplayWidth.scalar(scalar) == 1)
      // Beside an accent it goes the way that looks at every property.
      #expect(TextSanitizer.line("\(scalar)日e\u{301}") == "\(scalar)日e\u{301}")
    }
    #expect(text.displayWidth == 2 * simple.count)
    #expect(TextSanitizer.line(text) == text)
  }

  @Test("The tables are sorted and do not overlap")
  func tables() {
    for table in [WidthTable.zero, WidthTable.wide] {
      #expect(table.count % 2 == 0)
      for place in stride(from: 2, to: table.count, by: 2) {
        #expect(table[place - 1] < table[place] && table[place] <= table[place + 1])
      }
    }
  }

  @Test(
    "Cutting keeps whole graphemes and never exceeds the width",
    arguments: [
      ("hello", 3, "he…"), ("hello", 5, "hello"), ("hello", 1, "…"), ("hello", 0, ""), ("日本語", 4, "日…"),
      ("日本語", 5, "日本…"), ("日本語", 6, "日本語"), ("a👨‍👩‍👧b", 3, "a…"), ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
    ] as [(String, Int, String)])
  func truncation(text: String, width: Int, expected: String) {
    let cut = text.truncated(to: width)
    #expect(cut == expected)
    #expect(cut.displayWidth <= max(0, width))
    #expect(StyledLine(text, Style(.text)).truncated(to: width).text == expected)
  }

  @Test("Padding fills up to the width with spaces")
  func padding() {
    #expect("日".padded(to: 4) == "日  ")
    #expect("long".padded(to: 3) == "lo…")
  }
}
