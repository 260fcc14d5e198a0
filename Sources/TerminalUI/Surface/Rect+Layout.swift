// The arithmetic of layouts: every part lies inside the rectangle it is cut from, whatever the numbers asked
// for, so that a layout for a terminal that is too small is small and never wrong.

extension Rect {
  /// The first column to the right of it.
  package var endX: Int { x + width }
  /// The first row below it.
  package var endY: Int { y + height }
  /// Its top left place.
  package var origin: Point { Point(x: x, y: y) }
  package var size: Size { Size(width: width, height: height) }
  package var isEmpty: Bool { width == 0 || height == 0 }

  package func contains(_ point: Point) -> Bool {
    point.x >= x && point.x < endX && point.y >= y && point.y < endY
  }

  /// What lies in both; empty where nothing does.
  package func intersection(_ other: Rect) -> Rect {
    let left = max(x, other.x)
    let top = max(y, other.y)
    return Rect(x: left, y: top, width: min(endX, other.endX) - left, height: min(endY, other.endY) - top)
  }

  /// Without this many columns and rows at its sides.
  package func inset(left: Int = 0, top: Int = 0, right: Int = 0, bottom: Int = 0) -> Rect {
    Rect(x: x + left, y: y + top, width: width - left - right, height: height - top - bottom)
      .intersection(self)
  }

  /// Without `amount` columns and rows at every side: the inside of a frame for 1.
  package func inset(by amount: Int) -> Rect {
    inset(left: amount, top: amount, right: amount, bottom: amount)
  }

  /// The upper `height` rows, and the rest.
  package func splitTop(_ height: Int) -> (top: Rect, rest: Rect) {
    let rows = min(max(0, height), self.height)
    return (Rect(x: x, y: y, width: width, height: rows), inset(top: rows))
  }

  /// The lower `height` rows, and the rest.
  package func splitBottom(_ height: Int) -> (rest: Rect, bottom: Rect) {
    let rows = min(max(0, height), self.height)
    return (inset(bottom: rows), Rect(x: x, y: endY - rows, width: width, height: rows))
  }

  /// The left `width` columns, and the rest.
  package func splitLeft(_ width: Int) -> (left: Rect, rest: Rect) {
    let columns = min(max(0, width), self.width)
    return (Rect(x: x, y: y, width: columns, height: height), inset(left: columns))
  }

  /// The right `width` columns, and the rest.
  func splitRight(_ width: Int) -> (rest: Rect, right: Rect) {
    let columns = min(max(0, width), self.width)
    return (inset(right: columns), Rect(x: endX - columns, y: y, width: columns, height: height))
  }

  /// `count` parts beside each other, as equal as whole columns allow (the first ones get what is left over).
  package func columns(_ count: Int, gap: Int = 0) -> [Rect] {
    Rect.shares(of: width, count: count, gap: gap).map { start, length in
      Rect(x: x + start, y: y, width: length, height: height)
    }
  }

  /// `count` parts below each other, as equal as whole rows allow (the first ones get what is left over).
  package func rows(_ count: Int, gap: Int = 0) -> [Rect] {
    Rect.shares(of: height, count: count, gap: gap).map { start, length in
      Rect(x: x, y: y + start, width: width, height: length)
    }
  }

  /// A part of at most this size in the middle.
  package func centered(_ size: Size) -> Rect {
    let width = min(max(0, size.width), self.width)
    let height = min(max(0, size.height), self.height)
    return Rect(x: x + (self.width - width) / 2, y: y + (self.height - height) / 2, width: width, height: height)
  }

  private static func shares(of total: Int, count: Int, gap: Int) -> [(start: Int, length: Int)] {
    guard count > 0 else { return [] }
    let gaps = min(max(0, gap) * (count - 1), total)
    let free = total - gaps
    var start = 0
    return (0..<count).map { index in
      let length = free / count + (index < free % count ? 1 : 0)
      defer { start += length + (count > 1 ? gaps / (count - 1) : 0) }
      return (start, length)
    }
  }
}
