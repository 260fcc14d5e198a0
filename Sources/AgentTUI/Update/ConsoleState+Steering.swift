// Agents made, closed, named, stopped; approvals answered; the way out.

import Agents
import Inference
import OrderedJSON
import Threading

extension ConsoleState {
  /// Closes the focused agent; asks first where it works.
  mutating func closeFocused() -> [Effect] {
    guard let focused else { return [] }
    guard focused.status.isRunning else { return [.closeAgent(focused.name)] }
    overlay = .confirmation(.close(agent: focused.name))
    return []
  }

  /// Asks whether the project's settings file is to be trusted, naming what it sets.
  mutating func trustProject() -> [Effect] {
    guard let project = settings.project else { return [] }
    overlay = .confirmation(.trust(project))
    return []
  }

  mutating func setMode(_ mode: PermissionMode) -> [Effect] {
    guard agents.indices.contains(focus) else { return [] }
    agents[focus].mode = mode
    return [.setMode(mode, of: agents[focus].name)]
  }

  /// Quits; asks first where something works or waits. Said again to that question it is a yes, to any other a no.
  mutating func quit() -> [Effect] {
    if case .confirmation(let question) = overlay { return answerConfirmation(question == .quit) }
    if runningCount > 0 || queuedCount > 0 {
      overlay = .confirmation(.quit)
      return []
    }
    isQuitting = true
    return [.quit]
  }

  /// `Ctrl-C`: stops this run; again within a second offers to quit; with nothing to stop it says how to leave.
  mutating func interrupt() -> [Effect] {
    let again = interruptedAt.map { now.seconds(since: $0) <= Self.interruptSeconds } ?? false
    interruptedAt = now
    if again {
      close()
      return quit()
    }
    switch mode {
    case .prompt, .overlay, .copying: return dismiss()
    case .composing, .panes: break
    }
    if let focused, focused.status.isRunning {
      tell("stopping \(focused.name); Ctrl-C again to quit")
      return [.stop(focused.name)]
    }
    let keys = keyMap.keys(for: .quit, in: [.panes]).first?.shown
    let way = keys.map { place == .composer ? "Esc then \($0) quits" : "\($0) quits" } ?? "quit is in the palette"
    tell("nothing to stop here; \(way), or Ctrl-C again")
    return []
  }

  /// Answers the approval that one looks at.
  func answer(_ answer: PermissionAnswer) -> [Effect] {
    targetedApproval.map { [.answer(request: $0.id, answer)] } ?? []
  }

  /// Allows the call that one looks at, or says yes to the question; one that offers choices is answered with one of them.
  mutating func approveOnce() -> [Effect] {
    guard let approval = targetedApproval, !approval.request.choices.isEmpty else { return answer(.once) }
    prompt = Prompt(.reply(request: approval.id))
    return []
  }

  /// More or fewer slots. They count at once, so that two presses before the next look are two slots.
  mutating func changeSlots(by count: Int) -> [Effect] {
    guard let now = scheduler else { return [] }
    let max = now.max + count
    scheduler = SchedulerSnapshot(max: max, holders: now.holders, waiters: now.waiters)
    return [.resizeSlots(max)]
  }

  // MARK: what lies over the panes

  mutating func accept() -> [Effect] {
    if let prompt { return accept(prompt) }
    guard case .picker(let picker) = overlay else { return [] }
    let items = picker.matching(PickerItems.items(picker.kind, self))
    guard items.indices.contains(picker.selected) else { return [] }
    let item = items[picker.selected].item
    if let reason = item.reason {
      tell(reason)
      return []
    }
    overlay = nil
    switch picker.kind {
    case .palette: return Action(rawValue: item.id).map { perform($0) } ?? []
    case .themes:
      settings.theme = item.id
      return [.setTheme(item.id, isChosen: true)]
    case .models where item.id == PickerItems.anotherFile:
      prompt = Prompt(.modelPath)
      return []
    case .models: return load(item.id)
    }
  }

  private mutating func accept(_ prompt: Prompt) -> [Effect] {
    let text = prompt.input.text
    self.prompt = nil
    switch prompt.purpose {
    case .rename(let agent):
      return text == agent || text.isEmpty ? [] : [.rename(agent, to: text)]
    case .search:
      place = .panes
      return search(text)
    case .filter: return []
    case .deny(let request): return [.answer(request: request, .deny(reason: text))]
    case .reply(let request): return [.answer(request: request, .reply(text))]
    case .edit(let request):
      guard let approval = approvals.first(where: { $0.id == request }) else { return [] }
      switch CallEdit.arguments(text, of: approval.request) {
      case .success(let arguments):
        return [.answer(request: request, arguments == approval.request.arguments ? .once : .edited(arguments))]
      case .failure(let error):
        self.prompt = prompt
        self.prompt?.problem = error.sentence
        return []
      }
    case .modelPath: return text.isEmpty ? [] : load(text)
    }
  }

  /// Help for where one is, and the way back there.
  mutating func showHelp() -> [Effect] {
    let contexts = contexts
    let back: Action? =
      switch overlay {
      case .approvals: .approvals
      case .map: .slotMap
      case .changes: .changes
      case .reader(let reader): reader.content == .log ? .log : reader.back
      case .picker(let picker): picker.reopening
      case .confirmation, nil: nil
      }
    // A theme that was only looked at is not kept.
    var effects: [Effect] = []
    if case .picker = overlay { effects = dismiss() }
    overlay = .reader(Reader(content: .help(contexts), back: back))
    return effects
  }

  /// Out of what has the keys, and back to where it was asked from.
  mutating func dismiss() -> [Effect] {
    switch mode {
    case .prompt: prompt = nil
    case .copying: endCopying()
    case .composing, .panes: break
    case .overlay(let dismissed):
      overlay = nil
      if case .reader(let reader) = dismissed, let back = reader.back {
        return reasonAgainst(back) == nil ? perform(back) : []
      }
      if case .picker(let picker) = dismissed, case .themes(let before) = picker.kind, before != settings.theme {
        settings.theme = before
        return [.setTheme(before, isChosen: false)]
      }
    }
    return []
  }

  mutating func answerConfirmation(_ isYes: Bool) -> [Effect] {
    guard case .confirmation(let question) = overlay else { return [] }
    overlay = nil
    if case .undo(let review) = question { return undoRun(of: review, isYes: isYes) }
    guard isYes else { return [] }
    switch question {
    case .undo: return []
    case .trust(let project): return [.trust(project)]
    case .quit:
      isQuitting = true
      return [.quit]
    case .close(let agent): return index(of: agent) == nil ? [] : [.closeAgent(agent)]
    }
  }
}

extension PermissionMode {
  /// The next one: plan, ask, accept-edits, auto, and again.
  var next: PermissionMode {
    switch self {
    case .plan: .ask
    case .ask: .acceptEdits
    case .acceptEdits: .auto
    case .auto: .plan
    }
  }
}
