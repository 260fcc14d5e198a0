// What sequences cost in memory. Where all layers are alike it follows from the model's metadata. Where they are not
// (hybrid and recurrent models, heads that differ from layer to layer) every architecture counts in a way of its own; there
// three tokens are computed in a context of two sequences, and libllama is asked how large these have become.

import CLlama

/// Bytes that the KV of a model takes.
struct MemoryCost: Sendable, Equatable {
  /// For each token; 0 when the model keeps no cells.
  var perToken: Int
  /// For each sequence that can be told apart, used or not: the state; 0 when the model keeps none.
  var perSequence = 0

  /// Bytes of one sequence of so many tokens.
  func ofSequence(tokens: Int) -> Int { perSequence + tokens * perToken }

  /// - Throws: `InferenceError` when the model cannot be computed at all.
  init(of model: LoadedModel, config: InferenceConfig) throws(InferenceError) {
    if model.sequenceMemory.hasParts, model.hasUniformCache {
      perToken = model.attention.cacheBytesPerToken(keys: config.keyType, values: config.valueType)
      return
    }
    // One thread: libllama keeps a team of threads for each that calls it, and this one calls once.
    let context = try LlamaContext(
      model: model, cells: 256, sequences: 2, outputs: 2, batchTokens: 4, threads: 1, config: config)
    let rows = [(0, 0), (1, 0), (1, 1)].map { sequence, position in
      DecodeRow(token: 0, position: position, sequence: Int32(sequence), wantsLogits: false)
    }
    let mark = LibraryLog.mark
    guard context.decode(rows) == .done else {
      throw InferenceError(
        .loadFailed, "the model '\(config.modelPath)' was loaded and cannot be computed",
        libraryLog: LibraryLog.reason(since: mark))
    }
    let (one, two) = (context.savedBytes(of: 0), context.savedBytes(of: 1))
    perToken = max(0, two - one)
    perSequence = model.sequenceMemory.hasParts ? 0 : one - perToken
  }

  init(perToken: Int, perSequence: Int = 0) {
    self.perToken = perToken
    self.perSequence = perSequence
  }
}
