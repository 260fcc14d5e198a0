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

  func openSequence(named name: String) throws(InferenceError) -> any GenerationSequence {
    throw InferenceError(.closed, "a scripted engine opens no sequences")
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
