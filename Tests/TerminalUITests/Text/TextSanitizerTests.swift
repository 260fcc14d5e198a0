import Testing
import TestSupport

@testable import TerminalUI

@Suite("Text made harmless")
struct TextSanitizerTests {
  @Test(
    "What would act on the terminal is shown instead",
    arguments: [
      // Escape sequences: colours, cursor, title, clipboard, clear, in seven and eight bits
      ("\u{1B}[31mred\u{1B}[0m", "␛[31mred␛[0m"), ("\u{1B}[2J\u{1B}[H", "␛[2J␛[H"),
      ("\u{1B}]0;title\u{7}", "␛]0;title␇"), ("\u{1B}]52;c;aGk=\u{1B}\\", "␛]52;c;aGk=␛\\"),
      ("\u{9B}31m", "‹U+009B›31m"), ("\u{90}q\u{9C}", "‹U+0090›q‹U+009C›"), ("\u{85}", "‹U+0085›"),
      // Other controls
      ("a\u{8}b", "a␈b"), ("\u{0}", "␀"), ("\u{7F}", "␡"), ("a\rb", "a␍b"), ("\u{C}", "␌"),
      // The direction of writing
      ("\u{202E}txt.exe", "‹U+202E›txt.exe"), ("a\u{2066}b\u{2069}", "a‹U+2066›b‹U+2069›"), ("\u{200E}", "‹U+200E›"),
      ("\u{200F}x", "‹U+200F›x"), ("\u{61C}x", "‹U+061C›x"),
      // Line and paragraph separators
      ("a\u{2028}b\u{2029}c", "a‹U+2028›b‹U+2029›c"),
      // What hides text, or is hidden
      ("a\u{200B}b", "a‹U+200B›b"), ("\u{FEFF}x", "‹U+FEFF›x"), ("pass\u{AD}word", "pass‹U+00AD›word"),
      ("a\u{200D}b", "a‹U+200D›b"), ("\u{2060}x", "‹U+2060›x"), ("\u{3164}", "‹U+3164›"), ("\u{115F}", "‹U+115F›"),
      ("a\u{E0041}\u{E0042}", "a‹U+E0041›‹U+E0042›"), ("🏴\u{E0061}\u{E007F}", "🏴‹U+E0061›‹U+E007F›"),
      ("😀\u{FE0F}\u{FE01}\u{FE02}", "😀\u{FE0F}‹U+FE01›‹U+FE02›"),
      // Nothing to stand on
      ("\u{301}", "◌\u{301}"),
    ] as [(String, String)])
  func attacks(text: String, shown: String) {
    let safe = TextSanitizer.sanitize(text)
    #expect(Array(safe.unicodeScalars) == Array(shown.unicodeScalars), "\(safe.debugDescription)")
    #expect(TextSanitizer.sanitize(safe) == safe, "a second time changes nothing")
  }

  @Test(
    "What is only text stays as it is",
    arguments: [
      "plain", "日本語", "👨‍👩‍👧‍👦 🏳️‍🌈 👍🏽 ❤️ 1️⃣ 🇩🇪", "🏴󠁧󠁢󠁥󠁮󠁧󠁿 🏴󠁧󠁢󠁳󠁣󠁴󠁿 🏴󠁧󠁢󠁷󠁬󠁳󠁿", "e\u{301} ก็ שָׁלוֹם मित्र", "می\u{200C}خواهم",
      "ひ\u{3099}", "葛\u{E0100}", "─│▌ ● →", "Ω≈ç√", "a\u{A0}b", "\u{E0B0}",
    ])
  func harmless(text: String) {
    #expect(Array(TextSanitizer.sanitize(text).unicodeScalars) == Array(text.unicodeScalars))
  }

  @Test("Combining marks beyond four are cut, and their number is told")
  func zalgo() {
    let stack = "Z" + String(repeating: "\u{336}", count: 16) + "x"
    #expect(TextSanitizer.sanitize(stack) == "Z\u{336}\u{336}\u{336}\u{336}‹+12 marks›x")
  }

  @Test("Tabs reach the next stop by columns, and line ends become line feeds")
  func tabs() {
    #expect(TextSanitizer.sanitize("\ta\tbc\t日\td") == "    a   bc  日  d")
    #expect(TextSanitizer.sanitize("a\r\nb\tc\n") == "a\nb   c\n")
    #expect(TextSanitizer.line("a\nb") == "a␊b")
  }

  @Test("Cutting a stream anywhere gives the same text")
  func pieces() {
    let text = "a\u{1B}[31mb\u{202E}c\r\nd👨‍👩‍👧e\u{301}\u{302}\u{303}\u{304}\u{305}f\tg\n"
    let whole = rows(of: WrappedText(text, format: .plain(Style(.text))))
    for cut in text.unicodeScalars.indices {
      var wrapped = WrappedText(format: .plain(Style(.text)))
      wrapped.append(String(text.unicodeScalars[..<cut]))
      wrapped.append(String(text.unicodeScalars[cut...]))
      #expect(rows(of: wrapped) == whole)
    }
  }

  @Test("Nothing that comes out of random scalars acts or takes the wrong columns")
  func random() {
    var generator = SeededGenerator(7)
    for _ in 0..<2000 {
      var text = String.UnicodeScalarView()
      for _ in 0..<12 {
        let range: ClosedRange<UInt32> =
          [0...0x9F, 0x300...0x36F, 0x2000...0x206F, 0xFE00...0xFE0F, 0x1F300...0x1F6FF, 0xE0000...0xE01EF, 0...0xFFFF]
          .randomElement(using: &generator)!
        if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &generator)) { text.append(scalar) }
      }
      let safe = TextSanitizer.line(String(text))
      for scalar in safe.unicodeScalars {
        #expect(scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value))
        #expect(!(0x202A...0x202E).contains(scalar.value) && !(0x2066...0x2069).contains(scalar.value))
      }
      for cluster in safe { #expect(cluster.displayWidth > 0, "\(String(cluster).debugDescription)") }
    }
  }

  private func rows(of text: WrappedText) -> [String] { text.lastRows(100, width: 40).map(\.text) }
}
