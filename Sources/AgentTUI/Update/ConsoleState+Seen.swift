// What the person has seen of what is asked. Whoever allows a call has had all of it on screen: in the agent's pane, where it
// fits there, or in the list of approvals, scrolled through to its end. Otherwise a command could hide what it does below the
// edge, and `y` would run it. Denying needs nothing.

import TerminalUI

extension ConsoleState {
  /// Notes what is on screen of the approval that an answer would be for; before each key, since that is what a key answers.
  mutating func noteWhatIsSeen() {
    guard let approval = targetedApproval, !approval.seen.isWhole,
      let place = approvals.firstIndex(where: { $0.id == approval.id })
    else { return }
    switch overlay {
    case .approvals(let list):
      let detail = ApprovalLayout(self).detail
      guard detail.width > 0, detail.height > 0 else { break }
      let parts = ApprovalText.parts(approval, width: detail.width, self)
      let start = max(0, min(list.scroll, parts.asked.count + parts.about.count - detail.height))
      approvals[place].seen.see(start..<start + detail.height, of: parts.asked.count, width: detail.width)
    case nil: approvals[place].seen.see(allBut: hiddenInPane(of: approval))
    case .picker, .reader, .map, .changes, .confirmation: break
    }
  }

  /// Rows of what is asked that the pane of the agent that asks does not show; nil where the pane is not on screen.
  private func hiddenInPane(of approval: PendingApproval) -> Int? {
    guard let agent = index(of: approval.agent), let rect = paneLayout(of: agent, in: layout)?.approval,
      rect.height > 0, rect.width > 0
    else { return nil }
    return ApprovalText.inPane(approval, of: rect.size, self).hidden
  }
}
