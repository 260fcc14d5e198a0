import Testing

@testable import TerminalUI

@Suite("Rectangles")
struct RectTests {
  private let rect = Rect(x: 2, y: 1, width: 10, height: 5)

  @Test("Splitting gives two parts that make the whole, whatever is asked for", arguments: [-3, 0, 2, 5, 99])
  func splits(amount: Int) {
    let (top, below) = rect.splitTop(amount)
    #expect(top.height + below.height == rect.height && (below.isEmpty || below.y == top.endY))
    let (above, bottom) = rect.splitBottom(amount)
    #expect(above.height + bottom.height == rect.height && bottom.endY == rect.endY)
    let (left, beside) = rect.splitLeft(amount)
    #expect(left.width + beside.width == rect.width && (beside.isEmpty || beside.x == left.endX))
    let (before, right) = rect.splitRight(amount)
    #expect(before.width + right.width == rect.width && right.endX == rect.endX)
  }

  @Test("Columns and rows share what there is, the first ones get what is left over")
  func shares() {
    #expect(rect.columns(3).map(\.width) == [4, 3, 3])
    #expect(rect.columns(3).map(\.x) == [2, 6, 9])
    #expect(rect.columns(3, gap: 1).map(\.x) == [2, 6, 10])
    #expect(rect.rows(2).map(\.height) == [3, 2])
    #expect(rect.rows(9).allSatisfy { rect.intersection($0) == $0 })
    #expect(rect.columns(0).isEmpty)
  }

  @Test("What lies in both is never negative")
  func intersections() {
    #expect(rect.intersection(Rect(x: 0, y: 0, width: 4, height: 2)) == Rect(x: 2, y: 1, width: 2, height: 1))
    #expect(rect.intersection(Rect(x: 50, y: 50, width: 4, height: 2)).isEmpty)
    #expect(rect.inset(by: 1) == Rect(x: 3, y: 2, width: 8, height: 3))
    #expect(rect.inset(by: 9).isEmpty)
    #expect(rect.centered(Size(width: 4, height: 99)) == Rect(x: 5, y: 1, width: 4, height: 5))
  }

  @Test("A bar and a graph have as many columns as asked for")
  func bars() {
    #expect(Glyphs.unicode.bar(0.5, width: 4) == "▓▓░░")
    #expect(Glyphs.ascii.bar(7, width: 3) == "###")
    #expect(Glyphs.unicode.bar(.nan, width: 2) == "░░")
    #expect(Glyphs.unicode.graph([0, 1, 2, 4], top: 4) == "▁▃▅█")
    #expect(Glyphs.unicode.graph([]) == "")
  }
}
