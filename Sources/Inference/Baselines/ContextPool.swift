// The design that this engine is measured against, and nothing else: a pool of contexts, each used by one agent at a
// time and cleared when it is given back, so that every turn computes its whole history again.

public import Threading

/// A pool of separate contexts over one model. For `bench --design contexts`; agents never use it.
public final class ContextPool: Sendable {
  private let model: LoadedModel
  private let idle: Monitor<[LlamaContext]>
  private let batchTokens: Int

  /// Loads the model and makes the contexts.
  ///
  /// - Parameters:
  ///   - config: what to load, and how.
  ///   - contexts: how many; the threads are divided among them.
  ///   - contextLength: tokens that each holds.
  ///   - progress: called on this thread with 0 to 1; returning false stops the loading.
  /// - Throws: `InferenceError`, as `InferenceEngine.load` does.
  public init(
    _ config: InferenceConfig, contexts: Int, contextLength: Int, progress: (Double) -> Bool
  ) throws(InferenceError) {
    guard config.rpcServers.isEmpty else {
      throw config.refuse(
        [.rpcServers], "a pool of contexts computes on this machine alone; leave \(config.names[.rpcServers]) out")
    }
    try InferenceEngine.checkBeforeLoading(config)
    let model = try InferenceEngine.loadModel(config, workers: nil, progress: progress)
    let threads = max(1, (config.threads ?? Processors.physicalCores) / contexts)
    var made: [LlamaContext] = []
    for _ in 0..<contexts {
      made.append(
        try LlamaContext(
          model: model, cells: contextLength, sequences: 1, outputs: 1, batchTokens: config.batchTokens,
          threads: threads, config: config))
    }
    self.model = model
    batchTokens = config.batchTokens
    idle = Monitor(made)
  }

  /// Different tokens of the model's vocabulary.
  public var vocabularySize: Int { model.vocabularySize }

  /// Waits for a context, computes the prompt from its first token on, generates `count` tokens greedily, clears the
  /// context and gives it back.
  ///
  /// - Parameters:
  ///   - prompt: all tokens before the first one that is generated.
  ///   - count: how many tokens are generated, end or no end.
  ///   - cancellation: ends it after the step that is being computed.
  ///   - onFirst: called on this thread when the first token is there.
  /// - Throws: `InferenceError.Code.cancelled`, or what a step fails with.
  public func generate(
    _ prompt: [Token], count: Int, cancellation: Cancellation, onFirst: (MonotonicTime) -> Void
  ) throws(InferenceError) -> [Token] {
    let context = idle.wait { $0.popLast() }
    guard let context else { throw InferenceError(.closed, "the pool has no context") }
    defer {
      _ = context.truncate(sequence: 0, to: 0)
      idle.withLock { $0.append(context) }
      idle.signal()
    }
    var position = 0
    func compute(_ tokens: ArraySlice<Token>) throws(InferenceError) -> Token {
      var left = tokens
      var lastRow = 0
      while !left.isEmpty {
        if let reason = cancellation.reason { throw InferenceError(.cancelled, "the generation was \(reason)") }
        let rows = left.prefix(batchTokens)
        left = left.dropFirst(rows.count)
        let isLast = left.isEmpty
        let step = rows.enumerated().map { index, token in
          DecodeRow(
            token: token, position: position + index, sequence: 0, wantsLogits: isLast && index == rows.count - 1)
        }
        guard context.decode(step) == .done else { throw InferenceError(.decodeFailed, "a step of the pool failed") }
        position += rows.count
        lastRow = rows.count - 1
      }
      let logits = context.logits(row: lastRow)
      var next = Sampler.likeliest(UnsafeBufferPointer(logits))
      while model.endsGeneration(next) {
        logits[Int(next)] = -.infinity
        next = Sampler.likeliest(UnsafeBufferPointer(logits))
      }
      return next
    }
    var generated = [try compute(prompt[...])]
    onFirst(.now)
    while generated.count <= count { generated.append(try compute(generated.suffix(1))) }
    return Array(generated.prefix(count))
  }
}
