package import Inference
package import Threading

/// A model that says what a test has written down, generation by generation, behind a real scheduler. A token is a Unicode
/// scalar. Without replies nothing can be generated: agents of such tests say themselves what they would have.
package final class ScriptedEngine: GenerationEngine {
  /// What one generation does.
  package struct Reply: Sendable {
    /// The text, in the pieces in which it is told; none of them need be a whole word or marker.
    package var pieces: [String] = []
    /// Why it ends, unless `maxTokens` ends it before.
    package var reason = CompletionReason.endOfTurn
    /// Waits here after the pieces until the test opens it.
    package var gate: Gate?
    /// Fails with this after the pieces.
    package var error: InferenceError?

    package init(
      pieces: [String] = [], reason: CompletionReason = .endOfTurn, gate: Gate? = nil, error: InferenceError? = nil
    ) {
      self.pieces = pieces
      self.reason = reason
      self.gate = gate
      self.error = error
    }

    /// The pieces, without the mark of a call that the prompt ends with already: a model goes on behind it.
    func pieces(behind prompt: [PromptPart]) -> [String] {
      let mark = "<tool_call>"
      guard case .markup(mark)? = prompt.last, let first = pieces.first, first.hasPrefix(mark) else { return pieces }
      return [String(first.dropFirst(mark.count))] + pieces.dropFirst()
    }

    package static func say(_ pieces: String..., reason: CompletionReason = .endOfTurn) -> Reply {
      Reply(pieces: pieces, reason: reason)
    }
    package static func call(_ name: String, _ arguments: String) -> Reply {
      Reply(pieces: [ScriptedEngine.call(name, arguments)])
    }
    package static func fail(_ code: InferenceError.Code, _ message: String, after pieces: String...) -> Reply {
      Reply(pieces: pieces, error: InferenceError(code, message))
    }
    package static func stall(_ gate: Gate, after pieces: String...) -> Reply { Reply(pieces: pieces, gate: gate) }
  }

  package struct State: Sendable {
    var replies: [Reply]
    var requests: [GenerationRequest] = []
    var generating = 0
    /// How many generated at the same time at most.
    package var mostGenerating = 0
    /// How many sequences were opened, and how many of them given back.
    package var sequences = 0
    var released = 0
    var prepared: [[PromptPart]] = []
    var shutdowns = 0
    var loss: String?
  }

  package let facts: ModelFacts
  package let scheduler: InferenceScheduler
  private let generationPrompt: String
  /// What every conversation takes, in tokens, or why the template cannot say it; nil: what its text has.
  private let conversation: Result<Int, InferenceError>?
  package let state: Monitor<State>

  package init(
    _ replies: [Reply] = [], name: String = "scripted", contextLength: Int = 100_000, slots: Int = 1,
    generationPrompt: String = "<|assistant|>", parameters: UInt64 = 8_000_000_000,
    conversation: Result<Int, InferenceError>? = nil
  ) throws {
    var facts = ModelFacts(path: "/models/\(name).gguf", name: name, contextLength: contextLength)
    facts.parameters = parameters
    self.facts = facts
    scheduler = try InferenceScheduler(maxConcurrent: slots)
    self.generationPrompt = generationPrompt
    self.conversation = conversation
    state = Monitor(State(replies: replies))
  }

  /// One with nothing to say, for a fleet of agents that do not ask it.
  package convenience init(
    _ name: String, slots: Int = 4, contextLength: Int = 2048, conversation: Result<Int, InferenceError> = .success(0)
  ) throws {
    try self.init([], name: name, contextLength: contextLength, slots: slots, conversation: conversation)
  }

  package static func call(_ name: String, _ arguments: String) -> String {
    "<tool_call>\n{\"name\": \"\(name)\", \"arguments\": \(arguments)}\n</tool_call>"
  }

  /// The prompts that were asked for, as text.
  package var prompts: [String] { requests.map { $0.prompt.map(Self.text).joined() } }
  package var requests: [GenerationRequest] { state.withLock { $0.requests } }
  /// Prompts that were computed ahead, and how many sequences were given back.
  package var prepared: [[PromptPart]] { state.withLock { $0.prepared } }
  package var releasedCount: Int { state.withLock { $0.released } }
  /// Blocks until so many prompts were computed ahead.
  package func waitForPrepared(_ count: Int) { _ = state.wait { $0.prepared.count >= count ? true : nil } }

  package var lossReason: String? { state.withLock { $0.loss } }
  /// From now on it can generate no more.
  package func lose(_ reason: String) { state.withLock { $0.loss = reason } }
  /// How often it was shut down.
  package var shutdownCount: Int { state.withLock { $0.shutdowns } }

  /// Replies that nobody has asked for.
  package var unused: Int { state.withLock { $0.replies.count } }

  package func openSequence(named name: String) throws(InferenceError) -> any GenerationSequence {
    state.withLock { $0.sequences += 1 }
    return ScriptedSequence(engine: self)
  }

  package func render(_ messages: [ChatMessage], addingGenerationPrompt: Bool) throws(InferenceError) -> [PromptPart] {
    if let conversation { return [.tokens([Token](repeating: 0, count: try conversation.get()))] }
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

  package func countTokens(_ parts: [PromptPart]) -> Int {
    parts.reduce(0) { $0 + Self.text($1).unicodeScalars.count }
  }

  package func memorySnapshot() -> MemorySnapshot { MemorySnapshot(cells: 100, used: 7) }
  package func shutdown() {
    scheduler.close()
    state.withLock { $0.shutdowns += 1 }
  }

  package static func text(_ part: PromptPart) -> String {
    switch part {
    case .markup(let text), .text(let text): text
    case .tokens(let tokens): text(tokens)
    }
  }

  package static func text(_ tokens: some Sequence<Token>) -> String {
    var text = String.UnicodeScalarView()
    for token in tokens { text.append(Unicode.Scalar(UInt32(token))!) }
    return String(text)
  }

  package static func tokens(_ text: String) -> [Token] { text.unicodeScalars.map { Token($0.value) } }
}

private final class ScriptedSequence: GenerationSequence {
  private let engine: ScriptedEngine
  init(engine: ScriptedEngine) { self.engine = engine }

  deinit { engine.state.withLock { $0.released += 1 } }

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

  func prepare(_ prompt: [PromptPart], cancellation: Cancellation) throws(InferenceError) {
    engine.state.withLock { $0.prepared.append(prompt) }
    engine.state.broadcast()
  }
}
