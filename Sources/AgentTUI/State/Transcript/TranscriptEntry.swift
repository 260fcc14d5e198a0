/// One thing in an agent's transcript; an entry is wrapped, folded, searched and forgotten as a whole.
struct TranscriptEntry: Equatable, Sendable, Identifiable {
  /// What it is.
  enum Kind: Equatable, Sendable {
    /// What the person (or whoever gave the task) wrote.
    case person(String)
    /// The model's words, Markdown.
    case text(String)
    /// The model's thinking.
    case reasoning(String)
    case tool(ToolCall)
    /// What the console says: compacted, stopped.
    case note(String)
    case error(String)
  }

  /// Rises within a transcript, without a gap.
  let id: Int
  /// Milliseconds since 1970.
  let time: Int64
  var kind: Kind
  /// Rises with every change: wrapped rows are kept by it.
  var version = 0
  /// What the person chose; nil: as its kind has it.
  var isOpen: Bool?

  /// Whether it can be opened and closed.
  var isFoldable: Bool {
    switch kind {
    case .reasoning, .tool: true
    case .person, .text, .note, .error: false
    }
  }

  /// Bytes that it takes, roughly.
  var bytes: Int {
    switch kind {
    case .person(let text), .text(let text), .reasoning(let text), .note(let text), .error(let text):
      text.utf8.count
    case .tool(let call): call.bytes
    }
  }

  /// Everything in it that a search looks at.
  var searchText: String {
    switch kind {
    case .person(let text), .text(let text), .reasoning(let text), .note(let text), .error(let text): text
    case .tool(let call): "\(call.name) \(call.summary)\n\(call.arguments)\n\(call.diff ?? "")\n\(call.output)"
    }
  }
}
