import Testing
import TestSupport

@testable import TerminalUI

@Suite("Keys")
struct KeyDecoderTests {
  private func decode(_ text: String, described: [[UInt8]: Key] = [:]) -> [InputEvent] {
    var decoder = KeyDecoder(described: described)
    return decoder.feed(text.utf8) + decoder.timeout()
  }

  private static let escape = "\u{1B}"

  @Test(
    "What a terminal sends for a key is that key",
    arguments: [
      ("a", Key(.character("a"))), ("A", Key(.character("A"))), ("é", Key(.character("é"))),
      ("日", Key(.character("日"))),
      ("e\u{301}", Key(.character("e\u{301}"))), ("👨‍👩‍👧", Key(.character("👨‍👩‍👧"))), (" ", Key(.character(" "))),
      ("\r", Key(.enter)), ("\t", Key(.tab)), ("\u{7F}", Key(.backspace)), ("\u{8}", Key(.backspace)),
      ("\u{1B}", Key(.escape)), ("\n", Key(.character("j"), control: true)),
      ("\u{1}", Key(.character("a"), control: true)),
      ("\u{1A}", Key(.character("z"), control: true)), ("\u{0}", Key(.character(" "), control: true)),
      ("\u{1F}", Key(.character("_"), control: true)), ("\u{1C}", Key(.character("\\"), control: true)),
      // Alt
      ("\u{1B}x", Key(.character("x"), alt: true)), ("\u{1B}\r", Key(.enter, alt: true)),
      ("\u{1B}\u{7F}", Key(.backspace, alt: true)), ("\u{1B}é", Key(.character("é"), alt: true)),
      ("\u{1B}[", Key(.character("["), alt: true)), ("\u{1B}O", Key(.character("O"), alt: true)),
      ("\u{1B}]", Key(.character("]"), alt: true)), ("\u{1B}\u{3}", Key(.character("c"), control: true, alt: true)),
      // Arrows and editing keys, in each form
      ("\u{1B}[A", Key(.up)), ("\u{1B}OA", Key(.up)), ("\u{1B}[D", Key(.left)), ("\u{1B}[H", Key(.home)),
      ("\u{1B}[1~", Key(.home)), ("\u{1B}[7~", Key(.home)), ("\u{1B}[4~", Key(.end)), ("\u{1B}OF", Key(.end)),
      ("\u{1B}[3~", Key(.delete)), ("\u{1B}[2~", Key(.insert)), ("\u{1B}[5~", Key(.pageUp)),
      ("\u{1B}[6~", Key(.pageDown)),
      ("\u{1B}OM", Key(.enter)), ("\u{1B}[Z", Key(.tab, shift: true)),
      // Function keys
      ("\u{1B}OP", Key(.function(1))), ("\u{1B}[11~", Key(.function(1))), ("\u{1B}[[A", Key(.function(1))),
      ("\u{1B}[15~", Key(.function(5))), ("\u{1B}[17~", Key(.function(6))), ("\u{1B}[21~", Key(.function(10))),
      ("\u{1B}[24~", Key(.function(12))),
      // Modifiers
      ("\u{1B}[1;2A", Key(.up, shift: true)), ("\u{1B}[1;5C", Key(.right, control: true)),
      ("\u{1B}[1;3B", Key(.down, alt: true)), ("\u{1B}[3;5~", Key(.delete, control: true)),
      ("\u{1B}[1;2P", Key(.function(1), shift: true)), ("\u{1B}[15;6~", Key(.function(5), control: true, shift: true)),
      ("\u{1B}\u{1B}[A", Key(.up, alt: true)), ("\u{1B}[a", Key(.up, shift: true)),
      ("\u{1B}Oa", Key(.up, control: true)),
      ("\u{1B}[5^", Key(.pageUp, control: true)), ("\u{1B}[5$", Key(.pageUp, shift: true)),
      // kitty and modifyOtherKeys
      ("\u{1B}[13;3u", Key(.enter, alt: true)), ("\u{1B}[13;2u", Key(.enter, shift: true)),
      ("\u{1B}[27u", Key(.escape)),
      ("\u{1B}[97;5u", Key(.character("a"), control: true)), ("\u{1B}[97:65;5u", Key(.character("a"), control: true)),
      ("\u{1B}[9;2u", Key(.tab, shift: true)), ("\u{1B}[27;5;13~", Key(.enter, control: true)),
      ("\u{1B}[127;5u", Key(.backspace, control: true)),
    ] as [(String, Key)])
  func keys(bytes: String, key: Key) {
    #expect(decode(bytes) == [.key(key)])
  }

  @Test(
    "What we do not know is no key, and no text",
    arguments: ["\u{1B}[1I", "\u{1B}[?O", "\u{1B}[99z", "\u{1B}[201~", "\u{1B}[1;1"])
  func unknown(bytes: String) {
    #expect(decode(bytes).isEmpty)
  }

  @Test("A terminal tells whether it has the focus", arguments: [("\u{1B}[I", true), ("\u{1B}[O", false)])
  func focus(bytes: String, isHere: Bool) {
    #expect(decode(bytes) == [.focus(isHere)])
  }

  @Test("ESC is the Escape key only after nothing more came")
  func escapeAlone() {
    var decoder = KeyDecoder()
    #expect(decoder.feed([0x1B]).isEmpty)
    #expect(decoder.isWaiting)
    #expect(decoder.feed([0x5B]).isEmpty)
    #expect(decoder.feed([0x41]) == [.key(Key(.up))])
    #expect(!decoder.isWaiting)
    #expect(decoder.feed([0x1B]).isEmpty)
    #expect(decoder.timeout() == [.key(Key(.escape))])
  }

  @Test("Escape twice is twice Escape, and keys in one read are all there")
  func several() {
    #expect(decode("\u{1B}\u{1B}") == [.key(Key(.escape)), .key(Key(.escape))])
    #expect(
      decode("ab\u{1B}[A\rc") == [
        .key(Key(.character("a"))), .key(Key(.character("b"))), .key(Key(.up)), .key(Key(.enter)),
        .key(Key(.character("c"))),
      ])
  }

  @Test("A character that comes byte by byte is one key; bytes that are none are marked")
  func utf8() {
    var decoder = KeyDecoder()
    var events: [InputEvent] = []
    for byte in "日é".utf8 { events += decoder.feed([byte]) }
    #expect(events == [.key(Key(.character("日"))), .key(Key(.character("é")))])
    #expect(decoder.feed([0xFF, 0x61]) == [.key(Key(.character("\u{FFFD}"))), .key(Key(.character("a")))])
    #expect(decoder.feed([0xE6]).isEmpty)
    #expect(decoder.timeout() == [.key(Key(.character("\u{FFFD}")))])
  }

  @Test("A paste is one event, as it came, however it was cut")
  func paste() {
    let text = "first\r\nsecond\u{1B}[A\u{1B}[20 日本 👨‍👩‍👧\u{3}"
    let bytes = Array("x\u{1B}[200~\(text)\u{1B}[201~y".utf8)
    let expected: [InputEvent] = [.key(Key(.character("x"))), .paste(text), .key(Key(.character("y")))]
    for size in [1, 2, 3, 5, 7, bytes.count] {
      var decoder = KeyDecoder()
      var events: [InputEvent] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        events += decoder.feed(bytes[start..<min(start + size, bytes.count)])
      }
      #expect(events == expected, "in pieces of \(size)")
    }
  }

  @Test("Nothing times out within a paste, and an empty one is one")
  func openPaste() {
    var decoder = KeyDecoder()
    #expect(decoder.feed("\u{1B}[200~abc\u{1B}".utf8).isEmpty)
    #expect(!decoder.isWaiting)
    #expect(decoder.timeout().isEmpty)
    #expect(decoder.feed("[201~".utf8) == [.paste("abc")])
    #expect(decode("\u{1B}[200~\u{1B}[201~") == [.paste("")])
  }

  @Test("Answers of the terminal are no keys")
  func reports() {
    var decoder = KeyDecoder()
    let events = decoder.feed("a\u{1B}]11;rgb:1e1e/1e1e/2e2e\u{1B}\\b\u{1B}]11;rgb:0/0/0\u{7}\u{1B}[?62;4cc".utf8)
    #expect(events == ["a", "b", "c"].map { .key(Key(.character($0))) })
    #expect(decoder.takeReports() == ["11;rgb:1e1e/1e1e/2e2e", "11;rgb:0/0/0", "?62;4c"])
    #expect(decoder.takeReports().isEmpty)
  }

  @Test("The mouse says what it did and where, from 0")
  func mouse() {
    func event(_ action: MouseEvent.Action) -> [InputEvent] {
      [.mouse(MouseEvent(action: action, place: Point(x: 9, y: 4)))]
    }
    #expect(decode("\u{1B}[<0;10;5M") == event(.press))
    #expect(decode("\u{1B}[<0;10;5m") == event(.release))
    #expect(decode("\u{1B}[<32;10;5M") == event(.drag))
    #expect(decode("\u{1B}[<64;10;5M") == event(.scrollUp))
    #expect(decode("\u{1B}[<65;10;5M") == event(.scrollDown))
    // With Shift, Alt and Control it is the same; beyond column 223 too.
    #expect(decode("\u{1B}[<28;10;5M") == event(.press))
    #expect(
      decode("\u{1B}[<0;400;5M") == [.mouse(MouseEvent(action: .press, place: Point(x: 399, y: 4)))])
    // The other buttons, movement without a button and what is no report say nothing, and are no keys.
    for text in ["1;10;5M", "2;10;5M", "35;10;5M", "33;10;5M", "66;10;5M", "0;10M"] {
      #expect(decode("\u{1B}[<\(text)") == [], "\(text)")
    }
  }

  @Test("A sequence of this terminal's own is the key that it describes")
  func described() {
    let keys: [[UInt8]: Key] = [Array("\u{1B}T".utf8): Key(.up), Array("\u{1B}[25~".utf8): Key(.function(1))]
    #expect(decode("\u{1B}T", described: keys) == [.key(Key(.up))])
    #expect(decode("\u{1B}[25~", described: keys) == [.key(Key(.function(1)))])
  }

  @Test("Random bytes neither trap nor keep a key from coming through")
  func random() {
    var generator = SeededGenerator(5)
    var decoder = KeyDecoder()
    for _ in 0..<3000 {
      let count = Int.random(in: 1...20, using: &generator)
      _ = decoder.feed(
        (0..<count).map { _ in
          Bool.random(using: &generator)
            ? UInt8.random(in: 0...255, using: &generator) : [0x1B, 0x5B, 0x3B, 0x4F].randomElement(using: &generator)!
        })
      if Int.random(in: 0..<4, using: &generator) == 0 { _ = decoder.timeout() }
    }
    _ = decoder.feed("\u{1B}\\\u{1B}[201~".utf8)
    _ = decoder.timeout()
    #expect(decoder.feed("q".utf8) == [.key(Key(.character("q")))])
  }
}
