import Agents
import Orchestrator
import TerminalUI
import Threading

/// Everything that happens to the console.
enum Message: Sendable {
  case input(InputEvent)
  /// The fleet's stream, in order.
  case events([FleetEvent])
  /// What was told in the session before this program went on with it; what agents are called now that were called
  /// otherwise; whether something was interrupted or waits.
  case earlier([FleetEvent], renamed: [String: String], hasOpenWork: Bool)
  case snapshot(FleetSnapshot)
  /// The clocks, before anything that comes at that moment; wall time in milliseconds since 1970.
  case clock(MonotonicTime, wall: Int64)
  /// The models that were looked for.
  case modelsFound([ModelCandidate])
  /// An agent was made at the person's wish.
  case agentAdded(String)
  case agentRenamed(from: String, to: String)
  case agentClosed(String)
  /// What an agent's runs changed, the latest first, as it was looked up.
  case changes([RunChanges], forgottenRuns: Int, of: String)
  /// A part of a pane's transcript was read again.
  case transcriptRead([TranscriptEntry], page: Int, pane: Int)
  /// It could not be, for this reason, a sentence.
  case transcriptUnreadable(String, page: Int, pane: Int)
  /// What was selected, and is to be copied, has been read.
  case selectionRead(String)
  /// How many lines of these pages have a match.
  case transcriptSearched([Int: Int], pane: Int, number: Int)
  /// A search could not go on, for this reason, a sentence.
  case searchFailed(String, pane: Int, number: Int)
  /// The files of the workspace have been listed.
  case filesListed(FileIndex)
  /// `$EDITOR` has ended; nil: it failed or nothing was written.
  case edited(String?)
  /// The project's settings file is trusted from now on.
  case projectTrusted
  /// What an effect has done.
  case told(String)
  /// What could not be done, a sentence.
  case refused(String)
  /// A line for the log.
  case logged(LogLine)
}
