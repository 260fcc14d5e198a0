/// Where a key press lands; the same key may mean different things in different places.
///
/// A place is a stack of contexts, the innermost first: the first one that binds the key decides.
enum KeyContext: String, CaseIterable, Hashable, Sendable {
  /// Wherever one is.
  case anywhere
  /// The composer, where one starts.
  case composer
  /// Any line of text that is being written: composer, prompts, filters.
  case editing
  /// The panes of the agents.
  case panes
  /// A pane whose agent waits for an approval.
  case approval
  /// A pane in which a search is on.
  case searching
  /// The one list of approvals.
  case approvals
  /// The map of slots and KV.
  case map
  /// What an agent wrote, hunk by hunk.
  case changes
  /// Lines being selected in a pane.
  case copying
  /// The command palette, the themes, the models: a list with a filter.
  case picker
  /// Help and log: text to scroll.
  case reader
  /// A question with a line to fill in.
  case prompt
  /// A question of yes or no.
  case confirmation

  /// What help calls it.
  var title: String {
    switch self {
    case .anywhere: "Everywhere"
    case .composer: "Composer"
    case .editing: "Writing a line"
    case .panes: "Panes"
    case .approval: "A pane with an approval"
    case .searching: "While searching"
    case .approvals: "Approvals"
    case .map: "Slot and KV map"
    case .changes: "What an agent changed"
    case .copying: "Copy mode"
    case .picker: "Lists with a filter"
    case .reader: "Help and log"
    case .prompt: "A line to fill in"
    case .confirmation: "A question"
    }
  }

  /// The contexts around this one, the nearest first. A key that is bound in both means the inner one there.
  var around: [KeyContext] {
    switch self {
    case .prompt, .picker, .composer: [.editing, .anywhere]
    case .searching: [.approval, .panes, .anywhere]
    case .approval: [.panes, .anywhere]
    case .editing, .panes, .approvals, .map, .changes, .copying, .reader: [.anywhere]
    case .anywhere, .confirmation: []
    }
  }

  /// It and those around it.
  var stack: [KeyContext] { [self] + around }

  /// Whether a letter without a modifier is text here.
  var takesText: Bool {
    switch self {
    case .composer, .editing, .picker, .prompt: true
    case .anywhere, .panes, .approval, .searching, .approvals, .map, .changes, .copying, .reader, .confirmation: false
    }
  }
}
