/// A piece of a transcript that can be laid out at any width: a line that wraps, or a table.
package enum TextBlock: Hashable, Sendable {
  /// A line; `continuation` stands before its second row and those after.
  case line(StyledLine, continuation: StyledLine)
  /// A line that is repeated to the full width: a rule.
  case rule(String, Style)
  case table(TextTable)

  /// The rows at this width; at least one.
  package func rows(width: Int) -> [StyledLine] {
    switch self {
    case .line(let line, let continuation):
      LineWrapper(width: width, continuation: continuation).rows(of: line)
    case .rule(let text, let style):
      [StyledLine(String(repeating: text, count: max(1, width / max(1, text.displayWidth))), style)]
    case .table(let table):
      table.rows(width: width)
    }
  }

  /// How many rows it takes at this width.
  package func rowCount(width: Int) -> Int {
    switch self {
    case .line(let line, let continuation):
      LineWrapper(width: width, continuation: continuation).rowCount(of: line)
    case .rule: 1
    case .table(let table): table.rows(width: width).count
    }
  }

  /// The rows that each line takes, of the lines that it was written as, counted from its first one.
  package func parts(width: Int) -> [(lines: Range<Int>, rowCount: Int)] {
    switch self {
    case .line, .rule: [(0..<1, rowCount(width: width))]
    case .table(let table): table.parts(width: width).map { ($0.lines, $0.rows.count) }
    }
  }

  /// How many lines it was written as.
  package var lineCount: Int {
    switch self {
    case .line, .rule: 1
    case .table(let table): table.lineCount
    }
  }

  /// What a search looks at.
  package var text: String {
    switch self {
    case .line(let line, _): line.text
    case .rule(let text, _): String(repeating: text, count: 3)
    case .table(let table): table.text
    }
  }
}
