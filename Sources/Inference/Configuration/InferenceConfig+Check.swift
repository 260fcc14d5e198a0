// What a configuration may hold: the ranges of its numbers, once, for whoever reads such numbers from a person and for
// the check before loading; and what goes together.

extension InferenceConfig {
  /// Tokens that one agent may use: fewer than the first are no good for anything; how many a model takes it says itself.
  public static let contextLengths = 64...16_777_216
  /// Sequences that libllama can tell apart in one context, but for the one through which states are saved.
  public static let sequenceCounts = 1...255
  /// Permits that can be held at the same time: each needs a sequence.
  public static let slotCounts = sequenceCounts
  /// Threads that compute: ggml has room for as many.
  public static let threadCounts = 1...512
  /// Layers that can be given to an accelerator; more than a model has are all of them.
  public static let gpuLayerCounts = 0...100_000
  /// Most tokens of a step: a row for each sequence at the least.
  public static let batchSizes = ContextPlan.fewestSequences...65_536
  /// Most tokens of prefill in a step while others generate.
  public static let prefillChunks = 1...65_536

  /// Refuses what cannot be, as far as the configuration alone tells.
  ///
  /// - Throws: `InferenceError.Code.invalidConfiguration`, with the value and what is accepted.
  func check() throws(InferenceError) {
    try check(slots, Self.slotCounts, .slots)
    try check(sequences, 1...Int.max, .sequences)
    try check(contextLength, Self.contextLengths, .contextLength)
    try check(threads, Self.threadCounts, .threads)
    try check(gpuLayers, Self.gpuLayerCounts, .gpuLayers)
    try check(prefillChunk, Self.prefillChunks, .prefillChunk)
    try check(kvBudget, 1...Int.max, .kvBudget)
    let rows = ContextPlan.sequences(agents: sequences, slots: slots)
    guard batchTokens >= rows else {
      throw refuse(
        [.batchTokens],
        "\(names[.batchTokens]) \(batchTokens) is less than a row for each of \(rows) sequences; give \(rows) or more")
    }
    try check(batchTokens, Self.batchSizes, .batchTokens)
    if valueType.blockLength > 1, flashAttention == .off {
      throw refuse(
        [.valueType, .flashAttention],
        "\(names[.valueType]) \(valueType.rawValue) needs flash attention, and \(names[.flashAttention]) "
          + "\(flashAttention.rawValue) was given; leave one of them out")
    }
    try RemoteWorkers.check(self)
  }

  private func check(
    _ value: Int?, _ range: ClosedRange<Int>, _ setting: InferenceSetting
  ) throws(InferenceError) {
    guard let value, !range.contains(value) else { return }
    let accepted =
      range.upperBound == .max
      ? "at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
    throw refuse([setting], "\(names[setting]) must be \(accepted), and \(value) was given")
  }

  /// An error about these settings.
  func refuse(_ settings: [InferenceSetting], _ sentence: String) -> InferenceError {
    InferenceError(.invalidConfiguration, sentence, about: settings)
  }
}
