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
  /// Runs are on.
  case quit
  /// The agent runs.
  case close(agent: String)
  /// Back to what it was asked from, with the run that one is at undone or not.
  case undo(ChangeReview)

  /// The question.
  func question(running: Int) -> String {
    switch self {
    case .quit:
      // Runs may end while the question stands.
      switch running {
      case 0: "Nothing runs any more. Quit?"
      case 1: "One run is on. Stop it and quit?"
      default: "\(running) runs are on. Stop them and quit?"
      }
    case .close(let agent): "\(agent) works. Stop its run and close it?"
    case .undo(let review): review.confirmation
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
}
