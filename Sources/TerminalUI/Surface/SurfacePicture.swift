// A screen as a picture: scalable, with its colours and its text still text. The same code serves `:screenshot` and the
// pictures in the documents, so they cannot show what the program does not.

/// Writes a surface, or what a terminal shows, as SVG.
package struct SurfacePicture {
  /// What colours `none` and the terminal's own sixteen stand for, which a picture has to settle.
  package struct Ground: Sendable {
    package var foreground: String
    package var background: String
    var ansi: [String]

    /// A dark terminal, in the colours that xterm gives its sixteen.
    package static let dark = Ground(
      foreground: "#d6d6d6", background: "#16181d",
      ansi: [
        "#16181d", "#d54e53", "#8fbf5f", "#e0b04c", "#5f9fe0", "#c080d0", "#56b6c2", "#d6d6d6", "#6a7080", "#f07178",
        "#b5e08a", "#ffd080", "#8cc0ff", "#dda0f0", "#7fd8e0", "#ffffff",
      ])
    /// A light one.
    package static let light = Ground(
      foreground: "#24292e", background: "#ffffff",
      ansi: [
        "#24292e", "#c03030", "#2f7d32", "#946200", "#1f5fb0", "#8030a0", "#007080", "#6a737d", "#586069", "#d04040",
        "#3f9142", "#a87400", "#2f70c8", "#9040b0", "#00838f", "#24292e",
      ])
  }

  private static let columnWidth = 8.4
  private static let rowHeight = 18.0
  private static let margin = 12.0

  /// One column of one row, with no role left in it.
  package struct Cell: Hashable, Sendable {
    /// One grapheme cluster, or empty for the right half of a wide one.
    package var text: String
    package var look: Appearance

    package init(text: String, look: Appearance = Appearance()) {
      self.text = text
      self.look = look
    }
  }

  package let ground: Ground

  package init(ground: Ground) { self.ground = ground }

  /// The picture of a surface in a palette's colours, its text for screen readers being `title`.
  package func svg(of surface: Surface, palette: Palette, title: String) -> String {
    let rows = (0..<surface.size.height).map { y in
      surface.row(y).map { Cell(text: $0.text, look: palette.appearance(of: $0.style)) }
    }
    return svg(of: rows, behind: palette.appearance(of: Style(.text)), cursor: surface.cursor, title: title)
  }

  /// The picture of rows of cells.
  ///
  /// - Parameter behind: the look whose background is around them.
  package func svg(of rows: [[Cell]], behind: Appearance, cursor: Point?, title: String) -> String {
    let width = Double(rows.map(\.count).max() ?? 0) * Self.columnWidth + 2 * Self.margin
    let height = Double(rows.count) * Self.rowHeight + 2 * Self.margin
    var text =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(figure(width)) \(figure(height))\" width=\"\(figure(width))\" "
      + "height=\"\(figure(height))\" font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"14\">\n"
      + "<title>\(escaped(title))</title>\n"
      + "<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"\(background(behind))\"/>\n"
    for (y, cells) in rows.enumerated() { text += row(cells, y) }
    if let cursor { text += mark(cursor) }
    return text + "</svg>\n"
  }

  /// Runs of cells that look alike, each a rectangle behind and a text before it.
  private func row(_ cells: [Cell], _ y: Int) -> String {
    var text = ""
    var x = 0
    while x < cells.count {
      let look = cells[x].look
      let end = cells[x...].firstIndex { $0.look != look } ?? cells.count
      text += runPicture(cells[x..<end].map(\.text).joined(), x: x, columns: end - x, y: y, look: look)
      x = end
    }
    return text
  }

  private func runPicture(_ run: String, x: Int, columns: Int, y: Int, look: Appearance) -> String {
    let left = Self.margin + Double(x) * Self.columnWidth
    let top = Self.margin + Double(y) * Self.rowHeight
    let width = Double(columns) * Self.columnWidth
    let (front, back) = look.reverse ? (background(look), foreground(look)) : (foreground(look), background(look))
    var text = ""
    if look.reverse || look.background != .none {
      text +=
        "<rect x=\"\(figure(left))\" y=\"\(figure(top))\" width=\"\(figure(width))\" height=\"\(figure(Self.rowHeight))\" fill=\"\(back)\"/>\n"
    }
    let (run, lines) = SurfaceFrames.taken(from: run, left: left, top: top, cell: (Self.columnWidth, Self.rowHeight))
    if !lines.isEmpty {
      let opacity = look.dim ? " opacity=\"0.65\"" : ""
      text += "<path d=\"\(lines)\" stroke=\"\(front)\" fill=\"none\"\(opacity)/>\n"
    }
    guard run.contains(where: { $0 != " " }) else { return text }
    var attributes = ""
    if look.bold { attributes += " font-weight=\"bold\"" }
    if look.italic { attributes += " font-style=\"italic\"" }
    if look.underline { attributes += " text-decoration=\"underline\"" }
    if look.dim { attributes += " opacity=\"0.65\"" }
    return text
      + "<text x=\"\(figure(left))\" y=\"\(figure(top + 13.5))\" textLength=\"\(figure(width))\" lengthAdjust=\"spacingAndGlyphs\" "
      + "xml:space=\"preserve\" fill=\"\(front)\"\(attributes)>\(escaped(run))</text>\n"
  }

  private func mark(_ cursor: Point) -> String {
    let left = Self.margin + Double(cursor.x) * Self.columnWidth
    let top = Self.margin + Double(cursor.y) * Self.rowHeight
    return
      "<rect x=\"\(figure(left))\" y=\"\(figure(top))\" width=\"2\" height=\"\(figure(Self.rowHeight))\" fill=\"\(ground.foreground)\"/>\n"
  }

  private func foreground(_ look: Appearance) -> String { colour(look.foreground) ?? ground.foreground }
  private func background(_ look: Appearance) -> String { colour(look.background) ?? ground.background }

  private func colour(_ colour: ThemeColor) -> String? {
    switch colour {
    case .none: nil
    case .rgb(let red, let green, let blue): "#" + [red, green, blue].map(hexadecimal).joined()
    case .indexed(let index) where index < 16: ground.ansi[Int(index)]
    case .indexed(let index) where index < 232: cube(Int(index) - 16)
    case .indexed(let index):
      "#" + String(repeating: hexadecimal(8 + 10 * (index - 232)), count: 3)
    }
  }

  /// One of the 216 colours of the cube: six steps each of red, green and blue.
  private func cube(_ place: Int) -> String {
    let steps = [place / 36, place / 6 % 6, place % 6]
    return "#" + steps.map { hexadecimal($0 == 0 ? 0 : UInt8(55 + 40 * $0)) }.joined()
  }

  private func hexadecimal(_ byte: UInt8) -> String {
    let text = String(byte, radix: 16)
    return text.count == 1 ? "0" + text : text
  }

  private func figure(_ value: Double) -> String { SurfaceFrames.figure(value) }

  private func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      default: escaped.append(character)
      }
    }
    return escaped
  }
}
