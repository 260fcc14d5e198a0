import Threading

/// A lane of the real engine. It keeps the text of its tokens, so that a prompt that goes on from what was generated keeps
/// the tokens that the model wrote.
final class EngineSequence: GenerationSequence {
  private let lane: LaneID
  private let engine: InferenceEngine
  private let loop: DecodeLoop
  private let memory = Monitor(PromptMemory())

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
      throw InferenceError(
        .invalidPrompt, "\(engine.settingNames[.maxTokens]) must be at least 1, and \(request.maxTokens) was given",
        about: [.maxTokens])
    }
    let markers = engine.tokenizer.markers(request.markers)
    let chooser = try TokenChooser(
      request.sampling, constraint: request.constraint, markers: markers, tokenizer: engine.tokenizer,
      model: engine.model)
    let result = try submit(request, chooser: chooser, markers: markers, cancellation: cancellation, onEvent: onEvent)
    memory.withLock { $0.append(result.tokens, vocabulary: engine.tokenizer) }
    return result
  }

  func prepare(_ prompt: [PromptPart], cancellation: Cancellation) throws(InferenceError) {
    let request = GenerationRequest(prompt: prompt, maxTokens: 0)
    let chooser = try TokenChooser(
      .greedy, constraint: .none, tokenizer: engine.tokenizer, model: engine.model)
    _ = try submit(request, chooser: chooser, markers: [:], cancellation: cancellation) { _ in }
  }

  private func submit(
    _ request: GenerationRequest, chooser: TokenChooser, markers: [Token: [UInt8]], cancellation: Cancellation,
    onEvent: (GenerationEvent) -> Void
  ) throws(InferenceError) -> GenerationResult {
    let layout = engine.tokenizer.layout(of: request.prompt)
    let composed = memory.withLock { $0 }.compose(layout.segments, with: engine.tokenizer)
    let prompt = composed.tokens
    guard !prompt.isEmpty else {
      throw InferenceError(.invalidPrompt, "there is nothing to continue: the prompt is empty")
    }
    let limit = engine.facts.contextLength
    guard prompt.count < limit else {
      throw InferenceError(
        .contextFull,
        "the conversation has \(prompt.count) tokens, and an agent may use \(limit); give more with "
          + "\(engine.settingNames[.contextLength])",
        about: [.contextLength])
    }
    memory.withLock { $0.keep(composed) }
    let job = GenerationJob(
      lane: lane, prompt: prompt,
      origins: PromptOrigins(layout, counts: composed.known.map(\.tokens.count)), maxTokens: request.maxTokens,
      ignoresEnd: request.ignoresEnd, chooser: chooser, markers: markers,
      watch: request.watch)
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
}
