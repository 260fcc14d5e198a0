import OrderedJSON
import System

/// What `write` and `edit` make of a file.
struct FileChange: Sendable {
  /// What the model is told of a change, in bytes.
  private static let shownChange = 1_800

  let path: ResolvedPath
  /// What is there now.
  let before: FileContent
  let new: String
  /// What was forgiven, or is to be known; each the middle of a sentence.
  var notes: [String] = []

  /// A change of a file that may be changed.
  ///
  /// - Throws: a sentence why it may not.
  init(path: ResolvedPath, before: FileContent, new: String, notes: [String] = []) throws(FileError) {
    if let obstacle = try TextFile(path: path).obstacle() { throw obstacle }
    (self.path, self.before, self.new, self.notes) = (path, before, new, notes)
  }

  /// The text that is there now, nil without a file; what is no text is replaced without a diff.
  private var old: String? { before == .absent ? nil : before.text ?? "" }

  /// The change for people and models.
  var diff: UnifiedDiff { UnifiedDiff(path: path.shown, old: old, new: new) }

  /// Makes the change that is planned for the call's `path`, keeps what was before, and says what was done. Nobody
  /// else changes the file between the plan and the deed, and what is done is what a person has approved.
  ///
  /// - Parameter plan: given the path, and what the agent has seen of files.
  static func run(
    _ arguments: JSON, in context: ToolContext, _ plan: (ResolvedPath, SeenFiles?) throws(FileError) -> FileChange
  ) -> ToolResult {
    do throws(FileError) {
      let path = try context.file(arguments["path"]?.string ?? "")
      return try context.changes.ledger.exclusively([path]) { () throws(FileError) in
        let change = try plan(path, context.seen)
        if let approved = context.approvedDiff, approved != change.diff.shownText {
          throw FileError("\(path.shown) was changed by somebody else while this was decided on; it was not changed")
        }
        try change.make(in: context)
        context.seen.note(path, FileContent(change.new))
        return change.result
      }
    } catch {
      return ToolResult(ok: false, output: error.description)
    }
  }

  private func make(in context: ToolContext) throws(FileError) {
    let after = FileContent(new)
    guard before != after else { return }
    let file = TextFile(path: path)
    let mode = try file.facts().map { UInt32($0.mode) }
    try file.replace(with: Array(new.utf8))
    // Of a new file the system decides; one that is gone again by now had those of nobody.
    let newMode = (try? file.facts()).flatMap { $0 }.map { UInt32($0.mode) }
    context.changes.note(
      path, before: FileState(before, mode: mode), after: FileState(after, mode: mode ?? newMode))
  }

  /// What a person is shown before the change is made.
  static func preview(
    _ arguments: JSON, _ workspace: String, _ plan: (ResolvedPath, SeenFiles?) throws(FileError) -> FileChange
  ) -> String? {
    do throws(FileError) {
      guard let path = PathResolver(workspace: workspace).meaning(of: arguments["path"]?.string ?? "") else {
        return nil
      }
      return try plan(path, nil).diff.shownText
    } catch {
      return "This change cannot be made: \(error.description)"
    }
  }

  /// What was done: the model is told the lines that changed, in bounds, and of a new file, whose text is its own, only
  /// the length.
  private var result: ToolResult {
    guard before != FileContent(new) else {
      let end = TextForm(of: new).isOpenEnded ? " (it has no newline at its end, and keeps it so)" : ""
      return ToolResult(
        ok: true, output: "\(path.shown) is as it was: the text written is what it held already\(end)")
    }
    let diff = diff
    let said = notes.isEmpty ? "" : "\n(\(notes.joined(separator: "; ")))"
    guard before != .absent else {
      let lines = Figures.count(LooseLines.lines(new).count, "line")
      return ToolResult(ok: true, output: "\(path.shown) created, \(lines)\(said)", diff: diff.shownText)
    }
    var text = BoundedText(headLimit: Self.shownChange * 2 / 3, tailLimit: Self.shownChange / 3)
    text.append(diff.changedLines)
    return ToolResult(
      ok: true, output: "\(path.shown) changed:\n\(text.text)\(said)", diff: diff.shownText)
  }
}
