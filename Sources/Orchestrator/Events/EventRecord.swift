/// Which of the events that were told are wanted again.
public struct EventSelection: Sendable, Equatable {
  /// Numbers: from the first to the one before the last.
  public var seqs: Range<Int>
  /// Of these runs only; nil: all, and what belongs to none.
  public var runs: [String]?
  /// Of these kinds only, by their names in the stream; nil: all.
  public var kinds: [String]?
  /// Single events besides, of any run, by number.
  public var others: [Int]

  /// All events of these numbers, unless runs or kinds narrow it.
  public init(seqs: Range<Int>, runs: [String]? = nil, kinds: [String]? = nil, others: [Int] = []) {
    self.seqs = seqs
    self.runs = runs
    self.kinds = kinds
    self.others = others
  }
}

/// What was told before, to be read again.
public protocol EventRecord: Sendable {
  /// The number of the last event that can be read again: all before it can.
  var lastSeq: Int { get }
  /// Why not all is kept, a sentence's part; nil: all is.
  var failure: String? { get }
  /// Gives the events that are wanted: single ones from outside the numbers first, then by their numbers. Blocks on a disk: not for the main thread.
  ///
  /// - Throws: `FleetError` when they cannot be read, or not all of them were kept.
  func recall(_ wanted: EventSelection, _ body: (FleetEvent) -> Void) throws(FleetError)
}

extension EventRecord {
  /// All is kept.
  public var failure: String? { nil }
}
