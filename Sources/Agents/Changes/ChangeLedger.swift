// Who may write a file now, and what was in it before. Two agents that change one file at the same moment would
// each read it, and the second to write would undo what the first wrote; and a person's undo must not lie between the
// two. So whoever changes files has them to themselves for as long as that takes.

import Threading

/// Where the changes that agents make to files are kept, so that a person can look at them and undo them: one for all
/// agents of a session.
public final class ChangeLedger: Sendable {
  /// Bytes of contents that are kept.
  public static let usualByteLimit = 64 << 20

  /// Whose changes they are.
  struct Author: Hashable, Sendable { let value: Int }

  private struct State {
    var history: ChangeHistory
    /// Files that somebody is changing.
    var busy: Set<String> = []
    var authorsMade = 0
    var runsMade = 0
    /// Commands that run now.
    var watches: [Int: Watch] = [:]
    var watchesMade = 0
    /// What was in each workspace when a command was last begun or ended there.
    var snapshots: [String: WorkspaceSnapshot] = [:]
  }

  /// What is known of the time in which a command runs.
  struct Watch: Sendable {
    let workspace: String
    let run: Int
    /// What others wrote meanwhile, in order.
    var writes: [KnownWrite] = []
    /// Whether another agent's command ran in the same workspace at the same time.
    var isShared = false
  }

  /// Whether anything is kept.
  let isKeeping: Bool

  private let state: Monitor<State>

  /// A ledger without changes.
  ///
  /// - Parameter byteLimit: contents beyond this are forgotten, the oldest first; 0 keeps nothing, for runs that nobody
  ///   can ask to be undone.
  public init(byteLimit: Int = ChangeLedger.usualByteLimit) {
    isKeeping = byteLimit > 0
    state = Monitor(State(history: ChangeHistory(byteLimit: byteLimit)))
  }

  func makeAuthor() -> Author {
    state.withLock { state in
      state.authorsMade += 1
      return Author(value: state.authorsMade)
    }
  }

  func beginRun(of author: Author, task: String) -> ChangeRecorder {
    let id = state.withLock { state in
      state.runsMade += 1
      return state.runsMade
    }
    return ChangeRecorder(ledger: self, run: .init(id: id, author: author, task: task))
  }

  func forget(_ author: Author) {
    state.withLock { $0.history.forget(author) }
  }

  /// Calls `body` when nobody else changes these files; blocks until then.
  func exclusively<Result, Failure: Error>(
    _ files: [ResolvedPath], _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let paths = Set(files.map(\.absolute))
    // All at once: nobody ever holds one file and waits for another.
    _ = state.wait { state -> Bool? in
      guard state.busy.isDisjoint(with: paths) else { return nil }
      state.busy.formUnion(paths)
      return true
    }
    defer {
      state.withLock { $0.busy.subtract(paths) }
      state.broadcast()
    }
    return try body()
  }

  // MARK: commands

  /// A run begins a command. Returns its watch, and the last snapshot of that workspace.
  func beginWatch(in workspace: String, run: Int) -> (id: Int, last: WorkspaceSnapshot?) {
    state.withLock { state in
      state.watchesMade += 1
      var watch = Watch(workspace: workspace, run: run)
      for (id, other) in state.watches where other.workspace == workspace && other.run != run {
        state.watches[id]?.isShared = true
        watch.isShared = true
      }
      state.watches[state.watchesMade] = watch
      return (state.watchesMade, state.snapshots[workspace])
    }
  }

  func watch(_ id: Int) -> Watch? { state.withLock { $0.watches[id] } }

  /// These writes are in the watch's first snapshot.
  func forgetWrites(to path: ResolvedPath, inWatch id: Int) {
    state.withLock { $0.watches[id]?.writes.removeAll { $0.path.isSame(as: path) } }
  }

  func endWatch(_ id: Int, _ snapshot: WorkspaceSnapshot?) {
    state.withLock { state in
      guard let watch = state.watches.removeValue(forKey: id), let snapshot else { return }
      state.snapshots[watch.workspace] = snapshot
    }
  }

  /// Tells the watches of commands that somebody else has written.
  ///
  /// - Parameter run: whose write it was; nil for a person's undo.
  func tell(_ write: KnownWrite, by run: Int?) {
    state.withLock { state in
      for id in state.watches.keys where state.watches[id]?.run != run {
        state.watches[id]?.writes.add(write)
      }
    }
  }

  func withHistory<Result, Failure: Error>(
    _ body: (inout ChangeHistory) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try state.withLock { state throws(Failure) in try body(&state.history) }
  }
}

/// Keeps what one run changes.
public struct ChangeRecorder: Sendable {
  let ledger: ChangeLedger
  let run: ChangeHistory.Run

  init(ledger: ChangeLedger, run: ChangeHistory.Run) {
    self.ledger = ledger
    self.run = run
  }

  /// Keeps nothing.
  public init() {
    self.init(ledger: ChangeLedger(byteLimit: 0), run: .init(id: 0, author: .init(value: 0), task: ""))
  }

  func note(_ path: ResolvedPath, before: FileState, after: FileState) {
    ledger.tell(KnownWrite(path: path, before: before, after: after), by: run.id)
    ledger.withHistory { $0.note(run, path: path, before: before, after: after) }
  }

  func note(_ sentence: String, isCut: Bool = false) {
    ledger.withHistory { $0.note(run, sentence: sentence, isCut: isCut) }
  }
}
