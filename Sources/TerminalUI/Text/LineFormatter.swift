/// Turns lines of text, harmless already, into blocks with styles.
protocol LineFormatter: Sendable {
  /// Takes a whole line.
  ///
  /// - Returns: the blocks that no later line changes. It may hold lines back (a table) and give them with a later one.
  mutating func finished(_ line: String) -> [TextBlock]
  /// What is held back, and the beginning of a line that has come so far (perhaps nothing), as they look now.
  func unfinished(_ line: String) -> [TextBlock]
  /// How many lines are held back.
  var heldLines: Int { get }
}

extension LineFormatter {
  var heldLines: Int { 0 }
}

/// Every line as it is, in one style; continued under its own indent.
struct PlainFormatter: LineFormatter {
  let style: Style

  mutating func finished(_ line: String) -> [TextBlock] { [block(line)] }

  func unfinished(_ line: String) -> [TextBlock] { line.isEmpty ? [] : [block(line)] }

  private func block(_ line: String) -> TextBlock {
    .line(StyledLine(line, style), continuation: StyledLine(line.indent, style))
  }
}

extension String {
  /// The spaces at the beginning.
  package var indent: String { String(repeating: " ", count: utf8.prefix { $0 == UInt8(ascii: " ") }.count) }
}
