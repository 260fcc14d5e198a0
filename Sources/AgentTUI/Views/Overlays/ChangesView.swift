// Files at the left, by run; at the right the diff of one of them from the selected hunk on. Only what is seen is laid
// out: a run may have written much.

import Agents
import System
import TerminalUI

/// Draws what an agent changed.
struct ChangesView {
  let state: ConsoleState
  let review: ChangeReview

  func draw(_ surface: inout Surface) {
    let parts = ChangesLayout(state)
    guard let (_, file) = review.selected else {
      let inside = OverlayLayout(state).inside
      for (row, line) in emptyLines(width: inside.width).prefix(inside.height - parts.keys.height).enumerated() {
        surface.put(line, at: Point(x: inside.x, y: inside.y + row), clippedTo: inside)
      }
      return drawKeys([.dismiss], parts, &surface)
    }
    drawList(parts.list, &surface)
    surface.put(heading(of: file, width: parts.heading.width), at: parts.heading.origin, clippedTo: parts.heading)
    for (row, line) in diffRows(of: file, in: parts.detail).enumerated() {
      surface.put(line, at: Point(x: parts.detail.x, y: parts.detail.y + row), clippedTo: parts.detail)
    }
    drawKeys([.itemDown, .fileNext, .undoHunk, .undoRun, .dismiss], parts, &surface)
  }

  private func drawKeys(_ actions: [Action], _ parts: ChangesLayout, _ surface: inout Surface) {
    surface.put(HintLine.line(actions, in: [.changes], state), at: parts.keys.origin, clippedTo: parts.keys)
  }

  private func emptyLines(width: Int) -> [StyledLine] {
    if review.runs == nil { return [StyledLine("looking\(state.glyphs.ellipsis)", Style(.dim))] }
    let kept =
      review.forgottenRuns == 0 ? "" : " What \(Figures.count(review.forgottenRuns, "run")) changed is no longer kept."
    let notes = (review.runs ?? []).flatMap(\.notes).flatMap { rows($0, Style(.warning), width: width) }
    return rows("Nothing that this agent wrote is there to undo.\(kept)", Style(.dim), width: width) + notes
      + rows(Self.limits, Style(.dim), width: width)
  }

  /// What is never there to be seen, and why.
  private static let limits = "Of what commands change: not what is ignored, in .git, or outside the workspace."

  private func rows(_ text: String, _ style: Style, width: Int) -> [StyledLine] {
    var text = WrappedText(TextSanitizer.line(text), format: .plain(style))
    return text.rows(0..<text.rowCount(width: max(1, width)), width: max(1, width))
  }

  // MARK: the files

  private func drawList(_ rect: Rect, _ surface: inout Surface) {
    var lines: [(line: StyledLine, file: Int?)] = []
    var place = 0
    for run in review.runs ?? [] {
      let task = TextSanitizer.line(run.task.split(whereSeparator: \.isNewline).first.map(String.init) ?? "")
      lines.append((StyledLine("\(state.glyphs.prompt) \(task)", Style(.person, bold: true)), nil))
      for file in run.files {
        lines.append((listing(of: file, width: rect.width), place))
        place += 1
      }
      lines += run.notes.flatMap { rows($0, Style(.warning), width: rect.width) }.map { ($0, nil) }
    }
    if review.forgottenRuns > 0 {
      lines.append((StyledLine("\(Figures.count(review.forgottenRuns, "run")) no longer kept", Style(.dim)), nil))
    }
    lines += rows(Self.limits, Style(.dim), width: rect.width).map { ($0, nil) }
    let here = lines.firstIndex { $0.file == review.file } ?? 0
    let first = max(0, min(here - rect.height / 2, lines.count - rect.height))
    for (row, entry) in lines.dropFirst(first).prefix(rect.height).enumerated() {
      let place = Rect(x: rect.x, y: rect.y + row, width: rect.width, height: 1)
      surface.put(
        entry.line.truncated(to: rect.width, ellipsis: state.glyphs.ellipsis), at: place.origin, clippedTo: place)
      guard entry.file == review.file else { continue }
      surface.restyle(place) { style in
        style.role = .selection
        style.ground = nil
      }
    }
  }

  /// `  src/main.swift   +12 -3`; of a long path the end is seen, where files differ.
  private func listing(of file: ChangedFile, width: Int) -> StyledLine {
    let figures = " +\(file.added) -\(file.removed)"
    let room = max(4, width - figures.displayWidth - 2)
    let path = TextSanitizer.line(file.path).end(within: room, ellipsis: state.glyphs.ellipsis)
    var line = StyledLine("  " + path.padded(to: room), Style(file.obstacle == nil ? .text : .dim))
    line.append(" +\(file.added)", Style(.added))
    line.append(" -\(file.removed)", Style(.removed))
    return line
  }

  // MARK: the diff

  /// Path, hunk and what is in the way of an undo; where it does not fit, the path gives way.
  private func heading(of file: ChangedFile, width: Int) -> StyledLine {
    var rest = StyledLine(file.isNew ? " new" : "", Style(.added))
    if file.isRemoved { rest.append(" removed", Style(.removed)) }
    rest.append("  hunk \(review.hunk + 1) of \(file.hunks.count)", Style(.dim))
    if let obstacle = file.obstacle {
      rest.append("  \(state.glyphs.marks.failed) \(obstacle)", Style(.warning))
    }
    let room = max(0, width - rest.width)
    var line = StyledLine(
      TextSanitizer.line(file.path).end(within: room, ellipsis: state.glyphs.ellipsis), Style(.heading, bold: true))
    line.append(rest)
    return line.truncated(to: width, ellipsis: state.glyphs.ellipsis)
  }

  private func diffRows(of file: ChangedFile, in rect: Rect) -> [StyledLine] {
    var rows: [StyledLine] = []
    for hunk in review.hunk..<file.hunks.count where rows.count < rect.height {
      let isSelected = hunk == review.hunk
      let hidden = isSelected ? review.row : 0
      var text = ChangesLayout.text(file.hunks[hunk])
      let width = ChangesLayout.textWidth(rect)
      for row in text.rows(hidden..<hidden + rect.height - rows.count, width: width) {
        var line = StyledLine(isSelected ? "\(state.glyphs.quote) " : "  ", Style(.accent, bold: true))
        line.append(row)
        rows.append(line)
      }
    }
    return rows
  }
}
