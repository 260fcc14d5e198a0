/// What lies over the panes; one at a time.
enum Overlay: Equatable, Sendable {
  case picker(Picker)
  case reader(Reader)
  case approvals(ApprovalList)
  case map
  case changes(ChangeReview)
  case confirmation(Confirmation)
}

/// A question of yes or no.
enum Confirmation: Equatable, Sendable {
  /// Runs are on, or tasks wait.
  case quit
  /// The agent runs.
  case close(agent: String)
  /// Back to what it was asked from, with the run that one is at undone or not.
  case undo(ChangeReview)
  /// What the project's settings file sets is allowed from the next start on.
  case trust(ProjectTrust)

  /// The question.
  ///
  /// - Parameters:
  ///   - running: runs that are on; they may end while the question stands.
  ///   - queued: tasks that wait; they may begin meanwhile.
  func question(running: Int, queued: Int) -> String {
    switch self {
    case .quit:
      let runs = running == 1 ? "One run is on" : "\(running) runs are on"
      let tasks = queued == 1 ? "one task waits" : "\(queued) tasks wait"
      if running > 0 && queued > 0 { return "\(runs) and \(tasks). Stop and drop them, and quit?" }
      if running > 0 { return "\(runs). Stop \(running == 1 ? "it" : "them") and quit?" }
      if queued > 0 { return "Nothing runs, and \(tasks). Drop \(queued == 1 ? "it" : "them") and quit?" }
      return "Nothing runs any more. Quit?"
    case .close(let agent): return "\(agent) works. Stop its run and close it?"
    case .undo(let review): return review.confirmation
    case .trust(let project):
      return "Trust \(project.shownFile) as it was at the start? From the next start on it sets \(project.list)."
    }
  }
}

/// The one list of approvals, with the selected one in whole.
struct ApprovalList: Equatable, Sendable {
  /// The request that is selected; nil: the oldest.
  var selected: String?
  /// Rows of its whole text that are scrolled past.
  var scroll = 0
}

/// Text to scroll and to search.
struct Reader: Equatable, Sendable {
  /// What is read.
  enum Content: Equatable, Sendable {
    /// Help for these contexts first.
    case help([KeyContext])
    case log
  }

  var content: Content
  /// Rows scrolled past.
  var scroll = 0
  /// Only lines with this are shown.
  var filter = ""
  /// Shows again what help was asked for.
  var back: Action?
}
