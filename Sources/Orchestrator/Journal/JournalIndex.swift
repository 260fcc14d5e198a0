// Where in a journal a number stands, without a look at the file: a mark every so many bytes. A reader begins at the
// mark before what it wants, so it passes over at most that many bytes for nothing. A gigabyte of journal has half a
// megabyte of marks.

/// The places of some of a journal's lines.
struct JournalIndex: Sendable, Equatable {
  /// A line: its event's number, and where in the file it begins.
  struct Mark: Sendable, Equatable {
    var seq: Int
    var offset: Int
  }

  /// Bytes from one mark to the next, at least.
  static let spacing = 32 * 1024

  private(set) var marks: [Mark] = []
  /// The last line's number; 0 before the first.
  private(set) var lastSeq = 0
  /// Bytes of all lines.
  private(set) var size = 0
  /// Up to here an earlier process has written, and lines may be damaged or in another order.
  private(set) var earlierSize = 0
  /// Whether they are.
  private var isScattered = false

  /// A line has been written at the end.
  mutating func add(seq: Int, bytes: Int) {
    if marks.last.map({ size - $0.offset >= Self.spacing }) ?? true { marks.append(Mark(seq: seq, offset: size)) }
    lastSeq = seq
    size += bytes
  }

  /// Something has been written at the end that has no number.
  mutating func skip(bytes: Int) { size += bytes }

  /// What is there so far is not in the order of its numbers.
  mutating func scatter() { isScattered = true }

  /// All that is there so far was written by an earlier process.
  ///
  /// - Parameter lastSeq: the highest number in it.
  mutating func closeEarlier(lastSeq: Int) {
    earlierSize = size
    self.lastSeq = lastSeq
    // Searched by number, marks must be in order: what is scattered is searched as a whole.
    if isScattered { marks = lastSeq > 0 ? [Mark(seq: 1, offset: 0)] : [] }
  }

  /// The bytes in which the lines with these numbers are, as far as they have been written; whole lines.
  func bytes(of seqs: Range<Int>) -> Range<Int> {
    guard !seqs.isEmpty, !marks.isEmpty else { return 0..<0 }
    let after = firstMark { $0.seq >= seqs.upperBound }
    let end = after < marks.count ? marks[after].offset : size
    let start = marks[max(0, firstMark { $0.seq > seqs.lowerBound } - 1)].offset
    return start..<max(start, end)
  }

  /// The first mark with something that all later ones have too; their number where there is none.
  private func firstMark(_ isLate: (Mark) -> Bool) -> Int {
    var (low, high) = (0, marks.count)
    while low < high {
      let middle = (low + high) / 2
      if isLate(marks[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
