/// The change of one text file as people and models know it: `--- a/x`, `+++ b/x`, hunks with three lines around each
/// change.
struct UnifiedDiff: Sendable, Equatable {
  /// The diff, every line ended; empty where nothing changes.
  let text: String
  /// Lines added and removed.
  let added: Int
  let removed: Int

  /// - Parameters:
  ///   - path: the file's name in the heading.
  ///   - old: nil for a file that is not there yet.
  init(path: String, old: String?, new: String, context: Int = 3) {
    let oldLines = Self.lines(old ?? "")
    let newLines = Self.lines(new)
    let changes = LineDiff(oldLines, newLines).changes
    added = changes.count { if case .added = $0 { true } else { false } }
    removed = changes.count { if case .removed = $0 { true } else { false } }
    guard added + removed > 0 else {
      text = ""
      return
    }
    var text = "--- \(old == nil ? "/dev/null" : "a/" + path)\n+++ b/\(path)\n"
    for hunk in Self.hunks(changes, context: context) {
      text += Self.heading(changes, hunk)
      for change in changes[hunk] {
        switch change {
        case .kept(let line, _): text += Self.marked(" ", oldLines[line])
        case .removed(let line): text += Self.marked("-", oldLines[line])
        case .added(let line): text += Self.marked("+", newLines[line])
        }
      }
    }
    self.text = text
  }

  /// The lines with their ends, so that a missing last newline and a changed line ending are changes too.
  private static func lines(_ text: String) -> [Substring] {
    var lines: [Substring] = []
    var rest = text.utf8[...]
    while !rest.isEmpty {
      let end = rest.firstIndex(of: UInt8(ascii: "\n")).map { rest.index(after: $0) } ?? rest.endIndex
      lines.append(Substring(rest[..<end]))
      rest = rest[end...]
    }
    return lines
  }

  private static func marked(_ mark: String, _ line: Substring) -> String {
    line.utf8.last == UInt8(ascii: "\n") ? mark + line : mark + line + "\n\\ No newline at end of file\n"
  }

  /// Changes that lie so close that what is shown around them touches are one hunk.
  private static func hunks(_ changes: [LineDiff.Change], context: Int) -> [Range<Int>] {
    var hunks: [Range<Int>] = []
    for (index, change) in changes.enumerated() {
      if case .kept = change { continue }
      let range = max(0, index - context)..<min(changes.count, index + context + 1)
      if let last = hunks.last, range.lowerBound <= last.upperBound {
        hunks[hunks.count - 1] = last.lowerBound..<range.upperBound
      } else {
        hunks.append(range)
      }
    }
    return hunks
  }

  private static func heading(_ changes: [LineDiff.Change], _ hunk: Range<Int>) -> String {
    // A side without lines names the line before it.
    var (oldBefore, newBefore, oldCount, newCount) = (0, 0, 0, 0)
    for (index, change) in changes[..<hunk.upperBound].enumerated() {
      let isInside = index >= hunk.lowerBound
      switch change {
      case .kept:
        if isInside {
          (oldCount, newCount) = (oldCount + 1, newCount + 1)
        } else {
          (oldBefore, newBefore) = (oldBefore + 1, newBefore + 1)
        }
      case .removed: if isInside { oldCount += 1 } else { oldBefore += 1 }
      case .added: if isInside { newCount += 1 } else { newBefore += 1 }
      }
    }
    func span(_ before: Int, _ count: Int) -> String {
      count == 1 ? "\(before + 1)" : "\(count == 0 ? before : before + 1),\(count)"
    }
    return "@@ -\(span(oldBefore, oldCount)) +\(span(newBefore, newCount)) @@\n"
  }
}
