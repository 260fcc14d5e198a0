import TerminalUI

/// What is being written, in rows, with the cursor's place among them.
struct ComposerLayout: Equatable {
  /// One row: the pieces' text, and whether each stretch is a mark for something pasted.
  private(set) var rows: [StyledLine] = [StyledLine()]
  /// Column (from the row's start, its indent included) and row.
  private(set) var cursor = Point(x: 0, y: 0)
  /// Columns before the first row (the label's) and the others.
  let indent: Int

  init(input: TextInput, label: String, width: Int) {
    let labelWidth = label.displayWidth
    indent = labelWidth * 2 <= width ? labelWidth : 0
    let room = max(1, width - 1)
    var column = indent > 0 ? indent : min(labelWidth, room)
    for (index, piece) in input.pieces.enumerated() {
      if index == input.cursor { cursor = Point(x: column, y: rows.count - 1) }
      if piece.isNewline {
        rows.append(StyledLine())
        column = indent
        continue
      }
      let shown = TextSanitizer.line(piece.shown)
      let style = Style(piece.isMark ? .accent : .composer)
      let pieceWidth = shown.displayWidth
      if column + pieceWidth > room, column > indent {
        rows.append(StyledLine())
        column = indent
        if index == input.cursor { cursor = Point(x: column, y: rows.count - 1) }
      }
      rows[rows.count - 1].append(shown, style)
      column += pieceWidth
    }
    if input.cursor == input.pieces.count { cursor = Point(x: min(column, room), y: rows.count - 1) }
  }

  /// Which rows are seen through `height` rows: those around the cursor.
  func visible(height: Int) -> Range<Int> {
    let start = max(0, min(cursor.y - height + 1, rows.count - height))
    return start..<min(rows.count, start + max(1, height))
  }
}
