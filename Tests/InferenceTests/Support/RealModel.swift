import Foundation
import Inference
import TestSupport
import Threading

/// The small real model, as tests load it.
enum RealModel {
  static func engine(
    sequences: Int = 4, slots: Int? = nil, context: Int = 1024, change: (inout InferenceConfig) -> Void = { _ in }
  ) throws -> InferenceEngine {
    var config = InferenceConfig(modelPath: TestModel.path, sequences: sequences, slots: slots, contextLength: context)
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
