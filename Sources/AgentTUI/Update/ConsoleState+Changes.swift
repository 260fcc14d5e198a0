// Looking at what an agent changed, and undoing it. What is in the files is asked and changed by others, on threads
// that may wait for a disk; here are the question and the answer.

import Agents

extension ConsoleState {
  /// Shows what the focused agent changed.
  mutating func reviewChanges() -> [Effect] {
    guard let focused else { return [] }
    var review = ChangeReview(pane: focused.id)
    review.question = .asked
    overlay = .changes(review)
    return [.lookAtChanges(of: focused.name)]
  }

  /// An agent has done something that may have changed files.
  mutating func changesMayBeOutdated(of agent: String) -> [Effect] {
    guard let index = index(of: agent) else { return [] }
    agents[index].changedFiles = nil
    guard case .changes(var review) = overlay, agents[index].id == review.pane else { return [] }
    let isFree = review.question == .none
    review.question = isFree ? .asked : .outdated
    overlay = .changes(review)
    return isFree ? [.lookAtChanges(of: agent)] : []
  }

  /// Takes what was found; asks again where that is old already.
  mutating func found(_ runs: [RunChanges], forgottenRuns: Int, of agent: String) -> [Effect] {
    guard let index = index(of: agent) else { return [] }
    agents[index].changedFiles = runs.reduce(0) { $0 + max($1.files.count, $1.notes.isEmpty ? 0 : 1) }
    guard case .changes(var review) = overlay, review.pane == agents[index].id else { return [] }
    let isOutdated = review.question == .outdated
    review.question = isOutdated ? .asked : .none
    review.show(runs, forgottenRuns: forgottenRuns)
    overlay = .changes(review)
    return isOutdated ? [.lookAtChanges(of: agent)] : []
  }

  /// Undoes the hunk that one is at.
  mutating func undoHunk() -> [Effect] {
    guard case .changes(let review) = overlay, let (_, file) = review.selected,
      let name = name(ofPane: review.pane)
    else { return [] }
    return undo(.hunk(review.hunk, file: file.id, revision: file.revision), of: name)
  }

  /// Asks whether to undo the whole run that one is at.
  mutating func undoRun() -> [Effect] {
    guard case .changes(let review) = overlay, review.selected != nil else { return [] }
    overlay = .confirmation(.undo(review))
    return []
  }

  /// The question is answered: back to the changes in any case.
  mutating func undoRun(of review: ChangeReview, isYes: Bool) -> [Effect] {
    guard let name = name(ofPane: review.pane) else { return [] }
    var review = review
    review.question = .none  // An answer that came meanwhile has found nobody.
    overlay = .changes(review)
    guard isYes, let run = review.selected?.run else { return changesMayBeOutdated(of: name) }
    return undo(.run(run.id), of: name)
  }

  private mutating func undo(_ undo: ChangeUndo, of agent: String) -> [Effect] {
    if case .changes(var review) = overlay {
      review.question = .asked
      overlay = .changes(review)
    }
    return [.undo(undo, of: agent)]
  }

  private func name(ofPane id: Int) -> String? { agents.first { $0.id == id }?.name }
}
