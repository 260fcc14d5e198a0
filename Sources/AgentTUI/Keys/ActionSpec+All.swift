// The whole key map as it comes. The order is the one of help and palette.

extension ActionSpec {
  static let all: [ActionSpec] =
    composing + writing + moving + agents + reading + approving + changing + modelling + general

  private static let composing: [ActionSpec] = [
    .init(.submit, "Give the task", hint: "give", command: false, .init(.composer, "enter")),
    .init(.newline, "New line", command: false, .init(.composer, "ctrl-j", "alt-enter")),
    .init(.complete, "Complete @agent, @path or /prompt, else next pane", command: false, .init(.composer, "tab")),
    .init(.historyPrevious, "Earlier task", command: false, .init(.composer, "up")),
    .init(.historyNext, "Later task", command: false, .init(.composer, "down")),
    .init(.leaveComposer, "To the panes", hint: "panes", command: false, .init(.composer, "esc")),
    .init(.compose, "Write a task", hint: "write", .init(.panes, "i", "enter"), .init(.searching, "i")),
    .init(.openEditor, "Write the task in $EDITOR", .init(.anywhere, "ctrl-g")),
  ]

  private static let writing: [ActionSpec] = [
    .init(.charLeft, "Left", command: false, .init(.editing, "left", "ctrl-b")),
    .init(.charRight, "Right", command: false, .init(.editing, "right", "ctrl-f")),
    .init(.wordLeft, "A word left", command: false, .init(.editing, "alt-b", "ctrl-left", "alt-left")),
    .init(.wordRight, "A word right", command: false, .init(.editing, "alt-f", "ctrl-right", "alt-right")),
    .init(.lineStart, "To the start of the line", command: false, .init(.editing, "ctrl-a", "home")),
    .init(.lineEnd, "To the end of the line", command: false, .init(.editing, "ctrl-e", "end")),
    .init(.deleteBackward, "Delete to the left", command: false, .init(.editing, "backspace", "ctrl-h")),
    .init(.deleteForward, "Delete to the right", command: false, .init(.editing, "delete", "ctrl-d")),
    .init(.deleteWord, "Delete the word to the left", command: false, .init(.editing, "ctrl-w", "alt-backspace")),
    .init(.deleteToStart, "Delete to the start of the line", command: false, .init(.editing, "ctrl-u")),
    .init(.deleteToEnd, "Delete to the end of the line", command: false, .init(.editing, "ctrl-k")),
    .init(.yank, "Insert what was deleted last", command: false, .init(.editing, "ctrl-y")),
  ]

  private static let moving: [ActionSpec] = [
    .init(.focusNext, "Next pane", hint: "next pane", .init(.panes, "tab"), .init(.composer, "ctrl-n")),
    .init(.focusPrevious, "Previous pane", .init(.panes, "shift-tab"), .init(.composer, "shift-tab")),
    .init(.focusLeft, "Pane to the left", command: false, .init(.panes, "h", "left")),
    .init(.focusDown, "Pane below", command: false, .init(.panes, "j", "down")),
    .init(.focusUp, "Pane above", command: false, .init(.panes, "k", "up")),
    .init(.focusRight, "Pane to the right", command: false, .init(.panes, "l", "right")),
    .init(.focus1, "Pane 1", command: false, .init(.panes, "1"), .init(.composer, "alt-1")),
    .init(.focus2, "Pane 2", command: false, .init(.panes, "2"), .init(.composer, "alt-2")),
    .init(.focus3, "Pane 3", command: false, .init(.panes, "3"), .init(.composer, "alt-3")),
    .init(.focus4, "Pane 4", command: false, .init(.panes, "4"), .init(.composer, "alt-4")),
    .init(.focus5, "Pane 5", command: false, .init(.panes, "5"), .init(.composer, "alt-5")),
    .init(.focus6, "Pane 6", command: false, .init(.panes, "6"), .init(.composer, "alt-6")),
    .init(.focus7, "Pane 7", command: false, .init(.panes, "7"), .init(.composer, "alt-7")),
    .init(.focus8, "Pane 8", command: false, .init(.panes, "8"), .init(.composer, "alt-8")),
    .init(.focus9, "Pane 9", command: false, .init(.panes, "9"), .init(.composer, "alt-9")),
    .init(.zoom, "Zoom the pane, and back", hint: "zoom", .init(.panes, "z")),
    .init(.zoomMore, "Larger pane: normal, half, full", .init(.panes, "+", "=")),
    .init(.zoomLess, "Smaller pane: full, half, normal", .init(.panes, "_", "-")),
    .init(.back, "Back", command: false, .init(.panes, "esc"), .init(.searching, "esc")),
  ]

  private static let agents: [ActionSpec] = [
    .init(.newAgent, "New agent", hint: "new agent", .init(.panes, "n")),
    .init(.closeAgent, "Close the agent", .init(.panes, "x")),
    .init(.renameAgent, "Rename the agent", .init(.panes, "r")),
    .init(.stopRun, "Stop the run", hint: "stop", .init(.panes, "s")),
    .init(.stopAll, "Stop all runs and drop what is queued", .init(.panes, "S")),
    .init(.goOn, "Continue what the end of the program has interrupted"),
    .init(.interrupt, "Stop this run; again at once: quit", hint: "stop", command: false, .init(.anywhere, "ctrl-c")),
    .init(.cycleMode, "Next permission mode: plan, ask, accept-edits, auto", .init(.panes, "m")),
    .init(.modePlan, "Mode plan: reads only"),
    .init(.modeAsk, "Mode ask: asks before each change or command"),
    .init(.modeAcceptEdits, "Mode accept-edits: edits in the workspace, asks for commands"),
    .init(.modeAuto, "Mode auto: asks nothing that no rule forbids"),
  ]

  private static let reading: [ActionSpec] = [
    .init(.pageUp, "A page up", command: false, .init(.anywhere, "pgup")),
    .init(.pageDown, "A page down", command: false, .init(.anywhere, "pgdn")),
    .init(
      .halfPageUp, "Half a page up", command: false, .init(.panes, "ctrl-u"), .init(.copying, "ctrl-u"),
      .init(.approvals, "ctrl-u"), .init(.reader, "ctrl-u"), .init(.changes, "ctrl-u")),
    .init(
      .halfPageDown, "Half a page down", command: false, .init(.panes, "ctrl-d"), .init(.copying, "ctrl-d"),
      .init(.approvals, "ctrl-d"), .init(.reader, "ctrl-d"), .init(.changes, "ctrl-d")),
    .init(
      .scrollTop, "To the start", .init(.panes, "g", "home"), .init(.copying, "g", "home"),
      .init(.reader, "g", "home"), .init(.changes, "g", "home")),
    .init(
      .scrollBottom, "To the end, and follow", .init(.panes, "G", "end"), .init(.copying, "G", "end"),
      .init(.reader, "G", "end"), .init(.changes, "G", "end")),
    .init(.entryPrevious, "Earlier tool call or reasoning", command: false, .init(.panes, "[")),
    .init(.entryNext, "Later tool call or reasoning", command: false, .init(.panes, "]")),
    .init(.openEntry, "Open or close the tool call or reasoning", .init(.panes, "o")),
    .init(.toggleReasoning, "Show or fold all reasoning", .init(.panes, "R")),
    .init(.search, "Search", hint: "search", .init(.panes, "/"), .init(.reader, "/")),
    .init(.searchNext, "Next match", hint: "next", command: false, .init(.searching, "n")),
    .init(.searchPrevious, "Previous match", hint: "previous", command: false, .init(.searching, "N")),
    .init(.copyMode, "Select and copy lines", .init(.panes, "y")),
    .init(.copyMark, "Select from here", hint: "select", command: false, .init(.copying, "v", "space")),
    .init(.copyLines, "Copy the lines", hint: "copy", command: false, .init(.copying, "y", "enter")),
  ]

  private static let approving: [ActionSpec] = [
    .init(.approvals, "Approvals of all agents", hint: "approvals", .init(.panes, "!"), .init(.anywhere, "f2")),
    .init(.approveOnce, "Allow this call, this once", hint: "once", .init(.approval, "y"), .init(.approvals, "y")),
    .init(
      .approveSession, "Allow this scope for the session", hint: "session", .init(.approval, "a"),
      .init(.approvals, "a")),
    .init(
      .approvePrefix, "Allow everything with this prefix for the session", hint: "prefix", .init(.approval, "p"),
      .init(.approvals, "p")),
    .init(.editCall, "Edit the call, then allow it", hint: "edit", .init(.approval, "e"), .init(.approvals, "e")),
    .init(.denyCall, "Deny the call, with a reason", hint: "deny", .init(.approval, "n"), .init(.approvals, "n")),
  ]

  private static let changing: [ActionSpec] = [
    .init(.changes, "What the agent wrote, and undo", hint: "changes", .init(.panes, "d")),
    .init(.filePrevious, "Earlier file", command: false, .init(.changes, "K", "[", "left", "h")),
    .init(.fileNext, "Later file", hint: "next file", command: false, .init(.changes, "J", "]", "right", "l")),
    .init(.undoHunk, "Undo this hunk", hint: "undo hunk", command: false, .init(.changes, "u")),
    .init(.undoRun, "Undo all that this run wrote (asks)", hint: "undo run", command: false, .init(.changes, "U")),
  ]

  private static let modelling: [ActionSpec] = [
    .init(.slotMap, "Slots and KV memory", hint: "slots", .init(.panes, "v")),
    .init(.moreSlots, "One slot more", hint: "more slots", .init(.map, "+", "=")),
    .init(.fewerSlots, "One slot fewer", hint: "fewer slots", .init(.map, "-", "_")),
    .init(.chooseModel, "Choose the model"),
    .init(.stopLoading, "Stop loading the model"),
  ]

  private static let general: [ActionSpec] = [
    .init(
      .palette, "All commands", hint: "command", command: false, .init(.anywhere, "ctrl-p"), .init(.panes, ":")),
    .init(
      .help, "Help for where you are", hint: "help", .init(.panes, "?"), .init(.anywhere, "f1"),
      .init(.approvals, "?"), .init(.map, "?"), .init(.changes, "?"), .init(.copying, "?")),
    .init(.trustProject, "Trust the project's own settings file (asks)"),
    .init(.log, "Log", .init(.panes, "L")),
    .init(.themes, "Choose a theme", hint: "theme", .init(.panes, "t")),
    .init(.redraw, "Draw the screen anew", .init(.anywhere, "ctrl-l")),
    .init(.suspend, "Suspend to the shell", .init(.anywhere, "ctrl-z")),
    .init(.screenshot, "Write the screen to a file as text and colours (SVG)", .init(.anywhere)),
    .init(.quit, "Quit", hint: "quit", .init(.panes, "q"), .init(.confirmation, "q")),
    .init(
      .itemUp, "Up", command: false, .init(.picker, "up", "ctrl-p"), .init(.approvals, "up", "k"),
      .init(.changes, "up", "k"), .init(.reader, "up", "k"), .init(.copying, "up", "k")),
    .init(
      .itemDown, "Down", hint: "next", command: false, .init(.picker, "down", "ctrl-n"), .init(.approvals, "down", "j"),
      .init(.changes, "j", "down"), .init(.reader, "down", "j"), .init(.copying, "down", "j")),
    .init(.accept, "Take it", hint: "confirm", command: false, .init(.picker, "enter"), .init(.prompt, "enter")),
    .init(
      .dismiss, "Close", hint: "close", command: false, .init(.picker, "esc"), .init(.prompt, "esc"),
      .init(.approvals, "esc", "q", "!"), .init(.map, "esc", "q", "v"), .init(.reader, "esc", "q"),
      .init(.changes, "esc", "q", "d"),
      .init(.copying, "esc", "q")),
    .init(.yes, "Yes", hint: "yes", command: false, .init(.confirmation, "y", "enter")),
    .init(.no, "No", hint: "no", command: false, .init(.confirmation, "n", "esc")),
  ]
}
