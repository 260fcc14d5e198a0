/// What is to go to the terminal and has not been taken by its line yet, in order: at most one frame, which comes first, and
/// the sequences that were said since.
struct Outbox {
  private var bytes: [UInt8] = []
  /// How many of them the line has taken.
  private var taken = 0
  /// Up to where they are a frame's.
  private var frameEnd = 0

  var isEmpty: Bool { taken == bytes.count }

  /// Puts a frame in. There must be nothing in it: a frame that cannot go yet is not drawn yet.
  mutating func put(frame: [UInt8]) {
    precondition(isEmpty, "a frame is drawn once the last one has gone")
    (bytes, taken, frameEnd) = (frame, 0, frame.count)
  }

  /// Adds a sequence that moves nothing; however late, it is sent.
  mutating func put(sequence: some Sequence<UInt8>) {
    if isEmpty { self = Outbox() }
    bytes += sequence
  }

  /// Sends what the line takes now. Returns false when the line is gone.
  mutating func send(through line: some OutputLine) -> Bool {
    while !isEmpty {
      switch bytes[taken...].withUnsafeBytes(line.take) {
      case .taken(let count): taken += count
      case .full: return true
      case .gone:
        self = Outbox()
        return false
      }
    }
    return true
  }

  /// Lets go of what is left of a frame that nobody needs any more. Of the sequence that it is cut off in the terminal
  /// expects more, so that it is told to expect nothing before it gets another one.
  mutating func dropFrame() {
    let sequences = bytes[max(taken, frameEnd)...]
    let isCut = taken < frameEnd && !sequences.isEmpty
    self = Outbox()
    bytes = (isCut ? Array(ControlSequences.cancel.utf8) : []) + sequences
  }
}
