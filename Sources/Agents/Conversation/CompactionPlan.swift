// Which part of a conversation a summary replaces. The newest part stays word for word, as much of it as there is
// room for; it never begins with the results of calls that it does not show. The task that is being worked on stays
// word for word too, even where it is old: it is put behind the summary.

/// What compaction replaces, and what it keeps beside the newest part.
struct CompactionPlan: Equatable {
  /// How many of the oldest entries the summary replaces.
  var replaced: Int
  /// The task among them that is being worked on.
  var task: String?

  /// The entries that stand in place of the replaced ones.
  func replacement(summary: String) -> [Conversation.Entry] {
    [.summary(summary)] + (task.map { [.task($0)] } ?? [])
  }

  /// A plan that keeps about `keptTokens` of the newest entries; nil where there is nothing that is worth replacing.
  ///
  /// - Parameters:
  ///   - sizes: tokens of each entry.
  ///   - longest: most entries that may be replaced, where their summary would not fit otherwise.
  init?(_ entries: [Conversation.Entry], sizes: [Int], keptTokens: Int, longest: Int = .max) {
    var first = entries.count
    var kept = 0
    while first > 0, first == entries.count || kept + sizes[first - 1] <= keptTokens {
      first -= 1
      kept += sizes[first]
    }
    while first > 0, !Self.canBegin(entries[first]) { first -= 1 }
    first = min(first, longest)
    while first > 0, first < entries.count, !Self.canBegin(entries[first]) { first -= 1 }
    let replacedEntries = entries[..<first]
    guard replacedEntries.contains(where: Self.isWorthReplacing) else { return nil }
    replaced = first
    let lastTask = entries.lastIndex { if case .task = $0 { true } else { false } }
    if let lastTask, lastTask < first, case .task(let text) = entries[lastTask] { task = text }
  }

  /// Results belong to the entry before them.
  private static func canBegin(_ entry: Conversation.Entry) -> Bool {
    if case .toolResults = entry { false } else { true }
  }

  /// A summary of a summary, or of the task that is kept anyway, gains nothing.
  private static func isWorthReplacing(_ entry: Conversation.Entry) -> Bool {
    switch entry {
    case .assistant, .toolResults: true
    case .briefing, .task, .note, .summary: false
    }
  }
}
