import Agents
package import Orchestrator
import TerminalUI
import Threading

/// A console without a terminal: keys go in, frames come out.
package final class MeasuredConsole {
  private var state: ConsoleState
  private let reader: TranscriptReader
  private let inbox: MessageInbox
  private let arrivals: Monitor<Int>
  private var frame: Surface?

  /// - Parameter agent: whose pane is shown.
  package init(record: any EventRecord, agent: String) {
    let arrivals = Monitor(0)
    self.arrivals = arrivals
    inbox = MessageInbox {
      arrivals.withLock { $0 += 1 }
      arrivals.broadcast()
    }
    reader = TranscriptReader(record: record, inbox: inbox)
    state = ConsoleState(size: Size(width: 120, height: 40))
    state.place = .panes
    deliver(.snapshot(FleetSnapshot(agents: [.init(name: agent, mode: .auto)])))
  }

  /// Lines that the search has found; 0 without one.
  package var found: Int { state.focused?.search?.found ?? 0 }

  package func seconds(_ body: () -> Void) -> Double {
    let start = MonotonicTime.now
    body()
    return MonotonicTime.now.seconds(since: start)
  }

  /// The first frame that shows the pane, with nothing of it formatted yet.
  package func open() {
    state.rowCache = RowCache()
    draw()
  }

  /// Presses a key, waits for what it has asked for, and draws.
  package func press(_ name: String) {
    guard let key = Key(named: name) else { return }
    deliver(.input(.key(key)))
    settle()
  }

  /// Searches as a person does, to the last count.
  package func search(_ text: String) {
    press("/")
    press("ctrl-u")
    for character in text { deliver(.input(.key(Key(.character(character))))) }
    press("enter")
  }

  package func expect(_ what: String, _ isSeen: ([String]) -> Bool) throws {
    let lines = frame?.lines ?? []
    guard isSeen(lines) else { throw FleetError("\(what) is not seen:\n\(lines.joined(separator: "\n"))") }
  }

  /// Takes in what a fleet has told.
  package func take(_ events: [FleetEvent]) { deliver(.events(events)) }

  private func deliver(_ message: Message) {
    for effect in state.update(message) { perform(effect) }
  }

  /// Takes in what comes until nothing is waited for any more, then draws.
  private func settle() {
    while let pane = state.focused, pane.seek != nil || pane.search?.isComplete == false {
      _ = arrivals.wait { $0 > 0 ? true : nil }
      arrivals.withLock { $0 = 0 }
      for message in inbox.takeAll() { deliver(message) }
    }
    draw()
  }

  private func draw() { frame = ScreenView.surface(state) }

  private func perform(_ effect: Effect) {
    do {
      switch effect {
      case .readTranscript(let part, let pane): try reader.read(part, pane: pane)
      case .searchTranscript(let pattern, let parts, let pane, let number):
        try reader.search(pattern, in: parts, pane: pane, number: number)
      case .endSearch(let pane): reader.endSearch(in: pane)
      case .submit, .stop, .stopAll, .goOn, .answer, .addAgent, .closeAgent, .stopLoading, .findModels, .rename,
        .setMode,
        .resizeSlots, .lookAtChanges, .undo, .setTheme, .loadModel, .listFiles, .readSelection, .copy, .openEditor,
        .remember, .notify, .screenshot, .redraw, .suspend, .quit, .trust:
        break
      }
    } catch {
      inbox.put(.refused("\(error)"))
    }
  }
}
