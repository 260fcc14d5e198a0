/// Everything that a key or the command palette can do. The raw value is its name in the config file.
enum Action: String, CaseIterable, Hashable, Sendable {
  // Tasks and the composer.
  case submit, newline = "insert-newline", complete
  case historyPrevious = "history-previous", historyNext = "history-next"
  case compose, leaveComposer = "leave-composer", openEditor = "open-editor"

  // Writing a line.
  case charLeft = "cursor-left", charRight = "cursor-right", wordLeft = "word-left", wordRight = "word-right"
  case lineStart = "line-start", lineEnd = "line-end"
  case deleteBackward = "delete-backward", deleteForward = "delete-forward"
  case deleteWord = "delete-word", deleteToStart = "delete-to-start", deleteToEnd = "delete-to-end"
  case yank = "insert-deleted"

  // Panes.
  case focusNext = "next-pane", focusPrevious = "previous-pane"
  case focusLeft = "pane-left", focusDown = "pane-down", focusUp = "pane-up", focusRight = "pane-right"
  case focus1 = "pane-1", focus2 = "pane-2", focus3 = "pane-3", focus4 = "pane-4", focus5 = "pane-5"
  case focus6 = "pane-6", focus7 = "pane-7", focus8 = "pane-8", focus9 = "pane-9"
  case zoom, zoomMore = "zoom-more", zoomLess = "zoom-less"
  case back

  // Agents.
  case newAgent = "new-agent", closeAgent = "close-agent", renameAgent = "rename-agent"
  case stopRun = "stop-run", stopAll = "stop-all", interrupt, goOn = "continue"
  case cycleMode = "cycle-mode"
  case modePlan = "mode-plan", modeAsk = "mode-ask", modeAcceptEdits = "mode-accept-edits", modeAuto = "mode-auto"

  // Reading.
  case pageUp = "page-up", pageDown = "page-down", halfPageUp = "half-page-up", halfPageDown = "half-page-down"
  case scrollTop = "scroll-top", scrollBottom = "scroll-bottom"
  case entryPrevious = "previous-entry", entryNext = "next-entry", openEntry = "open-entry"
  case toggleReasoning = "toggle-reasoning"
  case search, searchNext = "search-next", searchPrevious = "search-previous"
  case copyMode = "copy-mode", copyMark = "copy-mark", copyLines = "copy-lines"

  // Approvals.
  case approvals
  case approveOnce = "approve-once", approveSession = "approve-session", approvePrefix = "approve-prefix"
  case editCall = "edit-call", denyCall = "deny-call"

  // What an agent changed.
  case changes
  case filePrevious = "previous-file", fileNext = "next-file"
  case undoHunk = "undo-hunk", undoRun = "undo-run"

  // The model.
  case slotMap = "slot-map", moreSlots = "more-slots", fewerSlots = "fewer-slots"
  case chooseModel = "choose-model", stopLoading = "stop-loading"

  // The console.
  case trustProject = "trust-project"
  case palette, help, log, themes = "choose-theme"
  case redraw, suspend, quit, screenshot

  // Lists, questions.
  case itemUp = "item-up", itemDown = "item-down", accept, dismiss, yes, no

  /// Whether it is one of the nine that go to a pane by its number.
  var isPaneNumber: Bool { Action.paneNumbers.contains(self) }

  private static let paneNumbers: Set<Action> = [
    .focus1, .focus2, .focus3, .focus4, .focus5, .focus6, .focus7, .focus8, .focus9,
  ]
}
