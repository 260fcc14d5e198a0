// A model that has answered believes that it is done. Where the task asks for a change, that can be looked at: before the
// end it is shown, once, the task again, what has changed, and what failed last. Small models are asked each time, for
// they often stop half-way; a large one only where something speaks against it.

/// What can be seen of a run's work.
struct RunEvidence: Equatable {
  /// What the run has changed, as lines of a diff; empty where it has changed nothing.
  var changes = ""
  /// What the last command said, where it failed.
  var failure: String?
  /// Files that the task names, that were not there before, and are not there now.
  var missing: [String] = []
  /// Files that the task names of which only the beginning was looked at.
  var unseen: [String] = []
  /// The workspace's files now, where some came or went.
  var files: String?

  /// Whether something speaks against the task being done.
  var isDoubtful: Bool { changes.isEmpty || failure != nil || !missing.isEmpty }
}

/// What is to be said before a run may end.
struct RunReview: Equatable {
  /// What the person wants.
  let task: String
  /// Questions that were asked.
  private(set) var asked = 0
  /// What had changed when it was asked last.
  private var seen = ""

  init(task: String) { self.task = task }

  /// The question, or nil where there is none.
  ///
  /// - Parameters:
  ///   - isLed: whether the model is asked also where nothing speaks against the end.
  ///   - evidence: what can be seen.
  mutating func question(isLed: Bool, _ evidence: RunEvidence) -> String? {
    guard Self.wish(of: task) != .no || !evidence.changes.isEmpty && isLed else { return nil }
    switch asked {
    case 0:
      guard isLed || evidence.changes.isEmpty || evidence.failure != nil else { return nil }
    case 1:
      // A small model that explains what would have to be done has not done it; and what it did when it was asked has
      // not been looked at.
      guard isLed, Self.wish(of: task) == .yes, evidence.isDoubtful || evidence.changes != seen else { return nil }
    default:
      return nil
    }
    asked += 1
    seen = evidence.changes
    let end =
      asked > 1 && evidence.isDoubtful
      ? "The task is not done yet. Do not explain. Write the next block now."
      : "If something is missing or wrong, do it now. If not, say that it is done."
    return (["Look once more. The task: \(task)"] + Self.lines(of: evidence) + [end]).joined(separator: "\n")
  }

  private static func lines(of evidence: RunEvidence) -> [String] {
    var lines = [
      evidence.changes.isEmpty
        ? "Nothing has been changed or created so far!" : "Changed so far:\n\(evidence.changes)"
    ]
    for name in evidence.missing {
      lines.append("There is no file \(name) yet. If the task wants it, write:\n\(name)\n```\nits content\n```")
    }
    for name in evidence.unseen {
      lines.append("Of \(name) only the beginning was looked at. Work on all of it with a bash block.")
    }
    if let files = evidence.files { lines.append(files) }
    if let failure = evidence.failure { lines.append("The last command failed:\n\(failure)") }
    return lines
  }

  /// Words of a task that name files, as far as their looks tell: a name with an ending of letters.
  static func filesToCome(in task: String) -> [String] {
    Briefing.candidates(in: task).filter { name in
      guard let dot = name.lastIndex(of: "."), dot > name.startIndex, !name.contains("(") else { return false }
      let ending = name[dot...].dropFirst()
      return (1...5).contains(ending.count) && ending.allSatisfy(\.isLetter) && !name.hasPrefix("www.")
        && !["e.g", "i.e", "a.m", "p.m"].contains(name)
    }
  }

  /// Words with which people ask for a change of what is there.
  private static let changing: Set<String> = [
    "append", "apply", "bump", "clean", "comment", "configure", "convert", "copy", "correct", "decrease", "delete",
    "disable", "drop", "edit", "enable", "extract", "fix", "format", "implement", "increase", "insert",
    "merge", "migrate", "modify", "move", "optimise", "optimize", "patch", "port", "prepend", "refactor", "reformat",
    "remove", "rename", "reorder", "repair", "replace", "restore", "reverse", "rewrite", "simplify", "solve", "split",
    "swap",
    "tidy", "undo", "update", "upgrade",
  ]

  /// Words with which they ask for something new, in a file or in the answer: which of them, the rest of the task says.
  private static let making: Set<String> = [
    "add", "build", "change", "create", "cut", "document", "extend", "fill", "generate", "give", "improve", "introduce",
    "make", "mend", "put", "save", "set", "sort", "store", "translate", "write",
  ]

  /// Words for what lies in a workspace.
  private static let things: Set<String> = [
    "class", "code", "comment", "config", "docs", "documentation", "file", "files", "folder", "folders", "function",
    "line", "lines", "method", "module", "option", "program", "readme", "script", "section", "test",
    "tests", "variable",
  ]

  /// Words with which people ask to be told something.
  private static let asking: Set<String> = [
    "analyse", "analyze", "check", "compare", "count", "describe", "explain", "find", "how", "inspect", "list", "look",
    "name", "print", "read", "report", "review", "run", "say", "search", "see", "show", "summarise", "summarize",
    "tell",
    "test", "verify", "what", "when", "where", "which", "who", "why",
  ]

  /// Whether a task wants something to be changed or created in the workspace.
  enum Wish: Equatable {
    case no
    /// Nothing says so, and nothing says otherwise: it names a file, and may be in another language. Who only may have been
    /// asked to act is not made to.
    case perhaps
    case yes
  }

  static func wish(of task: String) -> Wish {
    let words = Set(task.lowercased().split { !$0.isLetter }.map(String.init))
    let namesFile = Briefing.candidates(in: task).contains { name in
      name.dropLast().dropFirst().contains(".") || name.dropLast().contains("/")
    }
    if !words.isDisjoint(with: changing) { return .yes }
    if !words.isDisjoint(with: making) { return namesFile || !words.isDisjoint(with: things) ? .yes : .no }
    return namesFile && !task.contains("?") && words.isDisjoint(with: asking) ? .perhaps : .no
  }
}
