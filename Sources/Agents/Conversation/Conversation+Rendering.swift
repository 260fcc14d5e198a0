// What the model sees. Everything that is not the model's own word comes from the side of the user, as the models'
// templates do it: tool results in <tool_response> where calls are JSON, plainly where they are blocks, notes and
// summaries as text. Neighbours on that side are joined into one message, because many templates want the sides to take
// turns.
//
// An entry's text does not depend on what follows it, so the prompt of a turn begins with the prompt of the one
// before, and what is in the KV already stays valid.

public import Inference

extension Conversation {
  /// The messages of a prompt: its front, and then everything that was said.
  public func messages(_ front: Front) -> [ChatMessage] {
    var messages = front.messages
    var words: [String] = []
    func endWords() {
      guard !words.isEmpty else { return }
      messages.append(ChatMessage(role: .user, content: .text(words.joined(separator: "\n\n"))))
      words = []
    }
    for entry in entries {
      switch entry {
      case .assistant(let turn):
        endWords()
        messages.append(
          ChatMessage(role: .assistant, content: turn.tokens.isEmpty ? .text(turn.text) : .generated(turn.tokens)))
      case .briefing, .task, .toolResults, .note, .summary:
        words.append(entry.text(in: front.form))
      }
    }
    endWords()
    return messages
  }
}

extension Conversation.Entry {
  /// The entry as the model reads it.
  func text(in form: ToolForm) -> String {
    switch self {
    case .task(let text): form == .blocks ? "Task: \(text)" : text
    case .briefing(let text), .note(let text): text
    case .assistant(let turn): turn.text
    case .toolResults(let results):
      switch form {
      case .native: results.map(Self.wrapped).joined(separator: "\n")
      case .blocks: results.joined(separator: "\n\n")
      }
    case .summary(let text): "This summary stands in place of the older part of our conversation:\n\(text)"
    }
  }

  /// A result in its marks. A result that holds the closing mark itself must not end there, and go on in words that
  /// seem to be the person's: its mark is written with an entity.
  private static func wrapped(_ result: String) -> String {
    let inert = result.split(separator: ToolMarkup.responseEnd, omittingEmptySubsequences: false)
      .joined(separator: "&lt;/tool_response>")
    return "\(ToolMarkup.responseStart)\n\(inert)\n\(ToolMarkup.responseEnd)"
  }
}
