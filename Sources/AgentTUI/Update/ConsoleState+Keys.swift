// From a key press to an action: the key map decides by the contexts one is in; what no context binds is text, where
// text can be written.

import Agents
import Inference
import TerminalUI

extension ConsoleState {
  mutating func press(_ key: Key) -> [Effect] {
    if let action = keyMap.action(for: key, in: contexts) { return perform(action) }
    guard let character = key.text else { return [] }
    if mode.isWriting { write(character) } else if let hint = hint(on: character) { tell(hint) }
    return []
  }

  /// What to say to a letter that is no key here, where another keyboard layout may be switched on: on such a one each letter looks
  /// as if the console had died. Nil for what is no letter of another one.
  private func hint(on letter: Character) -> String? {
    guard letter.isLetter, !letter.isASCII else { return nil }
    let isAsked = contexts.contains(.approval) || contexts.contains(.approvals)
    if isAsked, let approval = targetedApproval {
      let answers = [(Action.approveOnce, "allows"), (.denyCall, "denies")].compactMap { action, verb in
        keyMap.keys(for: action, in: contexts).first.map { key in
          let question = action == .approveOnce ? "says yes" : "answers in words"
          return "\(key.shown) \(approval.request.isQuestion ? question : verb)"
        }
      }
      return "\(letter) is no answer here; \(answers.joined(separator: ", ")): switch the keyboard layout"
    }
    guard let latin = KeyboardLayout.latin(for: letter),
      let action = keyMap.action(for: Key(.character(latin)), in: contexts)
    else { return nil }
    return "\(letter) is no key here; \(latin) on the same key is \(action.rawValue): switch the keyboard layout"
  }

  /// Does an action that a key or the palette asks for; says why, where it is not possible.
  mutating func perform(_ action: Action) -> [Effect] {
    if action != .complete { composer.cycle = nil }
    if let reason = reasonAgainst(action) {
      tell(reason)
      return []
    }
    switch action {
    case .charLeft: edit { $0.moveLeft() }
    case .charRight: edit { $0.moveRight() }
    case .wordLeft: edit { $0.moveWordLeft() }
    case .wordRight: edit { $0.moveWordRight() }
    case .lineStart: edit { $0.moveToLineStart() }
    case .lineEnd: edit { $0.moveToLineEnd() }
    case .deleteBackward: edit { $0.deleteBackward() }
    case .deleteForward: edit { $0.deleteForward() }
    case .deleteWord: edit { $0.deleteWord() }
    case .deleteToStart: edit { $0.deleteToLineStart() }
    case .deleteToEnd: edit { $0.deleteToLineEnd() }
    case .yank: edit { $0.yank() }
    case .submit: return submit()
    case .newline: write("\n")
    case .complete: complete()
    case .historyPrevious: lookBack()
    case .historyNext: lookForward()
    case .compose: place = .composer
    case .leaveComposer: place = .panes
    case .openEditor: return [.openEditor(composer.input.text)]
    case .focusNext: if !agents.isEmpty { focus(at: (focus + 1) % agents.count) }
    case .focusPrevious: if !agents.isEmpty { focus(at: (focus + agents.count - 1) % agents.count) }
    case .focusLeft: moveFocus(x: -1, y: 0)
    case .focusRight: moveFocus(x: 1, y: 0)
    case .focusUp: moveFocus(x: 0, y: -1)
    case .focusDown: moveFocus(x: 0, y: 1)
    case .focus1, .focus2, .focus3, .focus4, .focus5, .focus6, .focus7, .focus8, .focus9:
      let number = Int(String(action.rawValue.last ?? "1")) ?? 1
      if number <= agents.count { focus(at: number - 1) } else { tell("there is no pane \(number)") }
    case .zoom: zoom = zoom == .full ? .normal : .full
    case .zoomMore: zoom = zoom.more
    case .zoomLess: zoom = zoom.less
    case .back: return goBack()
    case .newAgent: return [.addAgent]
    case .closeAgent: return closeFocused()
    case .renameAgent: if let focused { prompt = Prompt(.rename(agent: focused.name), focused.name) }
    case .stopRun: return focused.map { [.stop($0.name)] } ?? []
    case .stopAll: return [.stopAll]
    case .goOn:
      hasOpenWork = false
      return [.goOn]
    case .interrupt: return interrupt()
    case .cycleMode: return setMode(focused?.mode.next ?? .ask)
    case .modePlan: return setMode(.plan)
    case .modeAsk: return setMode(.ask)
    case .modeAcceptEdits: return setMode(.acceptEdits)
    case .modeAuto: return setMode(.auto)
    case .quit: return quit()
    case .pageUp: return move(.pageUp)
    case .pageDown: return move(.pageDown)
    case .halfPageUp: return move(.halfPageUp)
    case .halfPageDown: return move(.halfPageDown)
    case .scrollTop: return move(.top)
    case .scrollBottom: return move(.bottom)
    case .itemUp: return move(.up)
    case .itemDown: return move(.down)
    case .entryPrevious: moveEntryCursor(by: -1)
    case .entryNext: moveEntryCursor(by: 1)
    case .openEntry: toggleEntry()
    case .toggleReasoning: agents[focus].showsReasoning.toggle()
    case .changes: return reviewChanges()
    case .filePrevious, .fileNext:
      if case .changes(var review) = overlay {
        review.moveFile(by: action == .fileNext ? 1 : -1)
        overlay = .changes(review)
      }
    case .undoHunk: return undoHunk()
    case .undoRun: return undoRun()
    case .search:
      if case .reader(let reader) = overlay {
        prompt = Prompt(.filter, reader.filter)
      } else {
        prompt = Prompt(.search, focused?.search?.pattern.text ?? "")
      }
    case .searchNext: return moveMatch(by: 1)
    case .searchPrevious: return moveMatch(by: -1)
    case .copyMode: beginCopying()
    case .copyMark:
      if var copy {
        copy.mark = copy.mark == nil ? copy.cursor : nil
        self.copy = copy
      }
    case .copyLines: return copyLines()
    case .approvals: overlay = .approvals(ApprovalList())
    case .approveOnce: return approveOnce()
    case .approveSession: return answer(.session)
    case .approvePrefix: return answer(.prefix)
    case .editCall:
      if let approval = targetedApproval {
        prompt = Prompt(.edit(request: approval.id), CallEdit.text(of: approval.request))
      }
    case .denyCall:
      if let approval = targetedApproval {
        prompt = Prompt(approval.request.isQuestion ? .reply(request: approval.id) : .deny(request: approval.id))
      }
    case .slotMap: overlay = .map
    case .moreSlots: return changeSlots(by: 1)
    case .fewerSlots: return changeSlots(by: -1)
    case .chooseModel:
      overlay = .picker(Picker(.models))
      return [.findModels]
    case .stopLoading: return [.stopLoading]
    case .trustProject: return trustProject()
    case .palette: overlay = .picker(Picker(.palette))
    case .help: return showHelp()
    case .log: overlay = .reader(Reader(content: .log, scroll: Int.max))
    case .themes:
      let here = settings.themes.firstIndex(of: settings.theme) ?? 0
      overlay = .picker(Picker(.themes(before: settings.theme), selected: here))
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    case .screenshot: return [.screenshot]
    case .accept: return accept()
    case .dismiss: return dismiss()
    case .yes, .no: return answerConfirmation(action == .yes)
    }
    return []
  }

  /// Writes a character where one writes.
  private mutating func write(_ character: Character) {
    composer.cycle = nil
    edit { $0.insert(character) }
  }

  /// Changes what is being written, or moves the cursor in it.
  private mutating func edit(_ change: (inout TextInput) -> Void) {
    switch mode {
    case .prompt(var prompt):
      change(&prompt.input)
      prompt.problem = nil
      self.prompt = prompt
      filterLive()
    case .overlay(.picker(var picker)):
      change(&picker.filter)
      picker.selected = 0
      overlay = .picker(picker)
    case .composing:
      let before = composer.input.pieces
      change(&composer.input)
      if composer.input.pieces != before { composer.history.leave() }
    case .overlay, .copying, .panes: break
    }
  }

  /// What is typed as a filter of help or log takes effect at once.
  private mutating func filterLive() {
    guard case .filter? = prompt?.purpose, case .reader(var reader) = overlay else { return }
    reader.filter = prompt?.input.text ?? ""
    reader.scroll = reader.content == .log ? Int.max : 0
    overlay = .reader(reader)
  }

  /// Out of whatever one is in, one step: a search, a chosen entry, a zoom. Never to the composer: who presses Esc twice to be
  /// sure is among the panes, and the next letter is a key and no text.
  private mutating func goBack() -> [Effect] {
    if focused?.search != nil { return endSearch() }
    if focused?.cursor != nil {
      agents[focus].cursor = nil
    } else {
      zoom = .normal
    }
    return []
  }
}
