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
  /// Forgets a sequence from `position` on. Returns false when it cannot go on there: all is forgotten then.
  func truncate(sequence: Int32, to position: Int) -> Bool
  /// Shares the cells of a range of positions with another sequence, which has all that is before them. Of a model that
  /// keeps a state the range is all that the source holds, and the other has nothing. Returns false, and changes
  /// nothing, when the source has lost too much of it.
  func share(from source: Int32, to destination: Int32, positions: Range<Int>) -> Bool
  /// Copies what a sequence of `count` tokens holds at these positions out of the KV; nil when the library gives
  /// nothing.
  func save(sequence: Int32, positions: Range<Int>, of count: Int) -> [UInt8]?
  /// Copies saved data back into a sequence that ends where `positions` begin. Of what the data hold only these
  /// positions are taken. Returns false, with the sequence as it was, when the library does not take the data.
  func restore(_ data: [UInt8], to sequence: Int32, positions: Range<Int>, dataEnd: Int) -> Bool
  /// Computes the rows.
  func decode(_ rows: [DecodeRow]) -> DecodeOutcome
  /// The logits of a row of the last step that wanted them; good until the next step.
  func logits(row: Int) -> UnsafeMutableBufferPointer<Float>
  /// Seconds spent within the library so far.
  var librarySeconds: Double { get }
}
