import Foundation
import Inference
import Threading

/// The small real model that `make test` fetches, loaded once for all tests that share an arrangement.
enum RealModel {
  static let path: String = {
    let environment = ProcessInfo.processInfo.environment
    if let path = environment["AGENT_TUI_TEST_MODEL"] { return path }
    let cache = environment["XDG_CACHE_HOME"] ?? "\(environment["HOME"] ?? "")/.cache"
    return "\(cache)/agent-tui/models/SmolLM2-135M-Instruct.Q4_1.gguf"
  }()

  static func engine(
    sequences: Int = 4, slots: Int? = nil, context: Int = 1024, change: (inout InferenceConfig) -> Void = { _ in }
  ) throws -> InferenceEngine {
    var config = InferenceConfig(modelPath: path, sequences: sequences, slots: slots, contextLength: context)
    // One thread each: suites run side by side, and teams of threads that wait for each other on the same cores crawl.
    config.threads = 1
    change(&config)
    return try InferenceEngine.load(config)
  }
}

extension GenerationSequence {
  /// Generates with a permit of its own, gathering events.
  func generate(
    _ request: GenerationRequest, on engine: any GenerationEngine, cancellation: Cancellation = Cancellation()
  ) throws -> (result: GenerationResult, events: [GenerationEvent]) {
    var events: [GenerationEvent] = []
    let permit = try engine.scheduler.acquire(label: "test")
    let result = try generate(request, permit: permit, cancellation: cancellation) { events.append($0) }
    return (result, events)
  }
}
