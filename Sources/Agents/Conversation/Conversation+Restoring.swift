// A conversation from the changes that were kept of it.

/// A conversation that is put together again.
public struct RestoredConversation: Sendable, Equatable {
  /// An entry, and the model whose tokens it holds.
  private struct Kept: Sendable, Equatable {
    var entry: Conversation.Entry
    var model: String
  }

  private var kept: [Kept] = []
  /// Whether a change was missing, so that this is not all that was said.
  public private(set) var isIncomplete = false

  /// One in which nothing has been said.
  public init() {}

  /// What has been said, oldest first.
  public var entries: [Conversation.Entry] { kept.map(\.entry) }

  /// Takes the next change.
  public mutating func apply(_ change: ConversationChange) {
    // An agent that begins anew, since its model was lost, says so by having said nothing yet.
    if change.count == 0 { kept = [] }
    if change.count != kept.count { isIncomplete = true }
    let place = min(max(0, change.place), kept.count)
    let end = min(kept.count, place + max(0, change.removed))
    kept.replaceSubrange(place..<end, with: change.entries.map { Kept(entry: $0, model: change.model) })
  }

  /// Appends what nobody has kept: how a run ended that was cut short.
  public mutating func append(_ entry: Conversation.Entry) { kept.append(Kept(entry: entry, model: "")) }

  /// The conversation for a model: tokens of another one mean nothing to it, so of those turns their text is left.
  public func conversation(for model: String) -> Conversation {
    Conversation(
      kept.map { kept in
        guard case .assistant(var turn) = kept.entry, kept.model != model else { return kept.entry }
        turn.tokens = []
        return .assistant(turn)
      })
  }

  /// Calls of the last turn that no results stand behind; empty where there are none.
  public var openCalls: [CallAttempt] {
    guard case .assistant(let turn) = kept.last?.entry else { return [] }
    return turn.calls
  }
}
