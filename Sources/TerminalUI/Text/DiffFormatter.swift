/// A unified diff: added, removed and hunk lines each in their role.
struct DiffFormatter: LineFormatter {
  mutating func finished(_ line: String) -> [TextBlock] { [DiffFormatter.block(line)] }

  func unfinished(_ line: String) -> [TextBlock] { line.isEmpty ? [] : [DiffFormatter.block(line)] }

  /// One line of a diff; `indent` stands before it.
  static func block(_ line: String, indent: StyledLine = StyledLine()) -> TextBlock {
    var styled = indent
    styled.append(line, style(of: line))
    var continuation = indent
    continuation.append("  ", Style(.dim))
    return .line(styled, continuation: continuation)
  }

  /// The style of a line by how it begins.
  static func style(of line: String) -> Style {
    if line.hasPrefix("@@") { return Style(.hunk) }
    if isFileHeader(line) { return Style(.dim, bold: true) }
    if line.hasPrefix("+") { return Style(.added) }
    if line.hasPrefix("-") { return Style(.removed) }
    return Style(.code)
  }

  private static func isFileHeader(_ line: String) -> Bool {
    ["+++ ", "--- ", "diff --git ", "index ", "new file mode ", "deleted file mode "].contains { line.hasPrefix($0) }
  }
}
