// Markdown as a terminal shows it, line by line: the marks of headings, emphasis and fences become styles, lists
// and quotations keep theirs and hang their continuation under the text. A stream ends anywhere, so an unfinished
// line is read with every open mark taken as closed at its end, and nothing jumps when the rest arrives.

/// Formats what models write.
struct MarkdownFormatter: LineFormatter {
  /// The style of plain text: `text`, or `reasoning`.
  let base: Style

  private enum Place {
    case text
    /// In a fenced block; `fence` closes it.
    case code(fence: String, isDiff: Bool)
    /// In a diff that stands there without a fence.
    case diff
  }
  private var place = Place.text
  /// The lines of a table, or of what may become one, that are held back.
  private var table: [String] = []

  init(base: Style) {
    self.base = base
  }

  var heldLines: Int { table.count }

  mutating func finished(_ line: String) -> [TextBlock] {
    take(line, isOpen: false)
  }

  func unfinished(_ line: String) -> [TextBlock] {
    var copy = self
    var blocks: [TextBlock] = []
    if !line.isEmpty { blocks = copy.take(line, isOpen: true) }
    return blocks + copy.tableBlocks(isOpen: true)
  }

  private mutating func take(_ line: String, isOpen: Bool) -> [TextBlock] {
    switch place {
    case .code(let fence, let isDiff):
      if line.trimmingSpaces.hasPrefix(fence), line.trimmingSpaces.allSatisfy({ $0 == fence.first }) {
        place = .text
        return []
      }
      if isOpen, fence.hasPrefix(line.trimmingSpaces), !line.trimmingSpaces.isEmpty { return [] }
      return [codeBlock(line, isDiff: isDiff)]
    case .diff:
      if isDiffLine(line) { return [DiffFormatter.block(line)] }
      place = .text
      return takeText(line, isOpen: isOpen)
    case .text:
      return takeText(line, isOpen: isOpen)
    }
  }

  private mutating func takeText(_ line: String, isOpen: Bool) -> [TextBlock] {
    let trimmed = line.trimmingSpaces
    if trimmed.hasPrefix("|") {
      table.append(trimmed)
      return []
    }
    let before = tableBlocks(isOpen: false)
    table = []
    if let fence = fence(of: trimmed) {
      let language = trimmed.drop { $0 == fence.first }.trimmingSpaces
      place = .code(fence: fence, isDiff: language == "diff" || language == "patch")
      return before + (language.isEmpty ? [] : [.line(StyledLine("  \(language)", Style(.dim)), continuation: bar)])
    }
    if line.hasPrefix("diff --git ") || line.hasPrefix("@@ -") {
      place = .diff
      return before + [DiffFormatter.block(line)]
    }
    return before + [block(line, trimmed, isOpen: isOpen)]
  }

  private func block(_ line: String, _ trimmed: String, isOpen: Bool) -> TextBlock {
    if let rule = rule(trimmed) { return rule }
    let indent = line.indent
    if let level = headingLevel(trimmed) {
      let text = String(trimmed.drop { $0 == "#" }).trimmingSpaces
      let style = Style(.heading, bold: true, underline: level == 1)
      return .line(inline(text, style, isOpen), continuation: StyledLine())
    }
    if trimmed.hasPrefix(">") {
      let text = String(trimmed.drop { $0 == ">" || $0 == " " })
      let mark = StyledLine("│ ", Style(.dim))
      var quoted = mark
      quoted.append(inline(text, Style(.dim, italic: true), isOpen))
      return .line(quoted, continuation: mark)
    }
    if let (marker, text) = listItem(trimmed) {
      var item = StyledLine(indent, base)
      item.append(marker, Style(.accent))
      item.append(inline(text, base, isOpen))
      let hang = String(repeating: " ", count: indent.count + marker.displayWidth)
      return .line(item, continuation: StyledLine(hang, base))
    }
    var text = StyledLine(indent, base)
    text.append(inline(trimmed, base, isOpen))
    return .line(text, continuation: StyledLine(indent, base))
  }

  private func inline(_ text: String, _ style: Style, _ isOpen: Bool) -> StyledLine {
    MarkdownInline(base: style, isOpen: isOpen).format(text)
  }

  // MARK: blocks

  private var bar: StyledLine { StyledLine("  ", Style(.code)) }

  private func codeBlock(_ line: String, isDiff: Bool) -> TextBlock {
    if isDiff { return DiffFormatter.block(line, indent: bar) }
    var code = bar
    code.append(line, Style(.code))
    return .line(code, continuation: StyledLine("  " + line.indent, Style(.code)))
  }

  /// The marks that open a fence, if these do.
  private func fence(of trimmed: String) -> String? {
    for mark in ["```", "~~~"] where trimmed.hasPrefix(mark) {
      let marks = String(trimmed.prefix { $0 == mark.first })
      return trimmed.dropFirst(marks.count).contains("`") ? nil : marks
    }
    return nil
  }

  private func isDiffLine(_ line: String) -> Bool {
    guard let first = line.first else { return false }
    return "+- @\\".contains(first) || line.hasPrefix("diff --git ") || line.hasPrefix("index ")
      || line.hasPrefix("new file mode ") || line.hasPrefix("deleted file mode ")
  }

  private func headingLevel(_ trimmed: String) -> Int? {
    guard trimmed.utf8.first == UInt8(ascii: "#") else { return nil }
    let level = trimmed.prefix { $0 == "#" }.count
    guard (1...6).contains(level) else { return nil }
    let rest = trimmed.dropFirst(level)
    return rest.isEmpty || rest.first == " " ? level : nil
  }

  private func rule(_ trimmed: String) -> TextBlock? {
    guard let mark = trimmed.utf8.first, "-*_".utf8.contains(mark) else { return nil }
    let marks = trimmed.filter { $0 != " " }
    guard marks.count >= 3, let first = marks.first, "-*_".contains(first), marks.allSatisfy({ $0 == first })
    else { return nil }
    return .rule("─", Style(.dim))
  }

  /// The marker of a list item with its space (`• `, `3. `), and the text after it.
  private func listItem(_ trimmed: String) -> (marker: String, text: String)? {
    for mark in ["- ", "* ", "+ "] where trimmed.hasPrefix(mark) {
      return ("• ", String(trimmed.dropFirst(2).drop { $0 == " " }))
    }
    let digits = trimmed.prefix { $0.isASCII && $0.isNumber }
    guard (1...9).contains(digits.count) else { return nil }
    let rest = trimmed.dropFirst(digits.count)
    guard rest.hasPrefix(". ") || rest.hasPrefix(") ") else { return nil }
    return (digits + String(rest.prefix(2)), String(rest.dropFirst(2).drop { $0 == " " }))
  }

  // MARK: tables

  /// The held lines: a table once the second one says so, else plain lines.
  private func tableBlocks(isOpen: Bool) -> [TextBlock] {
    guard !table.isEmpty else { return [] }
    guard table.count >= 2, let alignments = alignments(of: table[1]) else {
      if isOpen, table.count == 1 || table[1].allSatisfy({ "|-: ".contains($0) }) {
        let header = cells(of: table[0]).map { inline($0, emphasized, isOpen) }
        return [.table(TextTable(header: header, alignments: []))]
      }
      return table.map { .line(inline($0, base, isOpen), continuation: StyledLine()) }
    }
    return [
      .table(
        TextTable(
          header: cells(of: table[0]).map { inline($0, emphasized, isOpen) },
          alignments: alignments,
          body: table.dropFirst(2).map { row in cells(of: row).map { inline($0, base, isOpen) } }))
    ]
  }

  private var emphasized: Style {
    var style = base
    style.bold = true
    return style
  }

  /// The texts between the bars; `\|` is a bar within a cell.
  private func cells(of row: String) -> [String] {
    var cells: [String] = [""]
    var isEscaped = false
    for character in row.dropFirst() {
      if character == "|", !isEscaped {
        cells.append("")
      } else {
        if isEscaped, character != "|" { cells[cells.count - 1] += "\\" }
        if character != "\\" || isEscaped { cells[cells.count - 1].append(character) }
      }
      isEscaped = character == "\\" && !isEscaped
    }
    if cells.count > 1, cells.last?.trimmingSpaces.isEmpty == true { cells.removeLast() }
    return cells.map(\.trimmingSpaces)
  }

  private func alignments(of row: String) -> [TextTable.Alignment]? {
    var alignments: [TextTable.Alignment] = []
    for cell in cells(of: row) {
      guard cell.contains("-"), cell.allSatisfy({ $0 == "-" || $0 == ":" }) else { return nil }
      switch (cell.hasPrefix(":"), cell.hasSuffix(":")) {
      case (true, true): alignments.append(.center)
      case (false, true): alignments.append(.right)
      case (true, false), (false, false): alignments.append(.left)
      }
    }
    return alignments
  }
}

extension Substring {
  /// Without the spaces at both ends.
  package var trimmingSpaces: String {
    let space = UInt8(ascii: " ")
    guard let start = utf8.firstIndex(where: { $0 != space }), let end = utf8.lastIndex(where: { $0 != space }) else {
      return ""
    }
    return String(self[start...end])
  }
}

extension String {
  /// Without the spaces at both ends.
  package var trimmingSpaces: String {
    let space = UInt8(ascii: " ")
    return utf8.first == space || utf8.last == space ? Substring(self).trimmingSpaces : self
  }
}
