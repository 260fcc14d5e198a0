// Giving tasks.

import Orchestrator
import System
import TerminalUI

extension ConsoleState {
  /// Gives what was written to whom it is addressed.
  mutating func submit() -> [Effect] {
    let written = composer.input.text
    guard written.contains(where: { !$0.isWhitespace }) else { return [] }
    guard let focused else {
      tell("there is no agent yet; the task stays here until there is one")
      return []
    }
    let (address, unknown) = Address.parse(written, agents: agents.map(\.name), focused: focused.name)
    guard let address else {
      tell(
        "nobody is called '\(unknown ?? "")'; there are \(agents.map(\.name).joined(separator: ", ")), all and any",
        isProblem: true)
      return []
    }
    guard !address.text.isEmpty else {
      tell("write the task after the name")
      return []
    }
    composer.input.replace(with: "")
    composer.cycle = nil
    let isNew = composer.history.remember(written)
    // Whoever gives a task wants to see what comes of it.
    if case .agent(let name) = address.target, let index = index(of: name) {
      focus(at: index)
      setScroll(.follow, of: index)
      if agents[index].status.isRunning { tell("queued behind what \(name) does now") }
    }
    let submission = Effect.submit(composer.expanded(address.text), address.target)
    guard isNew else { return [submission] }
    let bytes = written.utf8.count
    guard bytes > TaskHistory.largestKept else { return [.remember(written), submission] }
    tell(
      "given; with \(Figures.bytes(bytes)) it is not kept in the history beyond this session, which takes tasks of"
        + " \(Figures.bytes(TaskHistory.largestKept)) at most")
    return [submission]
  }

  /// `Up`: within what is written first, then to what was given earlier.
  mutating func lookBack() {
    if composer.input.moveLineUp() { return }
    if let task = composer.history.previous(from: composer.input.text) { composer.input.replace(with: task) }
  }

  /// `Down`, the other way.
  mutating func lookForward() {
    if composer.input.moveLineDown() { return }
    if let task = composer.history.next() { composer.input.replace(with: task) }
  }
}
