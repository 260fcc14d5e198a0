import Synchronization
import Threading

/// One generation on its way between an agent's thread, which waits for its events, and the decode thread, which
/// makes them. What is not fetched in time is joined: the decode thread never waits, and no text is lost.
final class GenerationJob: @unchecked Sendable {  // `chooser`, `watch` and `characters` are the decode thread's alone
  private struct Output {
    var prefill: GenerationEvent?
    var text = ""
    var result: Result<GenerationResult, InferenceError>?
  }

  let lane: LaneID
  let prompt: [Token]
  /// Who wrote what of it.
  let origins: PromptOrigins
  /// 0: the prompt is computed, and nothing generated.
  let maxTokens: Int
  let ignoresEnd: Bool
  /// Tokens that print nothing by themselves, and what they print here.
  let markers: [Token: [UInt8]]
  let submittedAt = MonotonicTime.now
  var chooser: any TokenChoosing
  var watch: (any OutputWatch)?
  var characters = CharacterAssembler()
  private let cancelled = Atomic(false)
  private let output = Monitor(Output())

  init(
    lane: LaneID, prompt: [Token], origins: PromptOrigins = PromptOrigins(), maxTokens: Int, ignoresEnd: Bool,
    chooser: any TokenChoosing, markers: [Token: [UInt8]] = [:], watch: (any OutputWatch)? = nil
  ) {
    self.lane = lane
    self.prompt = prompt
    self.origins = origins
    self.maxTokens = maxTokens
    self.ignoresEnd = ignoresEnd
    self.chooser = chooser
    self.markers = markers
    self.watch = watch
  }

  var isCancelled: Bool { cancelled.load(ordering: .relaxed) }

  func cancel() { cancelled.store(true, ordering: .relaxed) }

  func report(prefill done: Int, reused: Int) {
    output.withLock { $0.prefill = .prefill(done: done, total: prompt.count, reused: reused) }
    output.broadcast()
  }

  func report(text: String) {
    guard !text.isEmpty else { return }
    output.withLock { $0.text += text }
    output.broadcast()
  }

  func finish(_ result: Result<GenerationResult, InferenceError>) {
    output.withLock { $0.result = $0.result ?? result }
    output.broadcast()
  }

  /// Blocks until the generation has ended; calls `onEvent` on this thread meanwhile.
  func wait(onEvent: (GenerationEvent) -> Void) throws(InferenceError) -> GenerationResult {
    var text = ""
    while true {
      let news = output.wait { output -> Output? in
        guard output.prefill != nil || !output.text.isEmpty || output.result != nil else { return nil }
        defer {
          output.prefill = nil
          output.text = ""
        }
        return output
      }
      guard let news else { continue }
      if let prefill = news.prefill { onEvent(prefill) }
      if !news.text.isEmpty {
        text += news.text
        onEvent(.text(news.text))
      }
      switch news.result {
      case nil: continue
      case .failure(let error): throw error
      case .success(var result):
        result.text = text
        return result
      }
    }
  }
}
