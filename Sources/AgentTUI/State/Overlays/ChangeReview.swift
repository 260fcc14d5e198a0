import Agents
import TerminalUI

/// What an agent's runs have written, looked at hunk by hunk.
struct ChangeReview: Equatable, Sendable {
  /// What is being asked of the disk.
  enum Question: Equatable, Sendable {
    case none, asked
    /// More was written meanwhile: the answer that comes is old already.
    case outdated
  }

  /// The agent's, by the pane's identifier: its name may change.
  let pane: Int
  /// The latest run first; nil until they have been looked up.
  private(set) var runs: [RunChanges]?
  /// Runs whose changes are no longer kept.
  private(set) var forgottenRuns = 0
  /// Of `files`.
  private(set) var file = 0
  /// Of the file's hunks.
  private(set) var hunk = 0
  /// Rows of the hunk that are scrolled past.
  private(set) var row = 0
  var question = Question.none

  init(pane: Int) { self.pane = pane }

  /// The files of all runs, in the order in which they are shown.
  var files: [(run: RunChanges, file: ChangedFile)] { (runs ?? []).flatMap { run in run.files.map { (run, $0) } } }

  /// Where one is; nil when nothing is changed.
  var selected: (run: RunChanges, file: ChangedFile)? {
    let files = files
    return files.indices.contains(file) ? files[file] : nil
  }

  /// Shows what has been looked up, as near to where one was as there is something.
  mutating func show(_ runs: [RunChanges], forgottenRuns: Int) {
    let before = selected?.file
    self.runs = runs
    self.forgottenRuns = forgottenRuns
    let files = files
    if let before, let place = files.firstIndex(where: { $0.file.id == before.id }) {
      file = place
      if files[place].file.revision != before.revision { row = 0 }
    } else {
      file = max(0, min(file, files.count - 1))
      (hunk, row) = (0, 0)
    }
    hunk = max(0, min(hunk, (selected?.file.hunks.count ?? 0) - 1))
  }

  /// To the next or the previous hunk, over the ends of files.
  mutating func moveHunk(by step: Int) {
    guard let here = selected?.file else { return }
    let next = hunk + step
    if here.hunks.indices.contains(next) {
      (hunk, row) = (next, 0)
    } else if files.indices.contains(file + step) {
      file += step
      (hunk, row) = (step > 0 ? 0 : max(0, files[file].file.hunks.count - 1), 0)
    }
  }

  mutating func moveFile(by step: Int) {
    guard files.indices.contains(file + step) else { return }
    file += step
    (hunk, row) = (0, 0)
  }

  mutating func moveToStart() { (file, hunk, row) = (0, 0, 0) }

  mutating func moveToEnd() {
    file = max(0, files.count - 1)
    (hunk, row) = (max(0, (selected?.file.hunks.count ?? 0) - 1), 0)
  }

  /// Scrolls through the hunk, and over its ends to its neighbours.
  ///
  /// - Parameter most: rows of the hunk that can be scrolled past.
  mutating func scroll(by rows: Int, most: Int) {
    if rows > 0, row >= most { return moveHunk(by: 1) }
    if rows < 0, row == 0 { return moveHunk(by: -1) }
    row = max(0, min(most, row + rows))
  }
}

extension ChangeReview {
  /// What is asked before a whole run is undone.
  fileprivate var names: String {
    let paths = (selected?.run.files ?? []).map { TextSanitizer.line($0.path) }
    return paths.prefix(3).joined(separator: ", ") + (paths.count > 3 ? " and \(paths.count - 3) more" : "")
  }

  var confirmation: String { "Undo all that this run wrote, in \(names)?" }
}
