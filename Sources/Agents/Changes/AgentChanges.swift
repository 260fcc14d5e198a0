/// What one agent has changed, and the way to undo it.
///
/// `runs` and `undo` read and write files: they are for threads that may block.
public struct AgentChanges: Sendable {
  let ledger: ChangeLedger
  let author: ChangeLedger.Author

  /// How many changed files there are to look at; a run of which only notes are kept counts as one.
  public var count: Int {
    ledger.withHistory { history in
      history.runs(of: author).reduce(0) { $0 + max($1.records.count, $1.run.notes.isEmpty ? 0 : 1) }
    }
  }

  /// Runs whose changes are no longer kept, for want of room.
  public var forgottenRuns: Int { ledger.withHistory { $0.forgottenRuns(of: author) } }

  /// The changes of its runs, the latest first, each beside what is in the file now.
  public func runs() -> [RunChanges] {
    let all = ledger.withHistory { $0.runs(of: author) }
    return all.map { run, records in
      RunChanges(
        id: run.id, task: run.task, files: records.map { ChangedFile($0, obstacle: Self.obstacle(to: $0)) },
        isCut: run.isCut, notes: run.notes)
    }
  }

  /// Puts back what was before, in each file in one step.
  ///
  /// - Returns: a sentence that says what was done.
  /// - Throws: `UndoError` when a file is not as the run left it: then nothing is touched.
  public func undo(_ undo: ChangeUndo) throws(UndoError) -> String {
    let steps = try steps(for: undo)
    // Asked again with the files held: what was planned may have been overtaken while they were waited for.
    return try ledger.exclusively(steps.map(\.path)) { () throws(UndoError) in
      guard try self.steps(for: undo) == steps else {
        throw UndoError("The agent wrote more meanwhile; look at it as it is now. Nothing was undone.")
      }
      let changed = steps.filter { !Self.isThere($0.expected, at: $0.path) }
      guard changed.isEmpty else { throw .changed(changed.map(\.path.shown)) }
      return try perform(steps, for: undo)
    }
  }

  private func steps(for undo: ChangeUndo) throws(UndoError) -> [ChangeHistory.Step] {
    try ledger.withHistory { history throws(UndoError) in
      switch undo {
      case .hunk(let hunk, let file, let revision):
        [try history.stepToUndo(hunk: hunk, ofRecord: file, revision: revision, by: author)]
      case .run(let run): try history.stepsToUndo(run: run, of: author)
      }
    }
  }

  private func perform(_ steps: [ChangeHistory.Step], for undo: ChangeUndo) throws(UndoError) -> String {
    for (index, step) in steps.enumerated() {
      let file = TextFile(path: step.path)
      do throws(FileError) {
        switch step.result.content {
        case .absent: try file.remove()
        case .bytes(let bytes): try file.replace(with: bytes, mode: try Self.mode(for: step, file))
        case .unkept: throw FileError("\(step.path.shown) cannot be put back: what it held is not kept")
        }
      } catch {
        let done = index == 0 ? "nothing was undone" : "\(index) of \(steps.count) files are undone, the others are not"
        throw UndoError("\(error.description); \(done).")
      }
      ledger.tell(.init(path: step.path, before: step.expected, after: step.result), by: nil)
      ledger.withHistory { history in
        switch undo {
        case .hunk(_, let id, _): history.setAfter(of: id, to: step.result)
        case .run(let run):
          for record in history.records where record.run == run && record.path.isSame(as: step.path) {
            history.setAfter(of: record.id, to: step.result)
          }
        }
      }
    }
    return Self.report(steps, undo)
  }

  private static func report(_ steps: [ChangeHistory.Step], _ undo: ChangeUndo) -> String {
    guard let only = steps.first, steps.count == 1 else {
      return "\(steps.count) files are as they were before the run"
    }
    if only.result.content == .absent { return "\(only.path.shown) is removed again" }
    if only.expected.content == .absent { return "\(only.path.shown) is there again" }
    if case .hunk = undo { return "undone in \(only.path.shown)" }
    return "\(only.path.shown) is as it was before the run"
  }

  // MARK: what is there now

  private static func obstacle(to record: ChangeHistory.Record) -> String? {
    if record.before.content == .unkept { return "what it held is not kept" }
    if record.after.content == .unkept { return "too large to be compared" }
    return isThere(record.after, at: record.path) ? nil : "changed since"
  }

  /// The permissions that a file gets back: nil, as they are, where the run did not change them or somebody has since.
  private static func mode(for step: ChangeHistory.Step, _ file: TextFile) throws(FileError) -> UInt32? {
    guard step.result.mode != step.expected.mode else { return nil }
    let now = try file.facts().map { UInt32($0.mode) }
    return now == nil || now == step.expected.mode ? step.result.mode : nil
  }

  /// Whether the file holds exactly this, and its path still leads to it: a link put in its way is not followed.
  private static func isThere(_ state: FileState, at path: ResolvedPath) -> Bool {
    guard let now = PathResolver(workspace: "/").resolve(path.absolute),
      now.absolute.utf8.elementsEqual(path.absolute.utf8),
      let there = try? TextFile(path: path).content()  // What cannot be read is not what was written.
    else { return false }
    return there == state.content
  }
}
