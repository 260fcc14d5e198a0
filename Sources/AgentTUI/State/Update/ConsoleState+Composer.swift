// Giving tasks.

import Orchestrator

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
    composer.cycle = []
    let isNew = composer.history.remember(written)
    // Whoever gives a task wants to see what comes of it.
    if case .agent(let name) = address.target, let index = index(of: name) {
      focus(at: index)
      setScroll(.follow, of: index)
      if agents[index].status.isRunning { tell("queued behind what \(name) does now") }
    }
    let submission = Effect.submit(composer.expanded(address.text), address.target)
    return (isNew ? [.remember(written)] : []) + [submission]
  }

  /// `Tab`: completes the word at the start, else goes to the next pane.
  mutating func complete() -> [Effect] {
    guard let completion = completion else {
      composer.cycle = []
      if composer.input.isEmpty || !composer.input.textBeforeCursor.hasPrefix("@") {
        if !agents.isEmpty { focus(at: (focus + 1) % agents.count) }
      } else {
        tell("nobody is called so")
      }
      return []
    }
    let typed = composer.input.textBeforeCursor
    if composer.cycle.isEmpty && completion.agreed.count > typed.count {
      composer.input.replaceBeforeCursor(from: 0, with: completion.agreed)
    } else {
      // All that agrees is there: through the candidates, one at each press.
      if composer.cycle.isEmpty { composer.cycle = completion.candidates }
      let place = composer.cycle.firstIndex(of: typed).map { ($0 + 1) % composer.cycle.count } ?? 0
      composer.input.replaceBeforeCursor(from: 0, with: composer.cycle[place])
    }
    return []
  }

  /// What the word at the cursor can become.
  var completion: Completion? {
    Completion(composer.input, agents: agents.map(\.name), prompts: composer.prompts.keys.sorted())
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
