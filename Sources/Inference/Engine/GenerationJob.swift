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
  /// Which part of the prompt came from where: the position behind its last token, and what it is.
  let origins: [(end: Int, cause: PrefixBreak.Cause)]
  /// 0: the prompt is computed, and nothing generated.
  let maxTokens: Int
  let ignoresEnd: Bool
  let submittedAt = MonotonicTime.now
  var chooser: any TokenChoosing
  var watch: (any OutputWatch)?
  var characters = CharacterAssembler()
  private let cancelled = Atomic(false)
  private let output = Monitor(Output())

  init(
    lane: LaneID, prompt: [Token], origins: [(end: Int, cause: PrefixBreak.Cause)] = [], maxTokens: Int,
    ignoresEnd: Bool, chooser: any TokenChoosing, watch: (any OutputWatch)? = nil
  ) {
    self.lane = lane
    self.prompt = prompt
    self.origins = origins
    self.maxTokens = maxTokens
    self.ignoresEnd = ignoresEnd
    self.chooser = chooser
    self.watch = watch
  }

  /// What the token at this position of the prompt belongs to.
  func origin(of position: Int) -> PrefixBreak.Cause {
    origins.first { position < $0.end }?.cause ?? .content
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
