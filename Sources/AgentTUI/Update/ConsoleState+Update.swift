// The one place where the state changes. Pure: what is to be done in the world comes back as effects.

import Agents
import Orchestrator
import TerminalUI
import Threading

extension ConsoleState {
  /// Takes in a message.
  mutating func update(_ message: Message) -> [Effect] {
    if case .input = message { noteWhatIsSeen() }
    let effects = take(message)
    switch message {
    case .clock, .snapshot, .told, .refused, .logged, .projectTrusted: return effects
    case .input, .events, .earlier, .modelsFound, .agentAdded, .agentRenamed, .agentClosed, .changes, .transcriptRead,
      .transcriptUnreadable, .transcriptSearched, .searchFailed, .selectionRead, .filesListed, .edited:
      return effects + settleTranscripts()
    }
  }

  private mutating func take(_ message: Message) -> [Effect] {
    switch message {
    case .input(.key(let key)):
      if notice?.waitsForKey == true {
        notice?.waitsForKey = false
        notice?.since = now
      } else if notice?.isProblem == false {
        // It has been read: the keys stand there again.
        notice = nil
      }
      let effects = press(key)
      return effects + followMention()
    case .input(.paste(let text)):
      let effects = paste(text)
      return effects + followMention()
    case .input(.resize(let size)): resize(to: size)
    case .input(.mouse(let event)): return point(event)
    case .input(.focus(let isHere)): hasFocus = isHere
    case .input(.terminated(let signal)):
      self.signal = signal
      isQuitting = true
      return [.quit]
    case .events(let events): return joiningNotices(events.flatMap { take($0) })
    case .earlier(let events, let names, let hasOpenWork):
      self.hasOpenWork = hasOpenWork
      renamed.merge(names) { $1 }
      // Nobody is called for what is over.
      for event in events { _ = take(event) }
    case .snapshot(let snapshot): take(snapshot)
    case .clock(let now, let wall): tick(now, wall: wall)
    case .modelsFound(let models): found(models)
    case .agentAdded(let name):
      addPane(name, mode: .ask)
      focus(on: name)
      tell("\(name) is here")
    case .agentRenamed(let old, let new): rename(old, to: new)
    case .agentClosed(let name): removePane(name)
    case .changes(let runs, let forgottenRuns, let name): return found(runs, forgottenRuns: forgottenRuns, of: name)
    case .transcriptRead(let entries, let page, let pane): return found(entries, page: page, pane: pane)
    case .transcriptUnreadable(let sentence, let page, let pane): return missed(page, pane: pane, because: sentence)
    case .transcriptSearched(let counts, let pane, let number): searched(counts, pane: pane, number: number)
    case .selectionRead(let text): return [.copy(text)]
    case .searchFailed(let sentence, let pane, let number): searchFailed(sentence, pane: pane, number: number)
    case .filesListed(let index):
      composer.mentions.listed(index, at: now)
      // The candidates stand where it says that they are looked for.
      if composer.mentions.typed != nil, notice?.isProblem == false { notice = nil }
    case .edited(let text):
      if let text {
        var text = text
        while text.last?.isNewline == true { text.removeLast() }
        composer.input.replace(with: text)
      }
      composer.cycle = nil
      place = .composer
    case .projectTrusted: settings.project = settings.project?.trusted
    case .told(let text): tell(text)
    case .refused(let text): tell(text, isProblem: true)
    case .logged(let line):
      log.append(line)
      if log.count > LogLine.limit { log.removeFirst(log.count - LogLine.limit) }
    }
    return []
  }

  private mutating func tick(_ now: MonotonicTime, wall: Int64) {
    self.now = now
    self.wall = wall
    if let notice, !notice.waitsForKey, now.seconds(since: notice.since) >= Self.noticeSeconds { self.notice = nil }
  }

  private mutating func resize(to size: Size) {
    self.size = Size(width: max(0, size.width), height: max(0, size.height))
  }

  /// Into what is being written; where nothing is, into the composer, where one is from then on.
  private mutating func paste(_ text: String) -> [Effect] {
    switch mode {
    case .prompt(var prompt):
      prompt.input.paste(text)
      prompt.problem = nil
      self.prompt = prompt
    case .overlay(.picker(var picker)):
      picker.filter.insert(text.filter { !$0.isNewline })
      picker.selected = 0
      overlay = .picker(picker)
    case .overlay: break
    case .copying, .composing, .panes:
      copy = nil
      place = .composer
      composer.cycle = nil
      composer.input.paste(text)
      composer.history.leave()
    }
    return []
  }
}
