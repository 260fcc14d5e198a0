import Inference
import Threading

/// An engine without a model: a real scheduler, and nothing to generate with. Agents of these tests say what they
/// would have generated themselves.
final class ScriptedEngine: GenerationEngine {
  let facts: ModelFacts
  let scheduler: InferenceScheduler
  /// What every conversation takes here, in tokens; an error where the template cannot say it.
  private let conversation: Result<Int, InferenceError>
  private let shutdowns = Monitor(0)
  private let loss = Monitor<String?>(nil)
  private let preparedPrompts = Monitor<[[PromptPart]]>([])
  private let released = Monitor(0)

  init(
    _ name: String = "scripted", slots: Int = 4, contextLength: Int = 2048,
    conversation: Result<Int, InferenceError> = .success(0)
  ) throws {
    facts = ModelFacts(path: "/models/\(name).gguf", name: name, contextLength: contextLength)
    self.conversation = conversation
    scheduler = try InferenceScheduler(maxConcurrent: slots)
  }

  var lossReason: String? { loss.withLock { $0 } }

  /// From now on it can generate no more.
  func lose(_ reason: String) { loss.withLock { $0 = reason } }

  /// How often it was shut down.
  var shutdownCount: Int { shutdowns.withLock { $0 } }

  /// Prompts that were computed ahead, and how many of the sequences that hold them were given back.
  var prepared: [[PromptPart]] { preparedPrompts.withLock { $0 } }
  var releasedCount: Int { released.withLock { $0 } }
  /// Blocks until so many prompts were computed ahead.
  func waitForPrepared(_ count: Int) { _ = preparedPrompts.wait { $0.count >= count ? true : nil } }

  func openSequence(named name: String) throws(InferenceError) -> any GenerationSequence {
    PreparingSequence(prepared: preparedPrompts, released: released)
  }

  func render(_ messages: [ChatMessage], addingGenerationPrompt: Bool) throws(InferenceError) -> [PromptPart] {
    [.tokens([Token](repeating: 0, count: try conversation.get()))]
  }
  func countTokens(_ parts: [PromptPart]) -> Int {
    parts.reduce(0) { sum, part in if case .tokens(let tokens) = part { sum + tokens.count } else { sum } }
  }
  func memorySnapshot() -> MemorySnapshot { MemorySnapshot(cells: 100, used: 7) }
  func shutdown() {
    scheduler.close()
    shutdowns.withLock { $0 += 1 }
  }
}

/// A sequence through which prompts are computed ahead, and nothing is generated.
private final class PreparingSequence: GenerationSequence {
  private let prepared: Monitor<[[PromptPart]]>
  private let released: Monitor<Int>

  init(prepared: Monitor<[[PromptPart]]>, released: Monitor<Int>) {
    self.prepared = prepared
    self.released = released
  }

  deinit { released.withLock { $0 += 1 } }

  var residentTokens: Int { 0 }

  func generate(
    _ request: GenerationRequest, permit: borrowing InferencePermit, cancellation: Cancellation,
    onEvent: (GenerationEvent) -> Void
  ) throws(InferenceError) -> GenerationResult {
    throw InferenceError(.closed, "a scripted engine generates nothing")
  }

  func prepare(_ prompt: [PromptPart], cancellation: Cancellation) throws(InferenceError) {
    prepared.withLock { $0.append(prompt) }
    prepared.broadcast()
  }
}
