// Who is told what by bell or notice: only somebody who does not see it.

extension ConsoleState {
  /// Whether the person sees what happens in an agent's pane: it is the one they are at, in the terminal that they work
  /// in; of what is asked, the list of approvals tells as well.
  func isSeen(_ agent: String, asking: Bool) -> Bool {
    guard hasFocus else { return false }
    if asking, case .approvals = overlay { return true }
    return index(of: agent) == focus
  }

  /// Of what comes at once one notice is made: a fleet that ends together rings once.
  func joiningNotices(_ effects: [Effect]) -> [Effect] {
    var texts: [String] = []
    var others: [Effect] = []
    for effect in effects {
      if case .notify(let text) = effect { texts.append(text) } else { others.append(effect) }
    }
    guard let first = texts.first else { return effects }
    return others + [.notify(texts.count == 1 ? first : "\(first), and \(texts.count - 1) more")]
  }
}
