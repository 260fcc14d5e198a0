// Text that grows at its end, token by token, and is shown through a window. Finished lines are formatted once;
// what a later token can still change (the last line, an open table) is formatted anew with each append. Row
// counts are kept for one width, as running sums; rows themselves are wrapped when they are shown.

/// A growing text, formatted and wrapped on demand.
package struct WrappedText: Sendable {
  /// How the text becomes lines with styles.
  package enum Format: Sendable {
    /// Every line as it is, in one style.
    case plain(Style)
    /// What models write.
    case markdown(base: Style)
    /// A unified diff.
    case diff
  }

  /// A line that is longer is broken there, so that a stream without line feeds does not cost more with its length.
  static let longestLine = 8192

  /// The blocks: final ones, then those that more text may change.
  private(set) var blocks: [TextBlock] = []
  private var formatter: any LineFormatter
  /// The blocks that no later text changes.
  private var finalCount = 0
  /// The text after the last line feed, as it came.
  private var partial = ""
  /// For each block, the line of the text on which it begins, from 0.
  private var firstLines: [Int] = []
  /// Where the formatter's lines stand in the text that are in no block yet.
  private var pendingLines: [Int] = []
  /// The line of the text that has come last.
  private var line = 0
  /// For the first blocks, the number of rows up to and with each, at `countedWidth`.
  private var rowEnds: [Int] = []
  private var countedWidth = 0

  package init(_ text: String = "", format: Format) {
    formatter =
      switch format {
      case .plain(let style): PlainFormatter(style: style)
      case .markdown(let base): MarkdownFormatter(base: base)
      case .diff: DiffFormatter()
      }
    append(text)
  }

  /// Whether there is no text.
  package var isEmpty: Bool { blocks.isEmpty }

  /// Adds text at the end. It may end anywhere, also within an escape sequence or an emoji.
  package mutating func append(_ text: String) {
    guard !text.isEmpty else { return }
    blocks.removeSubrange(finalCount...)
    firstLines.removeSubrange(finalCount...)
    var bytes = Substring(text).utf8
    while let feed = bytes.firstIndex(of: 0x0A) {
      partial += String(Substring(bytes[..<feed]))
      finishLine()
      line += 1
      bytes = bytes[bytes.index(after: feed)...]
    }
    partial += String(Substring(bytes))
    while partial.utf8.count > WrappedText.longestLine {
      let cut = partial.index(partial.startIndex, offsetBy: WrappedText.longestLine / 2)
      let rest = String(partial[cut...])
      partial = String(partial[..<cut])
      finishLine()
      partial = rest
    }
    finalCount = blocks.count
    let pending = pendingLines
    place(formatter.unfinished(TextSanitizer.sanitize(partial)))
    pendingLines = pending
    if rowEnds.count > finalCount { rowEnds.removeSubrange(finalCount...) }
  }

  private mutating func finishLine() {
    if partial.utf8.last == 0x0D { partial.unicodeScalars.removeLast() }
    place(formatter.finished(TextSanitizer.sanitize(partial)))
    pendingLines = pendingLines.suffix(formatter.heldLines)
    partial = ""
  }

  /// Adds what was made of the lines that were held back and of the one that has come; lines of which nothing is seen
  /// (the fence of a code block) are in no block.
  private mutating func place(_ new: [TextBlock]) {
    pendingLines.append(line)
    for block in new {
      firstLines.append(pendingLines.first ?? line)
      blocks.append(block)
      pendingLines.removeFirst(min(block.lineCount, pendingLines.count))
    }
  }

  /// All rows at this width. The first call for a width looks at every line once; later ones at what was added.
  package mutating func rowCount(width: Int) -> Int {
    if width != countedWidth {
      rowEnds.removeAll(keepingCapacity: true)
      countedWidth = width
    }
    for block in blocks[rowEnds.count...] {
      rowEnds.append((rowEnds.last ?? 0) + block.rowCount(width: width))
    }
    return rowEnds.last ?? 0
  }

  /// The rows of a range at this width; what lies outside is left out.
  package mutating func rows(_ range: Range<Int>, width: Int) -> [StyledLine] {
    let range = range.clamped(to: 0..<rowCount(width: width))
    guard !range.isEmpty else { return [] }
    var block = firstBlock(endingAfter: range.lowerBound)
    var result: [StyledLine] = []
    var row = block == 0 ? 0 : rowEnds[block - 1]
    while row < range.upperBound, block < blocks.count {
      for line in blocks[block].rows(width: width) {
        if range.contains(row) { result.append(line) }
        row += 1
      }
      block += 1
    }
    return result
  }

  /// The last rows, at most `count`, without a look at what is above them: for the tail of a long text.
  func lastRows(_ count: Int, width: Int) -> [StyledLine] {
    var result: [[StyledLine]] = []
    var found = 0
    for block in blocks.reversed() {
      if found >= count { break }
      let rows = block.rows(width: width)
      result.append(rows)
      found += rows.count
    }
    return Array(result.reversed().joined().suffix(max(0, count)))
  }

  /// For each block in which something stands that is searched for: the first row with it, or, where a row's end parts
  /// it, the block's first row.
  package mutating func rows(with pattern: SearchPattern, width: Int) -> [Int] {
    _ = rowCount(width: width)
    return blocks.indices.filter { pattern.occurs(in: blocks[$0].text) }.map { block in
      let rows = blocks[block].rows(width: width)
      let start = rowEnds[block] - rows.count
      return start + (rows.firstIndex { pattern.occurs(in: $0.text) } ?? 0)
    }
  }

  /// The lines of the text, as they came, that a row is a part of, and all rows of these; nil where there is no such row.
  package mutating func lines(atRow row: Int, width: Int) -> (lines: Range<Int>, rows: Range<Int>)? {
    guard row >= 0, row < rowCount(width: width) else { return nil }
    let block = firstBlock(endingAfter: row)
    let start = block == 0 ? 0 : rowEnds[block - 1]
    var rows = start..<start
    for part in blocks[block].parts(width: width) {
      rows = rows.upperBound..<rows.upperBound + part.rowCount
      guard rows.contains(row) else { continue }
      let lines = firstLines[block] + part.lines.lowerBound..<firstLines[block] + part.lines.upperBound
      // A line without an end is in several blocks.
      var (first, last) = (block, block)
      while first > 0, firstLines[first - 1] == lines.lowerBound { first -= 1 }
      while last + 1 < blocks.count, firstLines[last + 1] == lines.lowerBound { last += 1 }
      if first < block { rows = (first == 0 ? 0 : rowEnds[first - 1])..<rows.upperBound }
      if last > block { rows = rows.lowerBound..<rowEnds[last] }
      return (lines, rows)
    }
    return nil
  }

  private func firstBlock(endingAfter row: Int) -> Int {
    var low = 0
    var high = rowEnds.count
    while low < high {
      let middle = (low + high) / 2
      if rowEnds[middle] > row { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
