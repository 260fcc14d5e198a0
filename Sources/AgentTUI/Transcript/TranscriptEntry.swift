import Agents
import Orchestrator
import TerminalUI

/// One thing in an agent's transcript; an entry is wrapped, folded and searched as a whole.
struct TranscriptEntry: Equatable, Sendable, Identifiable {
  /// What it is.
  enum Kind: Equatable, Sendable {
    /// What the person (or whoever gave the task) wrote.
    case person(String)
    /// The model's words, Markdown.
    case text(String)
    /// The model's thinking.
    case reasoning(String)
    case tool(TranscriptCall)
    /// What the console says: compacted, stopped.
    case note(String)
    case error(String)
  }

  /// Rises within a transcript, without a gap.
  let id: Int
  /// Milliseconds since 1970.
  let time: Int64
  var kind: Kind
  /// Rises with every change: wrapped rows are kept by it. What was read again has one of its own.
  var version = 0

  /// Whether it can be opened and closed.
  var isFoldable: Bool {
    switch kind {
    case .reasoning, .tool: true
    case .person, .text, .note, .error: false
    }
  }

  /// Whether it is open.
  ///
  /// - Parameter choice: what the person wants of this one, where they have said it.
  func isOpen(_ choice: Bool?, showsReasoning: Bool) -> Bool {
    if let choice { return choice }
    switch kind {
    case .reasoning: return showsReasoning
    case .tool, .person, .text, .note, .error: return false
    }
  }

  /// Its text, which is text or reasoning, goes on.
  mutating func append(_ more: String) {
    switch kind {
    case .text(var text):
      kind = .note("")  // `text` is then the only one, and grows in place
      text += more
      kind = .text(text)
    case .reasoning(var text):
      kind = .note("")
      text += more
      kind = .reasoning(text)
    case .person, .tool, .note, .error: break
    }
  }

  /// What is said of another model.
  static func sentence(of change: ModelChange) -> String {
    let name = ModelFileName(change.model)?.model ?? String(change.model.split(separator: "/").last ?? "")
    return (["the model is now \(TextSanitizer.line(name))"] + change.notes).joined(separator: "; ")
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

extension TranscriptEntry.Kind {
  /// What a transcript says of a run's end; nil where nothing is to be said.
  init?(ending outcome: RunOutcome) {
    switch outcome.reason {
    case .done: return nil
    case .maxIterations: self = .note("stopped at the limit of iterations; --max-iterations allows more")
    case .maxTokens: self = .note("stopped at the limit of tokens; --max-tokens allows more")
    case .stopped where outcome.isInterruption:
      self = .note("interrupted: the program ended while this ran; :continue goes on with it")
    case .stopped: self = .note("stopped")
    case .failed: self = .error(outcome.error ?? "the run failed, without a reason")
    }
  }
}
