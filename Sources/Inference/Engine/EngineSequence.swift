import Threading

/// A lane of the real engine. It keeps the tokens of the last prompt's parts, so that what did not change is not
/// tokenized again.
final class EngineSequence: GenerationSequence {
  private struct Tokenized {
    var parts: [PromptPart] = []
    var tokens: [[Token]] = []
  }

  private let lane: LaneID
  private let engine: InferenceEngine
  private let loop: DecodeLoop
  private let tokenized = Monitor(Tokenized())

  init(lane: LaneID, engine: InferenceEngine, loop: DecodeLoop) {
    self.lane = lane
    self.engine = engine
    self.loop = loop
  }

  deinit {
    loop.close(lane)
  }

  var residentTokens: Int { loop.residentTokens(lane) }

  func generate(
    _ request: GenerationRequest, permit: borrowing InferencePermit, cancellation: Cancellation,
    onEvent: (GenerationEvent) -> Void
  ) throws(InferenceError) -> GenerationResult {
    guard request.maxTokens >= 1 else {
      throw InferenceError(.invalidPrompt, "--max-tokens must be at least 1, and \(request.maxTokens) was given")
    }
    let chooser = try TokenChooser(
      request.sampling, constraint: request.constraint, tokenizer: engine.tokenizer, model: engine.model)
    return try submit(request, chooser: chooser, cancellation: cancellation, onEvent: onEvent)
  }

  func prepare(_ prompt: [PromptPart], cancellation: Cancellation) throws(InferenceError) {
    let request = GenerationRequest(prompt: prompt, maxTokens: 0)
    let chooser = try TokenChooser(.greedy, constraint: .none, tokenizer: engine.tokenizer, model: engine.model)
    _ = try submit(request, chooser: chooser, cancellation: cancellation) { _ in }
  }

  private func submit(
    _ request: GenerationRequest, chooser: TokenChooser, cancellation: Cancellation,
    onEvent: (GenerationEvent) -> Void
  ) throws(InferenceError) -> GenerationResult {
    let parts = tokens(of: request.prompt)
    let prompt = parts.flatMap { $0 }
    guard !prompt.isEmpty else {
      throw InferenceError(.invalidPrompt, "there is nothing to continue: the prompt is empty")
    }
    let limit = engine.facts.contextLength
    guard prompt.count < limit else {
      throw InferenceError(
        .contextFull,
        "the conversation has \(prompt.count) tokens, and an agent may use \(limit); give more with --context")
    }
    let job = GenerationJob(
      lane: lane, prompt: prompt, origins: Self.origins(of: request.prompt, parts), maxTokens: request.maxTokens,
      ignoresEnd: request.ignoresEnd, chooser: chooser, watch: request.watch)
    let registration = cancellation.onCancel { [loop] in
      job.cancel()
      loop.wake()
    }
    defer { cancellation.removeHandler(registration) }
    guard let workers = engine.workers else {
      loop.submit(job)
      return try job.wait(onEvent: onEvent)
    }
    return try workers.loss.withHandler({ job.finish(.failure(workers.error)) }) { () throws(InferenceError) in
      loop.submit(job)
      return try job.wait(onEvent: onEvent)
    }
  }

  private func tokens(of parts: [PromptPart]) -> [[Token]] {
    let known = tokenized.withLock { $0 }
    let same = zip(known.parts, parts).prefix { $0 == $1 }.count
    let tokens = Array(known.tokens[..<same] + parts[same...].map { engine.tokenizer.tokens(of: $0) })
    let now = Tokenized(parts: parts, tokens: tokens)
    tokenized.withLock { $0 = now }
    return tokens
  }

  private static func origins(of parts: [PromptPart], _ tokens: [[Token]]) -> [(end: Int, cause: PrefixBreak.Cause)] {
    var end = 0
    return zip(parts, tokens).map { part, tokens in
      end += tokens.count
      switch part {
      case .markup: return (end, .template)
      case .text: return (end, .content)
      case .tokens: return (end, .generated)
      }
    }
  }
}
