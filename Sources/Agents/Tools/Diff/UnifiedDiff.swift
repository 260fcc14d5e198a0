/// The change of one text file as people and models know it: `--- a/x`, `+++ b/x`, hunks with three lines around each
/// change.
struct UnifiedDiff: Sendable, Equatable {
  /// Lines that changed, with those around them.
  struct Hunk: Sendable, Equatable {
    /// From its `@@` on, every line ended.
    let text: String
    /// Its lines in the old text and in the new one, from 0.
    let old: Range<Int>
    let new: Range<Int>
  }

  /// In the order of reading; none where nothing changes.
  let hunks: [Hunk]
  /// Lines added and removed.
  let added: Int
  let removed: Int
  private let heading: String
  private let oldLines: [Substring]
  private let newLines: [Substring]

  /// - Parameters:
  ///   - path: the file's name in the heading.
  ///   - old: nil for a file that is not there yet.
  init(path: String, old: String?, new: String, context: Int = 3) {
    let oldLines = Self.lines(old ?? "")
    let newLines = Self.lines(new)
    let changes = LineDiff(oldLines, newLines).changes
    added = changes.count { if case .added = $0 { true } else { false } }
    removed = changes.count { if case .removed = $0 { true } else { false } }
    heading = "--- \(old == nil ? "/dev/null" : "a/" + path)\n+++ b/\(path)\n"
    hunks = Self.hunks(changes, context: context).map { Self.hunk(changes, $0, oldLines, newLines) }
    self.oldLines = oldLines
    self.newLines = newLines
  }

  /// The diff, every line ended; empty where nothing changes.
  var text: String { hunks.isEmpty ? "" : heading + hunks.map(\.text).joined() }

  /// The same for people, nil where there is nothing to show.
  var shownText: String? { hunks.isEmpty ? nil : text }

  /// Only the lines that changed, each with its sign, without those around them.
  var changedLines: String {
    hunks.flatMap { LooseLines.lines($0.text) }.filter { $0.utf8.first.map("+-".utf8.contains) == true }
      .map { $0.utf8.last == UInt8(ascii: "\r") ? Substring($0.utf8.dropLast()) : $0 }.joined(separator: "\n")
  }

  /// The new text with one hunk as it was in the old one.
  func undoing(_ hunk: Int) -> String {
    let hunk = hunks[hunk]
    let lines = newLines[..<hunk.new.lowerBound] + oldLines[hunk.old] + newLines[hunk.new.upperBound...]
    return lines.joined()
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

  private static func hunk(
    _ changes: [LineDiff.Change], _ range: Range<Int>, _ oldLines: [Substring], _ newLines: [Substring]
  ) -> Hunk {
    var (oldBefore, newBefore, oldCount, newCount) = (0, 0, 0, 0)
    for change in changes[..<range.lowerBound] {
      switch change {
      case .kept: (oldBefore, newBefore) = (oldBefore + 1, newBefore + 1)
      case .removed: oldBefore += 1
      case .added: newBefore += 1
      }
    }
    var body = ""
    for change in changes[range] {
      switch change {
      case .kept(let line, _):
        (oldCount, newCount) = (oldCount + 1, newCount + 1)
        body += marked(" ", oldLines[line])
      case .removed(let line):
        oldCount += 1
        body += marked("-", oldLines[line])
      case .added(let line):
        newCount += 1
        body += marked("+", newLines[line])
      }
    }
    // A side without lines names the line before it.
    func span(_ before: Int, _ count: Int) -> String {
      count == 1 ? "\(before + 1)" : "\(count == 0 ? before : before + 1),\(count)"
    }
    return Hunk(
      text: "@@ -\(span(oldBefore, oldCount)) +\(span(newBefore, newCount)) @@\n" + body,
      old: oldBefore..<oldBefore + oldCount, new: newBefore..<newBefore + newCount)
  }
}
