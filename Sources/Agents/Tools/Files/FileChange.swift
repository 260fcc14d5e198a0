import OrderedJSON

/// A file's text before and after, as `write` and `edit` make it.
struct FileChange: Sendable {
  let path: ResolvedPath
  /// Nil for a file that is not there yet.
  let old: String?
  let new: String

  /// The change for people and models.
  var diff: UnifiedDiff { UnifiedDiff(path: path.shown, old: old, new: new) }

  /// Makes the change and says what was done.
  static func run(_ plan: () throws(FileError) -> FileChange) -> ToolResult {
    do throws(FileError) {
      let change = try plan()
      // Byte by byte: two spellings of one letter are equal strings.
      if let old = change.old, old.utf8.elementsEqual(change.new.utf8) {
        return ToolResult(ok: true, output: "\(change.path.shown) has exactly this text already")
      }
      try TextFile(path: change.path).replace(with: change.new)
      return ToolResult(ok: true, output: change.report)
    } catch {
      return ToolResult(ok: false, output: error.description)
    }
  }

  /// What a person is shown before the change is made.
  static func preview(
    _ arguments: JSON, _ workspace: String, _ plan: (ResolvedPath) throws(FileError) -> FileChange
  ) -> String? {
    do throws(FileError) {
      guard let path = PathResolver(workspace: workspace).resolve(arguments["path"]?.string ?? "") else { return nil }
      let diff = try plan(path).diff.text
      return diff.isEmpty ? nil : diff
    } catch {
      return "This change cannot be made: \(error.description)"
    }
  }

  private var report: String {
    let lines = Figures.count(
      new.split(separator: "\n", omittingEmptySubsequences: false).count - (new.hasSuffix("\n") ? 1 : 0), "line")
    guard old != nil else { return "wrote \(path.shown), a new file of \(lines)" }
    let diff = diff
    var text = BoundedText(headLimit: ToolLimits.result / 4, tailLimit: ToolLimits.result / 8)
    text.append(diff.text)
    return "changed \(path.shown): \(diff.added) added, \(diff.removed) removed\n" + text.text
  }
}
