// What the model sees, in one of two ways.
//
// Where the chat template knows of tools, it is given what it was made for: the model's words with their calls beside
// them, each result as a message of the role `tool`. What it writes is what the model was trained on.
//
// Everywhere else everything that is not the model's own word comes from the side of the user: tool results in
// <tool_response> where calls are JSON, plainly where they are blocks, notes and summaries as text. Neighbours on that
// side are joined into one message, because many templates want the sides to take turns.
//
// An entry's text does not depend on what follows it, so the prompt of a turn begins with the prompt of the one
// before, and what is in the KV already stays valid.

public import Inference

extension Conversation {
  /// The messages of a prompt: its front, and then everything that was said.
  public func messages(_ front: Front) -> [ChatMessage] {
    var writer = MessageWriter(front)
    for entry in entries { writer.append(entry) }
    return writer.finished()
  }
}

/// Makes messages of entries, one after the other.
private struct MessageWriter {
  private let front: Front
  private var messages: [ChatMessage]
  /// Of the side of the user, not joined into a message yet.
  private var words: [String] = []
  /// Calls of the last turn that went into its message, in the order of their attempts; nil: one that did not.
  private var called: [ChatToolCall?] = []
  private var calls = 0

  init(_ front: Front) {
    self.front = front
    messages = front.messages
  }

  mutating func finished() -> [ChatMessage] {
    endWords()
    return messages
  }

  mutating func append(_ entry: Conversation.Entry) {
    switch entry {
    case .assistant(let turn):
      endWords()
      messages.append(front.isTemplated ? templated(turn) : plain(turn))
    case .toolResults(let results) where front.isTemplated:
      append(results)
    case .briefing, .task, .toolResults, .note, .summary:
      words.append(entry.text(in: front.form))
    }
  }

  private mutating func endWords() {
    guard !words.isEmpty else { return }
    let text = words.joined(separator: "\n\n")
    words = []
    if front.joinsWords, let last = messages.indices.last, messages[last].role == .tool,
      case .text(let result) = messages[last].content
    {
      messages[last].content = .text("\(result)\n\n\(text)")
    } else {
      messages.append(ChatMessage(role: .user, content: .text(text)))
    }
  }

  private mutating func plain(_ turn: AssistantTurn) -> ChatMessage {
    called = []
    return ChatMessage(role: .assistant, content: turn.tokens.isEmpty ? .text(turn.text) : .generated(turn.tokens))
  }

  private mutating func templated(_ turn: AssistantTurn) -> ChatMessage {
    called = turn.calls.map { attempt in
      guard case .valid(let call) = attempt else { return nil }
      calls += 1
      return ChatToolCall(id: Self.identifier(calls), name: call.name, arguments: call.arguments)
    }
    let valid = called.compactMap { $0 }
    // What could not be run is shown as it was written: the words about it would mean nothing otherwise.
    let isWhole = valid.count == called.count
    guard isWhole else {
      called = called.map { _ in nil }
      return ChatMessage(role: .assistant, content: .text(turn.text))
    }
    return ChatMessage(
      role: .assistant, content: .text(turn.content), reasoning: turn.reasoning.isEmpty ? nil : turn.reasoning,
      toolCalls: valid)
  }

  private mutating func append(_ results: [String]) {
    for (index, result) in results.enumerated() {
      if index < called.count, let call = called[index] {
        messages.append(
          ChatMessage(
            role: .tool, content: .text(result.inert(front.resultMarks)), toolCallID: call.id, name: call.name))
      } else {
        words.append(result)
      }
    }
    called = []
  }

  /// Nine letters and figures: some templates accept nothing else.
  private static func identifier(_ number: Int) -> String {
    let figures = String(number)
    return "call" + String(repeating: "0", count: max(0, 5 - figures.count)) + figures
  }
}

extension Conversation.Entry {
  /// The entry as the model reads it, where no message of its own is made of it.
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

  /// A result in its marks.
  private static func wrapped(_ result: String) -> String {
    "\(ToolMarkup.responseStart)\n\(result.inert([ToolMarkup.responseEnd]))\n\(ToolMarkup.responseEnd)"
  }
}

extension String {
  /// A result that holds the closing mark itself must not end there, and go on in words that seem to be the person's: such
  /// a mark is written with an entity.
  fileprivate func inert(_ marks: [String]) -> String {
    marks.reduce(self) { text, mark in
      text.split(separator: mark, omittingEmptySubsequences: false).joined(separator: "&lt;\(mark.dropFirst())")
    }
  }
}
