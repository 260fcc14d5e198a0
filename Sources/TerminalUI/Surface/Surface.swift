/// A plain grid of cells that views draw into; the terminal puts its changed rows on screen, tests compare it.
///
/// A grapheme of two columns stands in the left cell; the right one is a continuation (empty text). Every way to
/// change the grid goes through `set`, which keeps two promises: half of a wide grapheme never stays behind, and
/// nothing outside the part being drawn (`draw(in:)`) changes.
package struct Surface: Equatable, Sendable {
  /// One column of one row.
  package struct Cell: Equatable, Sendable {
    /// One grapheme cluster, or empty for the right half of a wide one.
    package var text: String
    package var style: Style
  }

  package let size: Size
  package private(set) var cells: [Cell]
  /// Where the terminal's cursor is shown; nil hides it.
  package var cursor: Point?

  /// The part that may be drawn into now, and the role whose background it has.
  private var clip: Rect
  private var ground: Role?

  package init(size: Size, style: Style = Style(.text)) {
    self.size = Size(width: max(0, size.width), height: max(0, size.height))
    clip = Rect(self.size)
    cells = Array(repeating: Cell(text: " ", style: style), count: self.size.width * self.size.height)
  }

  /// The whole of it.
  var bounds: Rect { Rect(size) }

  /// The cell at a place; nil outside.
  package subscript(x: Int, y: Int) -> Cell? {
    guard x >= 0, y >= 0, x < size.width, y < size.height else { return nil }
    return cells[y * size.width + x]
  }

  /// The cells of a row.
  package func row(_ y: Int) -> ArraySlice<Cell> {
    cells[y * size.width..<(y + 1) * size.width]
  }

  /// Whether a row is the same in both, which have one size. What is asked most: for every row of every frame.
  func hasSameRow(_ y: Int, as other: Surface) -> Bool {
    cells.withUnsafeBufferPointer { mine in
      other.cells.withUnsafeBufferPointer { theirs in
        (y * size.width..<(y + 1) * size.width).allSatisfy { mine[$0] == theirs[$0] }
      }
    }
  }

  /// Lets `body` draw inside `rect` only (and inside whatever part is being drawn already). With a `ground`, the
  /// part is blanked on that role's background first, and what is drawn stands on it.
  @discardableResult
  package mutating func draw<Result>(in rect: Rect, on ground: Role? = nil, _ body: (inout Surface) -> Result) -> Result
  {
    let outer = (clip, self.ground)
    clip = clip.intersection(rect)
    if let ground {
      self.ground = ground
      fill(clip, style: Style(ground))
    }
    let result = body(&self)
    (clip, self.ground) = outer
    return result
  }

  /// Draws text from `point` to the right, and cuts it at the edge of `clippedTo`, after `maxWidth` columns, and at
  /// the edge of the part being drawn. A wide grapheme that does not fit whole is left out. Control characters are
  /// shown as marks, whatever the caller did before.
  ///
  /// - Returns: the columns used.
  @discardableResult
  package mutating func put(
    _ text: String, at point: Point, style: Style, clippedTo rect: Rect? = nil, maxWidth: Int? = nil
  ) -> Int {
    let clip = rect.map(self.clip.intersection) ?? self.clip
    guard point.y >= clip.y, point.y < clip.endY else { return 0 }
    var end = clip.endX
    if let maxWidth { end = min(end, point.x + max(0, maxWidth)) }
    var x = point.x
    var style = style
    if style.ground == nil { style.ground = ground }
    if DisplayWidth.isPrintableASCII(text.utf8) {
      for byte in text.utf8 {
        guard x < end else { break }
        if x >= clip.x { set(x, point.y, Cell(text: Surface.ascii[Int(byte)], style: style), width: 1) }
        x += 1
      }
      return x - point.x
    }
    if DisplayWidth.isSimple(text) {
      for scalar in text.unicodeScalars {
        guard x < end else { break }
        if x >= clip.x { set(x, point.y, Cell(text: String(scalar), style: style), width: 1) }
        x += 1
      }
      return x - point.x
    }
    for cluster in TextSanitizer.line(text) {
      let width = cluster.displayWidth
      guard x + width <= end else { break }
      if width > 0, x >= clip.x {
        set(x, point.y, Cell(text: String(cluster), style: style), width: width)
      }
      x += width
    }
    return x - point.x
  }

  /// Draws a styled line; as the other `put`.
  @discardableResult
  package mutating func put(
    _ line: StyledLine, at point: Point, clippedTo rect: Rect? = nil, maxWidth: Int? = nil
  ) -> Int {
    var used = 0
    for run in line.runs {
      let left = maxWidth.map { $0 - used }
      used += put(
        run.text, at: Point(x: point.x + used, y: point.y), style: run.style, clippedTo: rect, maxWidth: left)
    }
    return used
  }

  /// Fills a part with one grapheme of one column.
  package mutating func fill(_ rect: Rect, style: Style, with grapheme: String = " ") {
    let area = clip.intersection(rect)
    var style = style
    if style.ground == nil { style.ground = ground }
    let text = grapheme.displayWidth == 1 ? grapheme : " "
    for y in area.y..<area.endY {
      for x in area.x..<area.endX { set(x, y, Cell(text: text, style: style), width: 1) }
    }
  }

  /// Changes the style of what stands in a part already: a selection, a match, a cursor line.
  package mutating func restyle(_ rect: Rect, _ change: (inout Style) -> Void) {
    let area = clip.intersection(rect)
    for y in area.y..<area.endY {
      for x in area.x..<area.endX { change(&cells[y * size.width + x].style) }
    }
  }

  /// Draws a box along the inside of `rect`'s edges; what is inside stays. Needs two columns and two rows.
  package mutating func frame(_ rect: Rect, style: Style, glyphs: Glyphs = .unicode) {
    guard rect.width >= 2, rect.height >= 2 else { return }
    let box = glyphs.box
    var style = style
    if style.ground == nil { style.ground = ground }
    let (left, right, top, bottom) = (rect.x, rect.endX - 1, rect.y, rect.endY - 1)
    func place(_ text: String, _ x: Int, _ y: Int) { set(x, y, Cell(text: text, style: style), width: 1) }
    place(box.topLeft, left, top)
    place(box.topRight, right, top)
    place(box.bottomLeft, left, bottom)
    place(box.bottomRight, right, bottom)
    for x in left + 1..<right {
      place(box.horizontal, x, top)
      place(box.horizontal, x, bottom)
    }
    for y in top + 1..<bottom {
      place(box.vertical, left, y)
      place(box.vertical, right, y)
    }
  }

  /// Copies another surface onto this one, its top left at `point`; its cursor comes along where it lies inside.
  mutating func blit(_ other: Surface, at point: Point) {
    for y in 0..<other.size.height {
      var x = 0
      while x < other.size.width {
        let cell = other.cells[y * other.size.width + x]
        let isWide = x + 1 < other.size.width && other.cells[y * other.size.width + x + 1].text.isEmpty
        set(point.x + x, point.y + y, cell, width: isWide ? 2 : 1)
        x += isWide ? 2 : 1
      }
    }
    if let theirs = other.cursor {
      let place = Point(x: point.x + theirs.x, y: point.y + theirs.y)
      if clip.contains(place) { cursor = place }
    }
  }

  /// Puts a grapheme of one or two columns at a place, inside the clip only.
  private mutating func set(_ x: Int, _ y: Int, _ cell: Cell, width: Int) {
    guard x >= clip.x, y >= clip.y, y < clip.endY, x + width <= clip.endX else { return }
    let place = y * size.width + x
    if cells[place].text.isEmpty, x > 0 { cells[place - 1].text = " " }
    let after = place + width
    if x + width < size.width, cells[after].text.isEmpty { cells[after].text = " " }
    cells[place] = cell
    if width == 2 { cells[place + 1] = Cell(text: "", style: cell.style) }
  }

  /// Every ASCII character as text, so that drawing makes none.
  private static let ascii = (0..<128).map { String(UnicodeScalar(UInt8($0))) }

  package static func == (a: Surface, b: Surface) -> Bool {
    a.size == b.size && a.cursor == b.cursor && (0..<a.size.height).allSatisfy { a.hasSameRow($0, as: b) }
  }
}
