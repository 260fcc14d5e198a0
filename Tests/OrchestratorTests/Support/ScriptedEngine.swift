import Inference
import Threading

/// An engine without a model: a real scheduler, and nothing to generate with. Agents of these tests say what they
/// would have generated themselves.
final class ScriptedEngine: GenerationEngine {
  let facts: ModelFacts
  let scheduler: InferenceScheduler
  private let shutdowns = Monitor(0)
  private let loss = Monitor<String?>(nil)

  init(slots: Int = 4, contextLength: Int = 2048) throws {
    facts = ModelFacts(path: "/models/scripted.gguf", name: "scripted", contextLength: contextLength)
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

  func render(_ messages: [ChatMessage], addingGenerationPrompt: Bool) throws(InferenceError) -> [PromptPart] { [] }
  func countTokens(_ parts: [PromptPart]) -> Int { 0 }
  func memorySnapshot() -> MemorySnapshot { MemorySnapshot(cells: 100, used: 7) }
  func shutdown() { shutdowns.withLock { $0 += 1 } }
}
