import TerminalUI

/// How the person stands to a project's own settings file, and what hangs on it.
package struct ProjectTrust: Sendable, Equatable {
  /// Whether the person has said that this file, as it is, may widen what is allowed.
  package enum Standing: String, Sendable {
    case trusted
    case untrusted
    /// It was trusted, and has been written since.
    case changed
  }

  /// Settings that are named in a sentence; of more it is said how many.
  private static let named = 4
  /// Characters of each that are shown.
  private static let shown = 60

  /// The file's path, an absolute one, links followed.
  package let file: String
  /// Of what is in it.
  package let digest: String
  package let standing: Standing
  /// What in it widens what is allowed: `allow "bash(make *)"`; whole, and harmless on a terminal.
  package let widenings: [String]

  package init(file: String, digest: String, standing: Standing, widenings: [String]) {
    self.file = file
    self.digest = digest
    self.standing = standing
    self.widenings = widenings
  }

  /// What is said at the start; nil where nothing hangs on it.
  package var sentence: String? {
    guard standing != .trusted, !widenings.isEmpty else { return nil }
    let reason = standing == .changed ? "Changed since you trusted it" : "Not trusted"
    let folder = shownFile.dropLast("/.agent-tui.json".count)
    // The way first: the console shows what fits into a line, and all of it in its log.
    return "\(reason) (trust-project, or 'agent-tui trust \(folder)'): .agent-tui.json would set \(list); "
      + "until then it only narrows what is allowed."
  }

  /// The file's path, harmless on a terminal.
  package var shownFile: String { TextSanitizer.line(file) }

  /// What it would set, in one sentence's part.
  package var list: String {
    let rest = widenings.count - Self.named
    let names = widenings.prefix(Self.named).map { $0.count > Self.shown ? $0.prefix(Self.shown) + "…" : $0[...] }
    return names.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }

  /// Whether `list` is all of it, so that who reads it knows what they trust.
  package var isListWhole: Bool { widenings.count <= Self.named && widenings.allSatisfy { $0.count <= Self.shown } }

  /// The same file, trusted.
  package var trusted: ProjectTrust {
    ProjectTrust(file: file, digest: digest, standing: .trusted, widenings: widenings)
  }
}
