public import Inference

/// What has been said between a person, a model and its tools, oldest first.
///
/// It holds neither the system prompt nor the tools: those are the agent's, and may change while what was said stays.
/// The model's own words are kept as the tokens that it generated, so that they are never tokenized a second time.
public struct Conversation: Sendable, Equatable {
  /// One thing that was said.
  public enum Entry: Sendable, Equatable {
    /// What the program tells the model before a task: what lies in the workspace, and what files hold that the task names.
    case briefing(String)
    /// What a person, or another agent, wants done.
    case task(String)
    /// What the model generated, calls included.
    case assistant(AssistantTurn)
    /// What the calls of the entry before gave, in the order of the calls.
    case toolResults([String])
    /// What the program tells the model.
    case note(String)
    /// What stands in place of the older part of the conversation.
    case summary(String)

    /// What the model generated, where nothing in it was taken for a call.
    public static func assistant(tokens: [Token], text: String) -> Entry {
      .assistant(AssistantTurn(tokens: tokens, text: text))
    }
  }

  /// What has been said, oldest first.
  public private(set) var entries: [Entry] = []

  /// A conversation of these entries.
  public init(_ entries: [Entry] = []) {
    self.entries = entries
  }

  /// The same for a model that did not generate it: text, which it tokenizes in its own way.
  var withoutTokens: Conversation {
    Conversation(
      entries.map { entry in
        switch entry {
        case .assistant(var turn):
          turn.tokens = []
          return .assistant(turn)
        case .briefing, .task, .toolResults, .note, .summary: return entry
        }
      })
  }

  /// Appends what was said last.
  public mutating func append(_ entry: Entry) {
    entries.append(entry)
  }

  /// Takes back the last entry, if it is a task that nobody has begun to answer, with what was told before it.
  mutating func removeUnansweredTask() {
    guard case .task = entries.last else { return }
    entries.removeLast()
    if case .briefing = entries.last { entries.removeLast() }
  }

  /// Puts others in the place of the oldest entries.
  mutating func replaceOldest(_ count: Int, with replacement: [Entry]) {
    entries.replaceSubrange(0..<count, with: replacement)
  }
}
