import TerminalUI

/// A part of an entry of a transcript before it is laid out: what is said, and what of ours stands before it.
enum EntryPart {
  case blank
  /// One row, cut where it is too long.
  case line(StyledLine, mark: StyledLine)
  /// A text that wraps, with what stands before its first row and before the others.
  case text(String, WrappedText.Format, first: StyledLine, hang: StyledLine)

  /// What copying gives of these lines (nil: of all): the text as it came, one line for each, without anything of ours.
  func copied(_ wanted: Range<Int>? = nil) -> [String] {
    switch self {
    case .blank: return [""]
    case .line(let line, _): return [line.text]
    case .text(let text, let format, _, _):
      let lines = EntryPart.lines(of: text)
      guard let wanted else { return lines.map(TextSanitizer.copied) }
      var range = wanted.clamped(to: 0..<lines.count)
      // The mark that ends a code block has no row; who takes its beginning takes its end.
      if case .markdown = format, let first = range.first, lines[first].isFence, range.upperBound < lines.count,
        lines[range.upperBound].isFence, !lines[range].dropFirst().contains(where: \.isFence)
      {
        range = range.lowerBound..<range.upperBound + 1
      }
      return lines[range].map(TextSanitizer.copied)
    }
  }

  /// The lines of a text, however they end; what stands after the last end counts where there is something.
  private static func lines(of text: String) -> [Substring] {
    var lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
      Substring(line.last == 0x0D ? line.dropLast() : line)
    }
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }
}

extension Substring {
  /// Whether it begins or ends a block of code in Markdown.
  fileprivate var isFence: Bool { ["```", "~~~"].contains { trimmingSpaces.hasPrefix($0) } }
}
