/// One line of text in runs of equal style.
package struct StyledLine: Hashable, Sendable {
  /// A stretch of text of one style.
  package struct Run: Hashable, Sendable {
    package var text: String
    package var style: Style
  }

  package private(set) var runs: [Run] = []

  /// An empty line.
  package init() {}

  /// A line of one style.
  package init(_ text: String, _ style: Style) {
    append(text, style)
  }

  /// A line of these runs.
  package init(_ runs: [Run]) {
    for run in runs { append(run.text, run.style) }
  }

  /// The text of all runs.
  package var text: String { runs.map(\.text).joined() }

  /// The columns it takes on a terminal.
  package var width: Int { runs.reduce(0) { $0 + $1.text.displayWidth } }

  package var isEmpty: Bool { runs.isEmpty }

  /// Adds text at the end; joins it to the last run where the style is the same.
  package mutating func append(_ text: String, _ style: Style) {
    guard !text.isEmpty else { return }
    if let last = runs.indices.last, runs[last].style == style {
      runs[last].text += text
    } else {
      runs.append(Run(text: text, style: style))
    }
  }

  /// Adds another line at the end.
  package mutating func append(_ other: StyledLine) {
    for run in other.runs { append(run.text, run.style) }
  }

  /// This line in at most `width` columns, its end replaced by `ellipsis` where it is longer.
  package func truncated(to width: Int, ellipsis: String = "…") -> StyledLine {
    guard self.width > width else { return self }
    var result = StyledLine()
    var left = width - ellipsis.displayWidth
    guard left >= 0 else { return result }
    for run in runs {
      let cut = run.text.clipped(to: left)
      result.append(cut, run.style)
      left -= cut.displayWidth
      if cut.utf8.count < run.text.utf8.count {
        result.append(ellipsis, run.style)
        break
      }
    }
    return result
  }
}

extension String {
  /// The longest beginning that takes at most `width` columns.
  func clipped(to width: Int) -> String {
    guard width > 0 else { return "" }
    if utf8.count <= width, DisplayWidth.isPrintableASCII(utf8) { return self }
    var used = 0
    var end = startIndex
    for index in indices {
      used += self[index].displayWidth
      if used > width { return String(self[..<end]) }
      end = self.index(after: index)
    }
    return self
  }

  /// This text in at most `width` columns, its end replaced by `ellipsis` where it is longer.
  package func truncated(to width: Int, ellipsis: String = "…") -> String {
    if displayWidth <= width { return self }
    let left = width - ellipsis.displayWidth
    return left < 0 ? "" : clipped(to: left) + ellipsis
  }

  /// The longest end that takes at most `width` columns, after `ellipsis` where something is left out.
  package func end(within width: Int, ellipsis: String) -> String {
    guard displayWidth > width else { return self }
    var rest = Substring(self)
    while !rest.isEmpty, String(rest).displayWidth + ellipsis.displayWidth > width { rest.removeFirst() }
    return rest.isEmpty ? "" : ellipsis + rest
  }

  /// This text with spaces up to `width` columns, cut where it is longer.
  package func padded(to width: Int, ellipsis: String = "…") -> String {
    let text = truncated(to: width, ellipsis: ellipsis)
    return text + String(repeating: " ", count: max(0, width - text.displayWidth))
  }
}
