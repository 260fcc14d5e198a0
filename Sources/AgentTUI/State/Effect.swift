import Agents
import Orchestrator
import TerminalUI

/// What `update` wants done in the world; performed by the loop, in order.
enum Effect: Equatable, Sendable {
  case submit(String, TaskTarget)
  case stop(String)
  case stopAll
  /// Goes on with what the end of an earlier program has cut short.
  case goOn
  case answer(request: String, PermissionAnswer)
  case addAgent
  case closeAgent(String)
  case rename(String, to: String)
  case setMode(PermissionMode, of: String)
  case resizeSlots(Int)
  /// Looks up what an agent changed; the answer comes as a message.
  case lookAtChanges(of: String)
  /// Undoes a change, and looks again.
  case undo(ChangeUndo, of: String)
  /// Reads a part of a pane's transcript again; it comes as a message.
  case readTranscript(TranscriptPart, pane: Int)
  /// Puts together what is selected, of which some is in the journal only; it comes as a message.
  case readSelection(TranscriptSelection)
  /// Counts the lines with a match in parts of a pane's transcript, in this order; the counts come as messages. Ends
  /// the search in that pane before it.
  case searchTranscript(SearchPattern, [TranscriptPart], pane: Int, number: Int)
  /// Nobody waits any more for what a search finds.
  case endSearch(pane: Int)
  /// Shows a theme; `isChosen` when it is to stay.
  case setTheme(String, isChosen: Bool)
  /// Looks for models; the list comes as a message.
  case findModels
  case loadModel(String)
  case stopLoading
  /// Lists the files of the workspace; the list comes as a message.
  case listFiles
  /// Records that the project's settings file, as it was read at the start, is trusted.
  case trust(ProjectTrust)
  /// To the clipboard.
  case copy(String)
  /// Lets `$EDITOR` change the text.
  case openEditor(String)
  /// To the history file.
  case remember(String)
  /// Somebody who looks elsewhere is told.
  case notify(String)
  case screenshot
  case redraw
  case suspend
  case quit
}
