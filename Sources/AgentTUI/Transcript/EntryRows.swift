// An entry as rows: a few sections, each a line that is cut or a text that wraps. Texts that grow at their end keep
// what was formatted and wrapped already.

import TerminalUI

/// The rows of one entry of a transcript.
struct EntryRows {
  /// A part of an entry.
  enum Section {
    case blank
    /// One row, cut where it is too long.
    case line(StyledLine)
    /// A text that wraps, with what stands before its first row and before the others.
    case text(WrappedText, first: StyledLine, hang: StyledLine)
  }

  private(set) var sections: [Section]

  init(_ parts: [EntryPart]) {
    sections = parts.map { part in
      switch part {
      case .blank: return .blank
      case .line(let line, var mark):
        mark.append(line)
        return .line(mark)
      case .text(let text, let format, let first, let hang):
        return .text(WrappedText(text, format: format), first: first, hang: hang)
      }
    }
  }

  mutating func rowCount(width: Int) -> Int {
    var count = 0
    for index in sections.indices { count += rowCount(ofSection: index, width: width) }
    return count
  }

  /// The rows of a range at this width.
  mutating func rows(_ range: Range<Int>, width: Int, ellipsis: String) -> [StyledLine] {
    var rows: [StyledLine] = []
    var start = 0
    for index in sections.indices {
      let count = rowCount(ofSection: index, width: width)
      let wanted = range.clamped(to: start..<start + count)
      defer { start += count }
      guard !wanted.isEmpty else { continue }
      switch sections[index] {
      case .blank: rows.append(StyledLine())
      case .line(let line): rows.append(line.truncated(to: width, ellipsis: ellipsis))
      case .text(var text, let first, let hang):
        sections[index] = .blank  // `text` is then the only one, and changes in place
        let local = wanted.lowerBound - start..<wanted.upperBound - start
        let wrapped = text.rows(local, width: EntryRows.inner(width, hang))
        for (offset, row) in wrapped.enumerated() {
          var line = local.lowerBound + offset == 0 ? first : hang
          line.append(row)
          rows.append(line)
        }
        sections[index] = .text(text, first: first, hang: hang)
      }
    }
    return rows
  }

  /// The rows on which something begins that is searched for, one for each line it stands in, however that is wrapped.
  mutating func rows(with pattern: SearchPattern, width: Int) -> [Int] {
    var found: [Int] = []
    var start = 0
    for index in sections.indices {
      let count = rowCount(ofSection: index, width: width)
      defer { start += count }
      switch sections[index] {
      case .blank: break
      case .line(let line): if pattern.occurs(in: line.text) { found.append(start) }
      case .text(var text, let first, let hang):
        sections[index] = .blank  // `text` is then the only one, and changes in place
        found += text.rows(with: pattern, width: EntryRows.inner(width, hang)).map { start + $0 }
        sections[index] = .text(text, first: first, hang: hang)
      }
    }
    return found
  }

  /// What a row is a part of: which section, which lines of its text, and all rows of these; nil where there is no such
  /// row.
  mutating func lines(atRow row: Int, width: Int) -> (section: Int, lines: Range<Int>, rows: Range<Int>)? {
    var start = 0
    for index in sections.indices {
      let end = start + rowCount(ofSection: index, width: width)
      defer { start = end }
      guard row >= start, row < end else { continue }
      switch sections[index] {
      case .blank, .line: return (index, 0..<1, start..<end)
      case .text(var text, let first, let hang):
        sections[index] = .blank  // `text` is then the only one, and changes in place
        let found = text.lines(atRow: row - start, width: EntryRows.inner(width, hang))
        sections[index] = .text(text, first: first, hang: hang)
        return found.map { (index, $0.lines, start + $0.rows.lowerBound..<start + $0.rows.upperBound) }
      }
    }
    return nil
  }

  /// The last section's text goes on.
  mutating func append(_ text: String) {
    guard case .text(var wrapped, let first, let hang)? = sections.last else { return }
    sections.removeLast()
    wrapped.append(text)
    sections.append(.text(wrapped, first: first, hang: hang))
  }

  private mutating func rowCount(ofSection index: Int, width: Int) -> Int {
    switch sections[index] {
    case .blank, .line: return 1
    case .text(var text, let first, let hang):
      sections[index] = .blank  // `text` is then the only one, and changes in place
      let count = text.rowCount(width: EntryRows.inner(width, hang))
      sections[index] = .text(text, first: first, hang: hang)
      return count
    }
  }

  private static func inner(_ width: Int, _ hang: StyledLine) -> Int { max(1, width - hang.width) }
}
