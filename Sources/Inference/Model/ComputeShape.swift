/// How wide a model is.
struct ComputeShape: Sendable, Equatable {
  /// Numbers of a token's vector.
  var width: Int
  var feedForward: Int
  var heads: Int
  var vocabulary: Int

  /// Rows that a device computes at once.
  private static let rows = 512

  /// About what a device needs beside weights and KV, by what libllama's graph keeps at the same time: some vectors for
  /// each row, which cells it may see, its logits, and without flash attention what each head sees of each cell.
  func computingBytes(cells: Int, sequences: Int, flash: InferenceConfig.FlashAttention) -> Int {
    let vectors = Self.rows * (12 * width + 3 * feedForward) * 4
    let scores = flash == .off ? Self.rows * cells * heads * 4 : 0
    return vectors + Self.rows * cells * 4 + (sequences + 1) * vocabulary * 4 + scores
  }
}
