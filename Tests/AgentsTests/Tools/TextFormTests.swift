import Testing

@testable import Agents

@Suite struct TextFormTests {
  @Test(
    arguments: [
      // What was there, what a model wrote, what lies there then.
      ("a\r\nb\r\n", "a\nx\nb\n", "a\r\nx\r\nb\r\n"),
      ("a\r\nb\r\n", "a\r\nx\r\nb\r\n", "a\r\nx\r\nb\r\n"),
      ("a\nb\n", "a\r\nc\r\n", "a\nc\n"),
      ("\u{FEFF}a\n", "b\n", "\u{FEFF}b\n"),
      ("\u{FEFF}a\n", "\u{FEFF}b\n", "\u{FEFF}b\n"),
      ("a\n", "\u{FEFF}b\n", "b\n"),
      ("\u{FEFF}a\r\nb", "x\ny\n", "\u{FEFF}x\r\ny"),
      ("\u{FEFF}", "a\n", "\u{FEFF}a\n"),
      // The last line ends as it did.
      ("a\nb", "a\nc\n", "a\nc"),
      ("a\nb", "a\nc\n\n", "a\nc\n"),
      ("a\nb\n", "a\nc", "a\nc\n"),
      ("a\r\n", "b", "b\r\n"),
      ("a", "a\nb\n", "a\nb"),
      // Mixed: lines that stay keep their ends, one in place of another takes its end, an added one that of the line before.
      ("a\r\nb\nc\r\n", "a\nB\nc\n", "a\r\nB\nc\r\n"),
      ("a\r\nb\nc\r\n", "a\nx\nb\ny\nc\n", "a\r\nx\r\nb\ny\nc\r\n"),
      ("a\r\nb\nc\n", "x\na\nb\nc\n", "x\na\r\nb\nc\n"),
      ("a\nb\r\nc\r\n", "c\n", "c\r\n"),
      ("a\r\nb\nc", "a\nb\nc\nd\n", "a\r\nb\nc\nd"),
      ("a\r\nb\nc", "a\nb\n", "a\r\nb"),
      // One that was damaged stays so.
      ("a\r\r\nb\n", "a\nc\n", "a\r\r\nc\n"),
      // Nothing there, nothing written.
      ("", "a\r\nb", "a\r\nb"),
      ("a\r\n", "", ""),
      // A carriage return within a line is a sign of it, and an accent is no part of the line's end.
      ("a\rb\r\n", "a\rc\n", "a\rc\r\n"),
      ("a\r\n\u{301}b\r\n", "a\n\u{301}c\n", "a\r\n\u{301}c\r\n"),
    ])
  func aTextIsPutIntoTheFormThatWasThere(old: String, new: String, expected: String) {
    #expect(Array(TextForm(of: old).applied(to: new).utf8) == Array(expected.utf8))
  }

  @Test(arguments: [
    ("\u{FEFF}a\r\nb\r\n", "a\nb\n"), ("a\rb\r\r\n", "a\rb\n"), ("a\nb", "a\nb"), ("", ""), ("\u{FEFF}", ""),
  ])
  func aTextWithoutItsFormHasPlainLines(text: String, expected: String) {
    #expect(Array(TextForm.plain(text).utf8) == Array(expected.utf8))
  }

  @Test func whatIsWrittenBackAsItWasReadIsAsItWas() {
    let line = ["a", "", "c\r"].flatMap { word in ["\n", "\r\n"].map { word + $0 } }
    var texts = [""]
    for _ in 0..<3 { texts += texts.flatMap { text in line.map { text + $0 } } }
    for text in Set(texts).flatMap({ [$0, $0 + "end", "\u{FEFF}" + $0] }) {
      let back = TextForm(of: text).applied(to: TextForm.plain(text))
      #expect(Array(back.utf8) == Array(text.utf8), "\(text.debugDescription)")
    }
  }
}
