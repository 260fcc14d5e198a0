// What was in files before runs wrote them, as a value: what follows on what, what can be put back, and what is
// forgotten for want of room. Nothing here touches a file.

/// The changes of files that runs have made, as far as they are kept.
struct ChangeHistory: Sendable {
  /// A run that has changed files.
  struct Run: Sendable, Equatable {
    let id: Int
    let author: ChangeLedger.Author
    let task: String
    /// A part of what it wrote is no longer kept.
    var isCut = false
    /// What is to be known beside its changes: what of them could not be followed.
    var notes: [String] = []
  }

  /// What one run made of one file. Its own writes are one record as long as nobody else changed the file between them.
  struct Record: Sendable, Equatable {
    let id: Int
    let run: Int
    let path: ResolvedPath
    fileprivate(set) var before: FileState
    fileprivate(set) var after: FileState
    /// Rises with every change of `after`: who decides on what was shown says which one that was.
    fileprivate(set) var revision = 0

    fileprivate var size: Int { before.content.size + after.content.size + path.absolute.utf8.count }
  }

  /// One file of an undo.
  struct Step: Sendable, Equatable {
    let path: ResolvedPath
    /// What must be in it now.
    let expected: FileState
    let result: FileState
  }

  /// The oldest first.
  private(set) var runs: [Run] = []
  /// Runs of which only notes are kept, at most.
  private static let noteLimit = 100

  /// In the order in which they began.
  private(set) var records: [Record] = []
  /// Runs of which something is no longer kept, by author.
  private var forgotten: [ChangeLedger.Author: Set<Int>] = [:]
  private let byteLimit: Int
  private var bytes = 0
  private var recordsMade = 0

  /// - Parameter byteLimit: contents beyond this are forgotten, the oldest first.
  init(byteLimit: Int) { self.byteLimit = byteLimit }

  // MARK: what was written

  /// A run has written a file.
  mutating func note(_ run: Run, path: ResolvedPath, before: FileState, after: FileState) {
    _ = place(of: run)
    if let last = records.lastIndex(where: { $0.run == run.id && $0.path.isSame(as: path) }),
      records[last].after.content == before.content
    {
      setAfter(of: records[last].id, to: after)
    } else {
      recordsMade += 1
      records.append(Record(id: recordsMade, run: run.id, path: path, before: before, after: after))
      bytes += records[records.count - 1].size
    }
    while bytes > byteLimit, let oldest = records.first { drop(oldest) }
  }

  /// Something of what a run changes is not here, as the sentence says.
  ///
  /// - Parameter isCut: so that the run cannot be undone as a whole.
  mutating func note(_ run: Run, sentence: String, isCut: Bool = false) {
    let place = place(of: run)
    if isCut { runs[place].isCut = true }
    if !runs[place].notes.contains(sentence) { runs[place].notes.append(sentence) }
    let bare = runs.filter { run in !records.contains { $0.run == run.id } }
    if bare.count > Self.noteLimit, let oldest = bare.first { runs.removeAll { $0.id == oldest.id } }
  }

  private mutating func place(of run: Run) -> Int {
    if let place = runs.firstIndex(where: { $0.id == run.id }) { return place }
    var run = run
    run.isCut = forgotten[run.author]?.contains(run.id) == true
    runs.append(run)
    return runs.count - 1
  }

  /// A file is now as `after` says; a record that changes nothing any more goes.
  mutating func setAfter(of id: Int, to after: FileState) {
    guard let place = records.firstIndex(where: { $0.id == id }) else { return }
    bytes -= records[place].size
    if records[place].before == after {
      let run = records.remove(at: place).run
      removeIfEmpty(run)
      return
    }
    records[place].after = after
    records[place].revision += 1
    bytes += records[place].size
  }

  /// Nobody asks for this author's changes any more.
  mutating func forget(_ author: ChangeLedger.Author) {
    let gone = Set(runs.lazy.filter { $0.author == author }.map(\.id))
    runs.removeAll { gone.contains($0.id) }
    bytes -= records.reduce(0) { gone.contains($1.run) ? $0 + $1.size : $0 }
    records.removeAll { gone.contains($0.run) }
    forgotten[author] = nil
  }

  private mutating func drop(_ record: Record) {
    records.removeAll { $0.id == record.id }
    bytes -= record.size
    guard let place = runs.firstIndex(where: { $0.id == record.run }) else { return }
    runs[place].isCut = true
    forgotten[runs[place].author, default: []].insert(record.run)
    removeIfEmpty(record.run)
  }

  private mutating func removeIfEmpty(_ run: Int) {
    if !records.contains(where: { $0.run == run }) { runs.removeAll { $0.id == run && $0.notes.isEmpty } }
  }

  /// How many runs of an author are no longer kept at all.
  func forgottenRuns(of author: ChangeLedger.Author) -> Int {
    (forgotten[author] ?? []).subtracting(runs.map(\.id)).count
  }

  // MARK: what can be put back

  /// The runs of an author, the latest first, each with its files in the order in which they were written first.
  func runs(of author: ChangeLedger.Author) -> [(run: Run, records: [Record])] {
    runs.filter { $0.author == author }.reversed().map { run in (run, records.filter { $0.run == run.id }) }
  }

  /// What must be done to put back all that a run wrote.
  func stepsToUndo(run id: Int, of author: ChangeLedger.Author) throws(UndoError) -> [Step] {
    guard let run = runs.first(where: { $0.id == id && $0.author == author }) else {
      throw UndoError("What this run changed is undone already, or no longer kept.")
    }
    guard !run.isCut else {
      throw UndoError("Not all that this run changed is kept any more; undo what is shown, hunk by hunk.")
    }
    var steps: [Step] = []
    for record in records where record.run == id {
      if record.isUnkept { throw UndoError.unkept(record.path.shown) }
      if steps.contains(where: { $0.path.isSame(as: record.path) }) {
        throw UndoError(
          "\(record.path.shown) was changed by somebody else between two writes of this run; nothing was undone. "
            + "Its hunks can be undone one by one, the latest first.")
      }
      steps.append(Step(path: record.path, expected: record.after, result: record.before))
    }
    return steps
  }

  /// What must be done to put back one hunk, counted from 0 in the record as it was at `revision`.
  func stepToUndo(hunk: Int, ofRecord id: Int, revision: Int, by author: ChangeLedger.Author) throws(UndoError)
    -> Step
  {
    guard let record = records.first(where: { $0.id == id }),
      runs.contains(where: { $0.id == record.run && $0.author == author })
    else { throw UndoError("This change is undone already, or no longer kept.") }
    guard record.revision == revision else {
      throw UndoError("\(record.path.shown) was written again meanwhile; look at it as it is now.")
    }
    if record.isUnkept { throw UndoError.unkept(record.path.shown) }
    return Step(path: record.path, expected: record.after, result: try record.state(undoing: hunk))
  }
}

extension ChangeHistory.Record {
  /// Whether one side of it is not kept, so that it cannot be undone.
  var isUnkept: Bool { before.content == .unkept || after.content == .unkept }

  /// The change as a diff; nil where one side is no text.
  var diff: UnifiedDiff? {
    let (old, new) = (before.content, after.content)
    guard !isUnkept, old == .absent || old.text != nil, new == .absent || new.text != nil else { return nil }
    return UnifiedDiff(path: path.shown, old: old.text, new: new.text ?? "")
  }

  /// What the file holds when a hunk is undone. A change without hunks is undone whole.
  fileprivate func state(undoing hunk: Int) throws(UndoError) -> FileState {
    guard let diff, diff.hunks.count > 1 else { return before }
    guard diff.hunks.indices.contains(hunk) else {
      throw UndoError("There is no hunk \(hunk + 1) in \(path.shown); it has \(diff.hunks.count).")
    }
    return FileState(FileContent(diff.undoing(hunk)), mode: after.mode)
  }
}
