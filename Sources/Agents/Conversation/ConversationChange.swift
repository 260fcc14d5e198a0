// A conversation is kept on disk as what was changed in it, one change after the other: an entry is written once, when it
// is said, and a session of many turns takes no more room than what was said in it. A change says how long the
// conversation was before it, so that whoever puts them together again notices one that is missing.

public import Inference

/// How a conversation became another one: some neighbouring entries gave place to others.
public struct ConversationChange: Sendable, Equatable {
  /// Entries that there were before.
  public var count: Int
  /// Where the first of those stood that went.
  public var place: Int
  /// How many went.
  public var removed: Int
  /// What stands there now.
  public var entries: [Conversation.Entry]
  /// The model whose tokens are in these entries (`ModelFacts.identity`).
  public var model: String

  /// A change.
  public init(count: Int, place: Int, removed: Int, entries: [Conversation.Entry], model: String = "") {
    self.count = count
    self.place = place
    self.removed = removed
    self.entries = entries
    self.model = model
  }

  /// What makes `new` of `old`; nil where they are the same.
  public init?(from old: Conversation, to new: Conversation, model: String = "") {
    let (before, after) = (old.entries, new.entries)
    let shorter = min(before.count, after.count)
    var same = 0
    while same < shorter, before[same] == after[same] { same += 1 }
    var tail = 0
    while tail < shorter - same, before[before.count - 1 - tail] == after[after.count - 1 - tail] { tail += 1 }
    guard same + tail < max(before.count, after.count) else { return nil }
    let entries = Array(after[same..<after.count - tail])
    let hasTokens = entries.contains { if case .assistant(let turn) = $0 { !turn.tokens.isEmpty } else { false } }
    self.init(
      count: before.count, place: same, removed: before.count - tail - same, entries: entries,
      model: hasTokens ? model : "")
  }
}

extension ModelFacts {
  /// Tells models apart whose tokens differ, wherever their files lie.
  public var identity: String { "\(name) \(bytes) \(vocabularySize)" }
}
