import Foundation
import Testing

@testable import TerminalUI

@Suite("Sequences that are sent")
struct ControlSequencesTests {
  @Test("A notice cannot be ended or extended by its text")
  func notices() {
    #expect(ControlSequences.notify("a\u{7}b\u{1B}\\\nc") == "\u{1B}]9;a␇b␛\\ c\u{7}")
    #expect(ControlSequences.notify(title: "x;y", text: "z") == "\u{1B}]777;notify;xy;z\u{7}")
  }

  @Test(
    "The clipboard takes text in base 64",
    arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("日", "5pel")])
  func clipboard(text: String, encoded: String) {
    #expect(ControlSequences.copy(text) == "\u{1B}]52;c;\(encoded)\u{7}")
  }

  @Test("Delays of terminfo are left out")
  func padding() {
    #expect(ControlSequences.withoutPadding(Array("a$<5>b$<10/>c$<".utf8)) == Array("abc$<".utf8))
  }

  @Test(
    "Every grapheme has a character on a terminal of ASCII only",
    arguments: [
      ("─", "-"), ("│", "|"), ("┌", "+"), ("•", "*"), ("…", "~"), ("é", "e"), ("Ä", "A"), ("日", "?"), ("␛", "^"),
      ("▌", "#"),
    ])
  func ascii(text: String, expected: String) {
    #expect(String(UnicodeScalar(ASCIIFallback.character(for: text))) == expected)
  }

  @Test("curses gets only what everybody counts alike")
  func trust() throws {
    // The C library counts by the locale of the process.
    try #require(["C.UTF-8", "en_US.UTF-8"].contains { (name: String) in setlocale(LC_CTYPE, name) != nil })
    for text in ["a", "é", "─", "●"] { #expect(GraphemeTrust.isSettled(text, width: 1), "\(text)") }
    #expect(GraphemeTrust.isSettled("日", width: 2))
    for text in ["👍", "❤️", "👨‍👩‍👧", "🇩🇪", "नि"] { #expect(!GraphemeTrust.isSettled(text, width: 2), "\(text)") }
    #expect(GraphemeTrust.widest("👨‍👩‍👧") == 6)
    #expect(GraphemeTrust.widest("❤️") == 2)
  }
}
