import Inference
import Threading

/// A model that says what a test has written down, generation by generation. A token is a Unicode scalar.
final class ScriptedEngine: GenerationEngine {
  /// What one generation does.
  struct Reply: Sendable {
    /// The text, in the pieces in which it is told; none of them need be a whole word or marker.
    var pieces: [String] = []
    /// Why it ends, unless `maxTokens` ends it before.
    var reason = CompletionReason.endOfTurn
    /// Waits here after the pieces until the test opens it.
    var gate: Gate?
    /// Fails with this after the pieces.
    var error: InferenceError?

    /// The pieces, without the mark of a call that the prompt ends with already: a model goes on behind it.
    func pieces(behind prompt: [PromptPart]) -> [String] {
      let mark = "<tool_call>"
      guard case .markup(mark)? = prompt.last, let first = pieces.first, first.hasPrefix(mark) else { return pieces }
      return [String(first.dropFirst(mark.count))] + pieces.dropFirst()
    }

    static func say(_ pieces: String..., reason: CompletionReason = .endOfTurn) -> Reply {
      Reply(pieces: pieces, reason: reason)
    }
    static func call(_ name: String, _ arguments: String) -> Reply {
      Reply(pieces: [ScriptedEngine.call(name, arguments)])
    }
    static func fail(_ code: InferenceError.Code, _ message: String, after pieces: String...) -> Reply {
      Reply(pieces: pieces, error: InferenceError(code, message))
    }
    static func stall(_ gate: Gate, after pieces: String...) -> Reply { Reply(pieces: pieces, gate: gate) }
  }

  struct State {
    var replies: [Reply]
    var requests: [GenerationRequest] = []
    var generating = 0
    var mostGenerating = 0
    var sequences = 0
  }

  let facts: ModelFacts
  let scheduler: InferenceScheduler
  let generationPrompt: String
  let state: Monitor<State>

  init(
    _ replies: [Reply], contextLength: Int = 100_000, slots: Int = 1, generationPrompt: String = "<|assistant|>",
    parameters: UInt64 = 8_000_000_000
  ) throws {
    var facts = ModelFacts(name: "scripted", contextLength: contextLength)
    facts.parameters = parameters
    self.facts = facts
    scheduler = try InferenceScheduler(maxConcurrent: slots)
    self.generationPrompt = generationPrompt
    state = Monitor(State(replies: replies))
  }

  static func call(_ name: String, _ arguments: String) -> String {
    "<tool_call>\n{\"name\": \"\(name)\", \"arguments\": \(arguments)}\n</tool_call>"
  }

  /// The prompts that were asked for, as text.
  var prompts: [String] { requests.map { $0.prompt.map(Self.text).joined() } }
  var requests: [GenerationRequest] { state.withLock { $0.requests } }
  /// Replies that nobody has asked for.
  var unused: Int { state.withLock { $0.replies.count } }

  func openSequence(named name: String) throws(InferenceError) -> any GenerationSequence {
    state.withLock { $0.sequences += 1 }
    return ScriptedSequence(engine: self)
  }

  func render(_ messages: [ChatMessage], addingGenerationPrompt: Bool) throws(InferenceError) -> [PromptPart] {
    var parts: [PromptPart] = []
    for message in messages {
      parts.append(.markup("<|\(message.role.rawValue)|>"))
      switch message.content {
      case .text(let text): parts.append(.text(text))
      case .generated(let tokens): parts.append(.tokens(tokens))
      }
      parts.append(.markup("\n"))
    }
    if addingGenerationPrompt { parts.append(.markup(generationPrompt)) }
    return parts
  }

  func countTokens(_ parts: [PromptPart]) -> Int {
    parts.reduce(0) { $0 + Self.text($1).unicodeScalars.count }
  }

  func memorySnapshot() -> MemorySnapshot { MemorySnapshot() }
  func shutdown() { scheduler.close() }

  static func text(_ part: PromptPart) -> String {
    switch part {
    case .markup(let text), .text(let text): text
    case .tokens(let tokens): text(tokens)
    }
  }

  static func text(_ tokens: some Sequence<Token>) -> String {
    var text = String.UnicodeScalarView()
    for token in tokens { text.append(Unicode.Scalar(UInt32(token))!) }
    return String(text)
  }

  static func tokens(_ text: String) -> [Token] { text.unicodeScalars.map { Token($0.value) } }
}

final class ScriptedSequence: GenerationSequence {
  private let engine: ScriptedEngine
  init(engine: ScriptedEngine) { self.engine = engine }

  var residentTokens: Int { 0 }

  func generate(
    _ request: GenerationRequest, permit: borrowing InferencePermit, cancellation: Cancellation,
    onEvent: (GenerationEvent) -> Void
  ) throws(InferenceError) -> GenerationResult {
    let reply = engine.state.withLock { state -> ScriptedEngine.Reply? in
      state.requests.append(request)
      state.generating += 1
      state.mostGenerating = max(state.mostGenerating, state.generating)
      return state.replies.isEmpty ? nil : state.replies.removeFirst()
    }
    defer { engine.state.withLock { $0.generating -= 1 } }
    guard let reply else { throw InferenceError(.decodeFailed, "the script has no more replies") }
    let total = engine.countTokens(request.prompt)
    onEvent(.prefill(done: total, total: total, reused: 0))
    var tokens: [Token] = []
    var reason = reply.reason
    for piece in reply.pieces(behind: request.prompt) where reason != .maxTokens || tokens.count < request.maxTokens {
      let new = ScriptedEngine.tokens(piece).prefix(request.maxTokens - tokens.count)
      if new.count < piece.unicodeScalars.count { reason = .maxTokens }
      tokens += new
      if !new.isEmpty { onEvent(.text(ScriptedEngine.text(new))) }
    }
    if let gate = reply.gate, !gate.pass(cancellation) { reason = .cancelled }
    if let error = reply.error { throw error }
    return GenerationResult(
      reason: reason, tokens: tokens, text: ScriptedEngine.text(tokens), promptTokens: total)
  }
}
