// Wrapping by words to a width in columns. A word that is longer than a row is cut between graphemes; East Asian
// text, which has no spaces, breaks before and after every wide grapheme, but not before closing punctuation.

/// Breaks a line into rows.
struct LineWrapper {
  /// The columns of a row.
  let width: Int
  /// What stands before every row but the first: an indent, or the bar of a quotation.
  let continuation: StyledLine

  /// - Parameter continuation: dropped where it would leave less than half of the row.
  init(width: Int, continuation: StyledLine = StyledLine()) {
    self.width = max(1, width)
    self.continuation = continuation.width * 2 > self.width ? StyledLine() : continuation
  }

  /// The rows of a line; at least one, also for an empty line.
  func rows(of line: StyledLine) -> [StyledLine] {
    if fitsAtOnce(line) { return [line] }
    if let bytes = ascii(line) {
      return cut(line, at: asciiRows(bytes))
    }
    return graphemeRows(of: line)
  }

  /// How many rows a line takes.
  func rowCount(of line: StyledLine) -> Int {
    if fitsAtOnce(line) { return 1 }
    return ascii(line).map { asciiRows($0).count } ?? graphemeRows(of: line).count
  }

  /// The rows of any text: what `rows(of:)` does where there is a faster way is the same.
  func graphemeRows(of line: StyledLine) -> [StyledLine] {
    let pieces = self.pieces(of: line)
    var rows: [StyledLine] = []
    var start = 0
    while start < pieces.count {
      let room = rows.isEmpty ? width : width - continuation.width
      let (end, next) = breakPoint(pieces, from: start, room: room)
      var row = rows.isEmpty ? StyledLine() : continuation
      for piece in pieces[start..<end] {
        row.append(piece.width <= room ? piece.text : "…", piece.style)
      }
      rows.append(row)
      start = next
    }
    return rows.isEmpty ? [line] : rows
  }

  /// One grapheme with what the breaking needs to know of it.
  private struct Piece {
    var text: String
    var width: Int
    var style: Style
    var isSpace: Bool
  }

  /// No grapheme takes more columns than bytes, so few bytes need no look at the graphemes.
  private func fitsAtOnce(_ line: StyledLine) -> Bool {
    line.runs.reduce(0) { $0 + $1.text.utf8.count } <= width || line.width <= width
  }

  private func pieces(of line: StyledLine) -> [Piece] {
    line.runs.flatMap { run in
      run.text.map { cluster in
        Piece(text: String(cluster), width: cluster.displayWidth, style: run.style, isSpace: cluster == " ")
      }
    }
  }

  /// Where a row ends that begins at `start`, and where the next one begins (after the spaces between them).
  private func breakPoint(_ pieces: [Piece], from start: Int, room: Int) -> (end: Int, next: Int) {
    var used = 0
    var full = start
    while full < pieces.count, used + pieces[full].width <= room {
      used += pieces[full].width
      full += 1
    }
    guard full < pieces.count else { return (full, full) }
    // Not even one grapheme fits: take it alone, or there is no end.
    guard full > start else { return (start + 1, start + 1) }
    if pieces[full].isSpace { return trimmed(pieces, from: start, at: full) }
    var place = full
    while place > start + 1 {
      if mayBreak(pieces[place - 1], pieces[place]) {
        let (end, next) = trimmed(pieces, from: start, at: place)
        if end > start { return (end, next) }
        break
      }
      place -= 1
    }
    return (full, full)
  }

  /// Leaves the spaces at a break out of both rows.
  private func trimmed(_ pieces: [Piece], from start: Int, at place: Int) -> (end: Int, next: Int) {
    var end = place
    while end > start, pieces[end - 1].isSpace { end -= 1 }
    var next = place
    while next < pieces.count, pieces[next].isSpace { next += 1 }
    return (end, next)
  }

  private func mayBreak(_ before: Piece, _ after: Piece) -> Bool {
    if before.isSpace { return true }
    if after.isSpace { return false }
    guard before.width == 2 || after.width == 2 else { return false }
    return !LineWrapper.closing.contains(after.text) && !LineWrapper.opening.contains(before.text)
  }

  /// What does not begin a row, and what does not end one, in East Asian text.
  private static let closing: Set<String> = [
    "、", "。", "，", "．", "：", "；", "！", "？", "）", "」", "』", "】", "〉", "》", "〕", "］", "｝", "…", "ー", "々", ",", ".", ":",
    ";", "!", "?", ")", "]", "}",
  ]
  private static let opening: Set<String> = ["（", "「", "『", "【", "〈", "《", "〔", "［", "｛", "(", "[", "{"]
}
