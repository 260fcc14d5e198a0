import Threading

@testable import Inference

/// A decode core over a real context with a tiny model, stepped by the test: the order of everything is the test's, so
/// that a run can be repeated.
final class TinyCore {
  struct Arrangement: Sendable {
    var cells = 1024
    var sequences = 8
    var batchTokens = 64
    var prefillChunk = 16
    var contextLength = 512
    /// Bytes for what is put away; 0: it is computed again.
    var savedBytes = 0
  }

  let core: DecodeCore
  let context: LlamaContext
  private let model: LoadedModel
  private let tokenizer: Tokenizer

  init(_ kind: TinyModel, model: LoadedModel, _ arrangement: Arrangement = .init()) throws {
    let config = try kind.config(sequences: arrangement.sequences, context: arrangement.contextLength)
    let context = try LlamaContext(
      model: model, cells: arrangement.cells, sequences: arrangement.sequences, outputs: arrangement.sequences,
      batchTokens: arrangement.batchTokens, threads: 1, config: config)
    self.context = context
    self.model = model
    let tokenizer = Tokenizer(model)
    self.tokenizer = tokenizer
    core = DecodeCore(
      backend: context,
      settings: .init(
        cells: context.cells, sequences: arrangement.sequences, contextLength: arrangement.contextLength,
        canShare: model.sequenceMemory.hasParts, savesStates: model.savesStates,
        savedStates: .init(memory: arrangement.savedBytes), cost: MemoryCost(perToken: 1),
        planner: StepPlanner(batchTokens: arrangement.batchTokens, maxOutputs: arrangement.sequences),
        prefillChunk: arrangement.prefillChunk),
      // The clock stands still: what is done must not depend on how fast the machine is.
      now: { MonotonicTime(nanoseconds: 1) }, endsGeneration: { model.endsGeneration($0) },
      bytesOf: { tokenizer.bytes(of: $0) })
  }

  func open(_ numbers: Int...) {
    for number in numbers { core.open(LaneID(value: number), name: "agent \(number)") }
  }

  func submit(_ lane: Int, _ prompt: [Token], maxTokens: Int) throws -> GenerationJob {
    let job = GenerationJob(
      lane: LaneID(value: lane), prompt: prompt, maxTokens: maxTokens, ignoresEnd: true,
      chooser: try TokenChooser(.greedy, constraint: .none, tokenizer: tokenizer, model: model))
    core.submit(job)
    return job
  }

  func lane(_ number: Int) -> Lane? { core.lanes[LaneID(value: number)] }

  /// Steps until nothing is left to do. Returns false when that does not come to an end, or stands still.
  func drain(steps: Int = 5000) -> Bool {
    for _ in 0..<steps {
      if !core.hasWork { return true }
      if !core.step() { return !core.hasWork }
    }
    return false
  }

  /// Submits, and waits until nobody has anything left to do.
  func generate(_ lane: Int, _ prompt: [Token], maxTokens: Int) throws -> GenerationResult? {
    let job = try submit(lane, prompt, maxTokens: maxTokens)
    guard drain() else { return nil }
    return try job.wait { _ in }
  }
}
