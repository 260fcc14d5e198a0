/// One row of a step: a token at a position of a sequence.
struct DecodeRow: Sendable, Equatable {
  var token: Token
  var position: Int
  var sequence: Int32
  var wantsLogits: Bool
}

/// How a step ended.
enum DecodeOutcome: Sendable, Equatable {
  case done
  /// No room in the KV; the memory is as it was before.
  case noRoom
  /// The step was aborted because the engine shuts down.
  case aborted
  /// The library refused or failed with this status.
  case failed(Int32)
}

/// What the decode core needs of libllama; a double stands here in tests. Used by the decode thread alone.
protocol DecodeBackend: AnyObject {
  /// Forgets a sequence from `position` on. Returns false when the model cannot forget a part: all is forgotten then.
  func truncate(sequence: Int32, to position: Int) -> Bool
  /// Shares the cells of a range of positions with another sequence.
  func share(from source: Int32, to destination: Int32, positions: Range<Int>)
  /// Computes the rows.
  func decode(_ rows: [DecodeRow]) -> DecodeOutcome
  /// The logits of a row of the last step that wanted them; good until the next step.
  func logits(row: Int) -> UnsafeMutableBufferPointer<Float>
}
