import Orchestrator
import System
import Threading

/// Keeps earlier sessions within the budget of the options, on a thread of its own: a disk may be slow.
struct SessionKeeper {
  let options: ResolvedOptions
  let folder: String
  /// The one that is on.
  let session: String

  /// Removes what is too much; nil where there is no thread for it, and then the next start does.
  ///
  /// - Parameter say: told in a sentence what was removed, and what could not be.
  func begin(_ say: @escaping @Sendable (String) -> Void) -> WorkerThread? {
    let sweep = SessionSweep(size: options.sessionsSize, days: options.sessionsDays)
    let (folder, session) = (folder, session)
    return try? WorkerThread(name: "sessions") {
      let outcome = sweep.perform(in: folder, keeping: session)
      if let sentence = Self.sentence(outcome, sweep) { say(sentence) }
      for failure in outcome.failures { say("An earlier session could not be removed: \(failure).") }
    }
  }

  /// What is said of what was removed.
  static func sentence(_ outcome: SessionSweep.Outcome, _ sweep: SessionSweep) -> String? {
    guard outcome.count > 0 else { return nil }
    let what = outcome.count == 1 ? "1 earlier session was removed" : "\(outcome.count) earlier sessions were removed"
    let age = sweep.days > 0 ? " and \(sweep.days) days" : ""
    return "\(what) (\(Figures.bytes(outcome.bytes))): --sessions-size and --sessions-days keep "
      + "\(Figures.bytes(sweep.size))\(age)."
  }
}
