import TerminalUI

/// The keys of an action or two, as the hint line shows them: made from the key map.
enum HintLine {
  /// `y once  n deny`; actions without a key there are left out.
  static func line(_ actions: [Action], in contexts: [KeyContext], _ state: ConsoleState) -> StyledLine {
    var line = StyledLine()
    for action in actions {
      guard let key = state.keyMap.keys(for: action, in: contexts).first,
        let hint = ApprovalText.hint(of: action, to: state.targetedApproval)
      else { continue }
      if !line.isEmpty { line.append("   ", Style(.hint)) }
      line.append(key.shown, Style(.hintKey, bold: true))
      line.append(" \(hint)", Style(.hint))
    }
    return line
  }

  /// The hints of where one is, as many as fit whole. The one for help, which tells all others, is the last to go.
  static func fitting(_ width: Int, _ state: ConsoleState) -> StyledLine {
    var actions = actions(state)
    var line = line(actions, in: state.contexts, state)
    while line.width > width, let least = actions.lastIndex(where: { $0 != .help }) ?? actions.indices.last {
      actions.remove(at: least)
      line = self.line(actions, in: state.contexts, state)
    }
    return line
  }

  /// What is most wanted where one is.
  static func actions(_ state: ConsoleState) -> [Action] {
    switch state.mode {
    case .prompt: return [.accept, .dismiss]
    case .overlay(.picker): return [.accept, .itemDown, .dismiss]
    case .overlay(.reader): return [.search, .dismiss]
    case .overlay(.approvals): return [.approveOnce, .approveSession, .approvePrefix, .editCall, .denyCall, .dismiss]
    case .overlay(.map): return [.moreSlots, .fewerSlots, .dismiss]
    case .overlay(.changes): return [.itemDown, .fileNext, .undoHunk, .undoRun, .dismiss, .help]
    case .overlay(.confirmation): return [.yes, .no]
    case .copying: return [.copyMark, .copyLines, .dismiss]
    case .composing:
      let isRunning = state.focused?.status.isRunning == true
      return [.submit, .leaveComposer] + (isRunning ? [.interrupt] : []) + (state.approvals.isEmpty ? [] : [.approvals])
        + [.palette, .help]
    case .panes:
      var actions: [Action] = []
      if state.focused?.search != nil { actions += [.searchNext, .searchPrevious] }
      actions += [
        .help, .palette, .focusNext, .zoom, .approvals, .compose, .stopRun, .quit, .changes, .search, .newAgent,
        .slotMap, .themes,
      ]
      return actions.filter { state.reasonAgainst($0) == nil }
    }
  }
}

/// The last row: a sentence while there is one, else the keys.
struct HintView {
  let state: ConsoleState

  func draw(in rect: Rect, _ surface: inout Surface) {
    surface.draw(in: rect, on: .hint) { surface in
      let place = Point(x: rect.x + 1, y: rect.y)
      if let notice = state.notice {
        let text = TextSanitizer.line(notice.text).truncated(to: rect.width - 2, ellipsis: state.glyphs.ellipsis)
        surface.put(text, at: place, style: Style(notice.isProblem ? .warning : .accent), clippedTo: rect)
        return
      }
      if state.mode == .composing, let completion = state.completion {
        let words = completion.candidates.prefix(12).map { TextSanitizer.line($0.shown) }.joined(separator: "  ")
        surface.put("Tab: \(words)", at: place, style: Style(.hint), clippedTo: rect)
        return
      }
      surface.put(HintLine.fitting(rect.width - 2, state), at: place, clippedTo: rect)
    }
  }
}
