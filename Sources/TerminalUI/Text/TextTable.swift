// A table of Markdown, laid out for a width: every column as wide as its widest cell where all fits; else the
// widest columns give way and their cells wrap, so that no text is lost. A pane too narrow for that shows each row
// as a list of its cells, with the column's name before each.

/// A table whose cells are styled lines.
package struct TextTable: Hashable, Sendable {
  /// How the cells of a column stand.
  enum Alignment: Hashable, Sendable { case left, center, right }

  var header: [StyledLine]
  var alignments: [Alignment]
  var body: [[StyledLine]] = []
  /// The style of the lines between the cells.
  var lineStyle = Style(.dim)

  /// What a search looks at.
  var text: String {
    ([header] + body).map { $0.map(\.text).joined(separator: " | ") }.joined(separator: "\n")
  }

  /// Lines that it was written as: its header, what parts it from the rest, and the rest.
  var lineCount: Int { alignments.isEmpty ? 1 : 2 + body.count }

  /// The rows at this width.
  func rows(width: Int) -> [StyledLine] { parts(width: width).flatMap(\.rows) }

  /// The rows at this width, each with the lines that it was written as.
  func parts(width: Int) -> [(lines: Range<Int>, rows: [StyledLine])] {
    guard width >= columnCount * Self.narrowest + 3 * (columnCount - 1) else { return list(width: width) }
    let widths = columnWidths(total: width)
    let rule = StyledLine(widths.map { String(repeating: "─", count: $0) }.joined(separator: "─┼─"), lineStyle)
    return [(0..<1, row(header, widths)), (1..<2, [rule])]
      + body.enumerated().map { (2 + $0..<3 + $0, row($1, widths)) }
  }

  /// A column is not made narrower.
  private static let narrowest = 3

  private func list(width: Int) -> [(lines: Range<Int>, rows: [StyledLine])] {
    let wrapper = LineWrapper(width: width, continuation: StyledLine("  ", lineStyle))
    guard !body.isEmpty else { return [(0..<lineCount, header.flatMap(wrapper.rows))] }
    return body.enumerated().map { index, cells in
      let rule = index == 0 ? [] : [StyledLine("───".clipped(to: width), lineStyle)]
      let rows = (0..<columnCount).flatMap { column in
        var line = header[column]
        line.append(": ", lineStyle)
        line.append(cell(cells, column))
        return wrapper.rows(of: line)
      }
      // The header has no row of its own.
      return (index == 0 ? 0..<3 : 2 + index..<3 + index, rule + rows)
    }
  }

  private var columnCount: Int { header.count }

  private func cell(_ cells: [StyledLine], _ column: Int) -> StyledLine {
    column < cells.count ? cells[column] : StyledLine()
  }

  /// The natural width of each column, lowered from the widest on until the row fits; never below `narrowest`.
  private func columnWidths(total: Int) -> [Int] {
    var widths = (0..<columnCount).map { column in
      ([header] + body).reduce(1) { max($0, cell($1, column).width) }
    }
    let room = max(columnCount * Self.narrowest, total - 3 * (columnCount - 1))
    while widths.reduce(0, +) > room, let widest = widths.max(), widest > Self.narrowest {
      let second = widths.filter { $0 < widest }.max() ?? Self.narrowest
      let count = widths.filter { $0 == widest }.count
      let excess = widths.reduce(0, +) - room
      let lowered = max(Self.narrowest, second, widest - (excess + count - 1) / count)
      widths = widths.map { $0 == widest ? (lowered < widest ? lowered : widest - 1) : $0 }
    }
    return widths
  }

  private func row(_ cells: [StyledLine], _ widths: [Int]) -> [StyledLine] {
    let wrapped = widths.indices.map { LineWrapper(width: widths[$0]).rows(of: cell(cells, $0)) }
    let height = wrapped.map(\.count).max() ?? 1
    return (0..<height).map { index in
      var line = StyledLine()
      for column in widths.indices {
        if column > 0 { line.append(" │ ", lineStyle) }
        let part = index < wrapped[column].count ? wrapped[column][index] : StyledLine()
        let space = max(0, widths[column] - part.width)
        let alignment = column < alignments.count ? alignments[column] : .left
        let before =
          switch alignment {
          case .left: 0
          case .center: space / 2
          case .right: space
          }
        line.append(String(repeating: " ", count: before), lineStyle)
        line.append(part)
        if column < widths.count - 1 { line.append(String(repeating: " ", count: space - before), lineStyle) }
      }
      return line
    }
  }
}
