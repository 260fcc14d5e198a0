// Whether an action is possible now. The palette shows it greyed with the reason otherwise, and a key that asks for
// it says the same reason.

import Agents
import Inference
import Orchestrator
import TerminalUI

extension ConsoleState {
  /// Why an action cannot be done now; nil when it can.
  func reasonAgainst(_ action: Action) -> String? {
    switch action {
    case .stopRun:
      guard let focused else { return "there is no agent" }
      return focused.status.isRunning ? nil : "\(focused.name) has no run to stop"
    case .stopAll:
      return runningCount > 0 || queuedCount > 0 ? nil : "nothing runs"
    case .goOn: return hasOpenWork ? nil : "nothing was interrupted"
    case .closeAgent:
      return agents.count > 1 ? nil : agents.isEmpty ? "there is no agent" : "it is the last agent"
    case .renameAgent, .cycleMode, .modePlan, .modeAsk, .modeAcceptEdits, .modeAuto, .zoom, .zoomMore, .zoomLess:
      return agents.isEmpty ? "there is no agent" : nil
    case .focusNext, .focusPrevious, .focusLeft, .focusRight, .focusUp, .focusDown:
      return agents.count > 1 ? nil : "there is no other pane"
    // What lies over the panes has a start and an end of its own.
    case .scrollTop, .scrollBottom: return overlay == nil ? reasonAgainst(.openEntry) : nil
    case .search:
      if case .reader = overlay { return nil }
      return reasonAgainst(.openEntry)
    case .copyMode, .openEntry, .entryPrevious, .entryNext, .toggleReasoning:
      return focused?.transcript.isEmpty == false ? nil : "nothing has been said in this pane"
    case .changes:
      guard let focused else { return "there is no agent" }
      return focused.changedFiles == 0 ? "\(focused.name) has changed no file" : nil
    case .undoHunk: return reasonAgainstUndo(ofRun: false)
    case .undoRun: return reasonAgainstUndo(ofRun: true)
    case .approvals: return approvals.isEmpty ? "no approval waits" : nil
    case .denyCall: return targetedApproval == nil ? "no approval waits here" : nil
    case .approveOnce:
      guard let approval = targetedApproval else { return "no approval waits here" }
      return reasonNotSeen(approval)
    case .approveSession, .editCall:
      guard let approval = targetedApproval else { return "no approval waits here" }
      return approval.request.isQuestion ? Self.questionReason : reasonNotSeen(approval)
    case .approvePrefix:
      guard let approval = targetedApproval else { return "no approval waits here" }
      if approval.request.isQuestion { return Self.questionReason }
      if approval.request.prefixRule == nil { return "this call has no prefix to allow; a is the session" }
      return reasonNotSeen(approval)
    case .moreSlots: return scheduler == nil ? "the model is not loaded yet" : nil
    case .fewerSlots:
      guard let scheduler else { return "the model is not loaded yet" }
      return scheduler.max > 1 ? nil : "there is one slot, and one is needed"
    case .chooseModel:
      switch model {
      case .loading: return "a model is being loaded"
      case .ready:
        if next?.isComing == true { return "another model is on its way" }
        return settings.isSpread
          ? "remote workers hold the model, and serve one at a time; start again with --model for another" : nil
      case .none, .failed: return nil
      }
    case .trustProject:
      guard let project = settings.project, !project.widenings.isEmpty else {
        return "no settings file of this project wants more than is allowed"
      }
      if project.standing == .trusted { return "it is trusted already; 'agent-tui trust --untrust' takes it back" }
      return project.isListWhole ? nil : "it sets more than can be shown here; 'agent-tui trust' shows all of it"
    case .stopLoading:
      if case .loading = model { return nil }
      return next?.isComing == true ? nil : "no model is being loaded"
    case .submit, .newline, .complete, .historyPrevious, .historyNext, .compose, .leaveComposer, .openEditor,
      .charLeft, .charRight, .wordLeft, .wordRight, .lineStart, .lineEnd, .deleteBackward, .deleteForward, .deleteWord,
      .deleteToStart, .deleteToEnd, .yank, .focus1, .focus2, .focus3, .focus4, .focus5, .focus6, .focus7, .focus8,
      .focus9, .back, .newAgent, .interrupt, .pageUp, .pageDown, .halfPageUp, .halfPageDown, .searchNext,
      .searchPrevious, .copyMark, .copyLines, .slotMap, .palette, .help, .log, .themes, .redraw, .suspend, .quit,
      .screenshot, .filePrevious, .fileNext, .itemUp, .itemDown, .accept, .dismiss, .yes, .no:
      return nil
    }
  }

  /// Why what is asked cannot be allowed yet, and what to do; nil when all of it has been seen.
  private func reasonNotSeen(_ approval: PendingApproval) -> String? {
    guard !approval.seen.isWhole else { return nil }
    func key(_ action: Action) -> String? { keyMap.keys(for: action, in: contexts).first?.shown }
    let way: String
    if case .approvals = overlay {
      way = (key(.pageDown) ?? key(.halfPageDown)).map { "\($0) goes on to the end" } ?? "page-down has no key"
    } else {
      way = key(.approvals).map { "\($0) shows all of it" } ?? "'approvals' in the palette shows all of it"
    }
    let what = approval.seen.missing.map { $0 == 1 ? "1 row more is" : "\($0) rows more are" } ?? "it is"
    return "\(what) not seen yet: \(way)\(key(.denyCall).map { ", \($0) denies" } ?? "")"
  }

  private static let questionReason = "this is a question: y says yes, n answers in words"

  /// The approval that an answer is for: the one selected in the list, else the focused agent's oldest.
  var targetedApproval: PendingApproval? {
    if case .approvals(let list) = overlay { return approvals.first { $0.id == list.selected } ?? approvals.first }
    return focused.flatMap { approval(of: $0.name) }
  }

  /// Why nothing can be undone where one is; nil when it can.
  func reasonAgainstUndo(ofRun: Bool) -> String? {
    guard case .changes(let review) = overlay, let (run, file) = review.selected else {
      return "there is no change to undo here"
    }
    if ofRun, run.isCut { return "not all that this run changed is kept any more; undo what is shown, hunk by hunk" }
    let inTheWay = ofRun ? run.files.first { $0.obstacle != nil } : file
    guard let inTheWay, let obstacle = inTheWay.obstacle else { return nil }
    return "\(TextSanitizer.line(inTheWay.path)): \(obstacle); nothing was undone"
  }
}
