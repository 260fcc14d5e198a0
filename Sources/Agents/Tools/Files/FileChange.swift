import OrderedJSON

/// What `write` and `edit` make of a file.
struct FileChange: Sendable {
  let path: ResolvedPath
  /// What is there now.
  let before: FileContent
  let new: String

  /// The text that is there now, nil without a file; what is no text is replaced without a diff.
  private var old: String? { before == .absent ? nil : before.text ?? "" }

  /// The change for people and models.
  var diff: UnifiedDiff { UnifiedDiff(path: path.shown, old: old, new: new) }

  /// Makes the change that is planned for the call's `path`, keeps what was before, and says what was done. Nobody
  /// else changes the file between the plan and the deed.
  static func run(
    _ arguments: JSON, in context: ToolContext, _ plan: (ResolvedPath) throws(FileError) -> FileChange
  ) -> ToolResult {
    do throws(FileError) {
      let path = try context.file(arguments["path"]?.string ?? "")
      let change = try context.changes.ledger.exclusively([path]) { () throws(FileError) in
        let change = try plan(path)
        let after = FileContent(change.new)
        guard change.before != after else { return FileChange?.none }
        let file = TextFile(path: path)
        let mode = try file.facts().map { UInt32($0.mode) }
        try file.replace(with: Array(change.new.utf8))
        // Of a new file the system decides; one that is gone again by now had those of nobody.
        let newMode = (try? file.facts()).flatMap { $0 }.map { UInt32($0.mode) }
        context.changes.note(
          path, before: FileState(change.before, mode: mode), after: FileState(after, mode: mode ?? newMode))
        return change
      }
      return change?.result ?? ToolResult(ok: true, output: "\(path.shown) has exactly this text already")
    } catch {
      return ToolResult(ok: false, output: error.description)
    }
  }

  /// What a person is shown before the change is made.
  static func preview(
    _ arguments: JSON, _ workspace: String, _ plan: (ResolvedPath) throws(FileError) -> FileChange
  ) -> String? {
    do throws(FileError) {
      guard let path = PathResolver(workspace: workspace).meaning(of: arguments["path"]?.string ?? "") else {
        return nil
      }
      return try plan(path).diff.shownText
    } catch {
      return "This change cannot be made: \(error.description)"
    }
  }

  /// What was done: the model is told the diff in bounds, and of a new file, whose text is its own, only the length.
  private var result: ToolResult {
    let diff = diff
    let lines = Figures.count(
      new.split(separator: "\n", omittingEmptySubsequences: false).count - (new.hasSuffix("\n") ? 1 : 0), "line")
    guard before != .absent else {
      return ToolResult(ok: true, output: "wrote \(path.shown), a new file of \(lines)", diff: diff.shownText)
    }
    var text = BoundedText(headLimit: ToolLimits.result / 4, tailLimit: ToolLimits.result / 8)
    text.append(diff.text)
    return ToolResult(
      ok: true, output: "changed \(path.shown): \(diff.added) added, \(diff.removed) removed\n" + text.text,
      diff: diff.shownText)
  }
}
