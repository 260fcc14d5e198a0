import Testing
import TestSupport

@testable import TerminalUI

@Suite("Surface")
struct SurfaceTests {
  private let style = Style(.text)

  private func surface(_ width: Int, _ height: Int, _ rows: String...) -> Surface {
    var surface = Surface(size: Size(width: width, height: height))
    for (y, row) in rows.enumerated() { surface.put(row, at: Point(x: 0, y: y), style: style) }
    return surface
  }

  @Test("Text takes its columns and says how many")
  func put() {
    var surface = surface(10, 1)
    #expect(surface.put("a日b", at: Point(x: 1, y: 0), style: style) == 4)
    #expect(surface.lines == [" a日b"])
    #expect(surface[2, 0]?.text == "日")
    #expect(surface[3, 0]?.text == "")
  }

  @Test("Text ends at the edge, at the rectangle, and at the width asked for; a wide grapheme whole or not at all")
  func clipping() {
    var surface = surface(4, 1)
    #expect(surface.put("abcdef", at: Point(x: 2, y: 0), style: style) == 2)
    #expect(surface.lines == ["  ab"])
    #expect(surface.put("日本", at: Point(x: 1, y: 0), style: style) == 2)
    #expect(surface.lines == [" 日b"])
    #expect(surface.put("xyz", at: Point(x: 0, y: 0), style: style, maxWidth: 2) == 2)
    #expect(
      surface.put("zz", at: Point(x: 3, y: 0), style: style, clippedTo: Rect(x: 0, y: 0, width: 3, height: 1)) == 0)
    #expect(surface.lines == ["xy b"])
    #expect(surface.put("a", at: Point(x: 0, y: 5), style: style) == 0)
    #expect(surface.put("abc", at: Point(x: -1, y: 0), style: style) == 3)
    #expect(surface.lines == ["bc b"])
  }

  @Test(
    "Overwriting half of a wide grapheme blanks the other half",
    arguments: [
      ("日本", 0, "x", "x 本"), ("日本", 1, "x", " x本"), ("日本", 1, "語", " 語"), ("日本", 2, "x", "日x"),
      ("a日b", 0, "語", "語 b"), ("a日b", 2, "語", "a 語"), ("日本", 3, "x", "日 x"),
    ] as [(String, Int, String, String)])
  func halves(before: String, x: Int, text: String, after: String) {
    var surface = surface(4, 1, before)
    surface.put(text, at: Point(x: x, y: 0), style: style)
    #expect(surface.lines == [after])
    #expect(surface.isConsistent)
  }

  @Test("Nothing that is drawn in a part changes what lies outside, but for halves that lost their other half")
  func parts() {
    var surface = surface(6, 3, "aaaaaa", "a日日a", "aaaaaa")
    let part = Rect(x: 2, y: 1, width: 2, height: 1)
    surface.draw(in: part) { surface in
      surface.fill(surface.bounds, style: Style(.dim), with: "x")
      surface.put("yyyyyyyy", at: Point(x: 0, y: 0), style: style)
      surface.frame(surface.bounds, style: style)
      surface.blit(Surface(size: Size(width: 9, height: 9)), at: Point(x: -1, y: -1))
      surface.put("zz", at: Point(x: 2, y: 1), style: style)
    }
    #expect(surface.lines == ["aaaaaa", "a zz a", "aaaaaa"])
    surface.put("b", at: Point(x: 5, y: 2), style: style)
    #expect(surface.lines[2] == "aaaaab")
  }

  @Test("A part on a ground is blanked, and what is drawn stands on it")
  func ground() {
    var surface = surface(5, 1, "aaaaa")
    surface.draw(in: Rect(x: 1, y: 0, width: 3, height: 1), on: .overlay) { surface in
      surface.put("b", at: Point(x: 1, y: 0), style: Style(.error))
    }
    #expect(surface.lines == ["ab  a"])
    #expect(surface[1, 0]?.style == Style(.error, on: .overlay))
    #expect(surface[2, 0]?.style == Style(.overlay, on: .overlay))
    #expect(surface[4, 0]?.style == style)
  }

  @Test("Control characters are shown, whoever draws them")
  func controls() {
    var surface = surface(12, 1)
    surface.put("\u{1B}[2Ja\nb", at: Point(x: 0, y: 0), style: style)
    #expect(surface.lines == ["␛[2Ja␊b"])
  }

  @Test("A frame stands inside the edges, in both sets of marks")
  func frame() {
    var surface = surface(4, 3)
    surface.frame(surface.bounds, style: style)
    #expect(surface.lines == ["┌──┐", "│  │", "└──┘"])
    surface.frame(surface.bounds, style: style, glyphs: .ascii)
    #expect(surface.lines == ["+--+", "|  |", "+--+"])
    let before = surface
    surface.frame(Rect(x: 0, y: 0, width: 1, height: 3), style: style)
    #expect(surface == before)
  }

  @Test("A surface is copied with its wide graphemes and its cursor, cut at the edge")
  func blit() {
    var surface = surface(5, 2, "aaaaa", "aaaaa")
    var other = self.surface(3, 1, "日x")
    other.cursor = Point(x: 2, y: 0)
    surface.blit(other, at: Point(x: 1, y: 1))
    #expect(surface.lines == ["aaaaa", "a日xa"])
    #expect(surface.cursor == Point(x: 3, y: 1))
    surface.blit(other, at: Point(x: 4, y: 0))
    #expect(surface.lines == ["aaaaa", "a日xa"])
  }

  @Test("Restyling changes the style and leaves the text")
  func restyle() {
    var surface = surface(3, 1, "abc")
    surface.restyle(Rect(x: 1, y: 0, width: 1, height: 1)) { $0.ground = .selection }
    #expect(surface.lines == ["abc"])
    #expect(surface.styleFixture == "styles 3x1\n000 0-0 text, 1-1 text on selection, 2-2 text\n")
  }

  @Test("The fixture has a header and numbered rows")
  func fixture() {
    var surface = surface(3, 2, "ab")
    surface.cursor = Point(x: 1, y: 1)
    #expect(surface.fixture == "surface 3x2 cursor 1,1\n000 |ab |\n001 |   |\n")
  }

  @Test("Random drawing never leaves half of a grapheme")
  func random() {
    var generator = SeededGenerator(11)
    var surface = surface(12, 4)
    for _ in 0..<5000 {
      let text = ["a", "日本", "👨‍👩‍👧", "x日", "\u{301}", "❤️"].randomElement(using: &generator)!
      let rect = Rect(
        x: Int.random(in: -2...11, using: &generator), y: Int.random(in: -1...3, using: &generator),
        width: Int.random(in: 0...8, using: &generator), height: Int.random(in: 0...3, using: &generator))
      let point = Point(x: Int.random(in: -2...12, using: &generator), y: Int.random(in: -1...4, using: &generator))
      surface.draw(in: rect) { _ = $0.put(text, at: point, style: style) }
      #expect(surface.isConsistent)
    }
  }

  @Test("A surface of no size takes everything and shows nothing")
  func empty() {
    var surface = surface(0, 0)
    surface.put("a", at: Point(x: 0, y: 0), style: style)
    surface.frame(Rect(x: 0, y: 0, width: 5, height: 5), style: style)
    #expect(surface.lines.isEmpty)
  }
}

extension Surface {
  /// Whether every wide grapheme has its right half, and every right half its grapheme.
  var isConsistent: Bool {
    for y in 0..<size.height {
      var x = 0
      while x < size.width {
        guard let cell = self[x, y], !cell.text.isEmpty else { return false }
        let isWide = x + 1 < size.width && self[x + 1, y]?.text.isEmpty == true
        if cell.text.displayWidth != (isWide ? 2 : 1) { return false }
        x += isWide ? 2 : 1
      }
    }
    return true
  }
}
