// A command says nothing of what it writes. So the workspace is looked at before it and after it, and what differs is
// the command's, but for what others are known to have written meanwhile. What cannot be known is said in a note.

import System
import Threading

/// Follows what a command changes in its workspace.
struct CommandWatch {
  /// Files of one command whose changes are kept.
  private static let fileLimit = 1_000
  /// Files that say what is ignored: when one changes, what was not listed before may have been there all the same.
  private static let ignoreFiles: Set<String> = [".gitignore", ".ignore", ".rgignore"]

  private let recorder: ChangeRecorder
  private let id: Int
  private let workspace: String
  private let before: WorkspaceSnapshot
  private let began: Int64

  /// Looks at the workspace before a command. Nil where nobody will look at changes, or they cannot be followed: a note
  /// says why. Never fails the call.
  init?(in context: ToolContext) {
    recorder = context.changes
    let ledger = recorder.ledger
    guard ledger.isKeeping else { return nil }
    workspace = PathResolver(workspace: context.workspace).workspace
    began = WallClock.nanoseconds()
    let (id, last) = ledger.beginWatch(in: workspace, run: recorder.run.id)
    self.id = id
    do {
      var snapshot = try WorkspaceSnapshot(of: workspace, reusing: last, cancellation: context.cancellation)
      // Whatever was written by others while the files were looked at is from before the command, too.
      for path in Set(ledger.watch(id)?.writes.map(\.path) ?? []) {
        ledger.exclusively([path]) {
          snapshot.update(path, to: Self.state(at: path))
          ledger.forgetWrites(to: path, inWatch: id)
        }
      }
      before = snapshot
    } catch {
      ledger.endWatch(id, nil)
      recorder.note(Self.sentence(for: error))
      return nil
    }
  }

  /// Looks again, and keeps what the command has changed. Also after a command that was stopped.
  func end() {
    do {
      let now = try WorkspaceSnapshot(of: workspace, reusing: before, cancellation: Cancellation())
      // What others wrote may look untouched by now, and have been: a command that put back what was there before them.
      let known = recorder.ledger.watch(id)?.writes.compactMap { $0.path.relative.map { Array($0.utf8) } } ?? []
      let differences = now.differences(from: before)
      let isBlurred = differences.contains { path in
        Self.ignoreFiles.contains(String(decoding: path, as: UTF8.self).pathNames.last ?? "")
      }
      var kept = false
      let paths = differences.prefix(Self.fileLimit) + Set(known).subtracting(differences)
      for path in paths where keep(path, now, isBlurred: isBlurred) { kept = true }
      if differences.count > Self.fileLimit {
        recorder.note(
          "a command changed \(Figures.count(differences.count, "file")), of which "
            + "\(Figures.grouped(Self.fileLimit)) are kept", isCut: true)
      }
      if kept, recorder.ledger.watch(id)?.isShared == true {
        recorder.note("another agent's command ran at the same time: what both may have written is shown here only")
      }
      recorder.ledger.endWatch(id, now)
    } catch {
      recorder.ledger.endWatch(id, nil)
      recorder.note(Self.sentence(for: error))
    }
  }

  /// - Parameter isBlurred: what was not listed before may have been ignored.
  private func keep(_ path: WorkspaceSnapshot.Path, _ now: WorkspaceSnapshot, isBlurred: Bool) -> Bool {
    let (old, new) = (before.files[path], now.files[path])
    // What is listed now and older than the command was there before, too, and ignored.
    if old == nil, let new, new.stamp.changed < began - WorkspaceSnapshot.coarseness { return false }
    let place = ResolvedPath(
      absolute: "\(workspace == "/" ? "" : workspace)/\(String(decoding: path, as: UTF8.self))", workspace: workspace)
    return recorder.ledger.exclusively([place]) {
      if let old, old.content == .unkept, FileStamp(of: place.absolute) == old.stamp { return false }
      let writes = recorder.ledger.watch(id)?.writes.filter { $0.path.isSame(as: place) } ?? []
      // What was never listed may be ignored: then what was in it is not known.
      let unlisted = isBlurred || new == nil ? FileState(.unkept) : .absent
      let steps = KnownWrite.unexplained(from: old?.state ?? unlisted, to: Self.state(at: place), by: writes)
      for step in steps { recorder.note(place, before: step.before, after: step.after) }
      return !steps.isEmpty
    }
  }

  /// What is at a path now: no file where there is another thing, or a link in its way.
  private static func state(at path: ResolvedPath) -> FileState {
    guard let now = PathResolver(workspace: "/").resolve(path.absolute), now.isSame(as: path),
      FileStamp(of: path.absolute) != nil
    else { return .absent }
    return (try? TextFile(path: path).state()) ?? FileState(.unkept)  // What cannot be read is not kept either.
  }

  private static func sentence(for error: any Error) -> String {
    "what its commands changed is not followed: \(error)"
  }
}
