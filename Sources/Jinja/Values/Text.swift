// A string as templates handle it: bytes of UTF-8, and beside them the runs of equal origin. Python's strings are
// sequences of code points and compare by them; Swift's compare by canonical equivalence, so they are not used here.
// One run is by far the most common: it costs no array.

struct Text: Sendable {
  typealias Mark = MarkedText.Mark

  /// Text up to `end` (a place in the bytes) that begins where the run before ends.
  struct Run: Sendable {
    var end: Int
    var mark: Mark
  }

  /// UTF-8, always whole scalars.
  let bytes: [UInt8]
  /// The mark of all bytes, where there are no runs.
  let mark: Mark
  /// At least two runs, or none.
  let runs: [Run]
  /// What the filters `safe` and `escape` return: text that escapes what is added to it.
  let isSafe: Bool

  static let empty = Text(bytes: [], mark: 0)

  init(bytes: [UInt8], mark: Mark, isSafe: Bool = false) {
    self.bytes = bytes
    self.mark = mark
    self.runs = []
    self.isSafe = isSafe
  }

  init(bytes: [UInt8], runs: [Run], isSafe: Bool = false) {
    self.bytes = bytes
    self.mark = runs.first?.mark ?? 0
    self.runs = runs.count > 1 ? runs : []
    self.isSafe = isSafe
  }

  init(_ text: String, mark: Mark = 0) {
    self.init(bytes: Array(text.utf8), mark: mark)
  }

  private init(_ other: Text, isSafe: Bool) {
    bytes = other.bytes
    mark = other.mark
    runs = other.runs
    self.isSafe = isSafe
  }

  func marked(safe: Bool) -> Text { Text(self, isSafe: safe) }

  var isEmpty: Bool { bytes.isEmpty }

  /// For messages and names; the marks are lost.
  var string: String { String(decoding: bytes, as: UTF8.self) }

  /// Every run with its range of bytes; none for an empty text.
  var allRuns: [(range: Range<Int>, mark: Mark)] {
    if bytes.isEmpty { return [] }
    if runs.isEmpty { return [(0..<bytes.count, mark)] }
    var start = 0
    return runs.map { run in
      defer { start = run.end }
      return (start..<run.end, run.mark)
    }
  }

  /// The mark of the byte at a place.
  func mark(at place: Int) -> Mark {
    runs.isEmpty ? mark : runs[firstRun(after: place)].mark
  }

  /// The bytes in a range, with their marks; the range must lie on the borders of scalars.
  subscript(range: Range<Int>) -> Text {
    if range == bytes.indices { return self }
    let part = Array(bytes[range])
    guard !runs.isEmpty, !range.isEmpty else { return Text(bytes: part, mark: mark, isSafe: isSafe) }
    var cut: [Run] = []
    for run in runs[firstRun(after: range.lowerBound)...] {
      cut.append(Run(end: min(run.end, range.upperBound) - range.lowerBound, mark: run.mark))
      if run.end >= range.upperBound { break }
    }
    return Text(bytes: part, runs: cut, isSafe: isSafe)
  }

  /// The index of the run that holds the byte at `place`.
  private func firstRun(after place: Int) -> Int {
    var low = 0
    var high = runs.count - 1
    while low < high {
      let middle = (low + high) / 2
      if runs[middle].end > place { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension Text: Hashable {
  /// Equal text: the same code points, whatever their origin.
  static func == (left: Text, right: Text) -> Bool { left.bytes == right.bytes }

  func hash(into hasher: inout Hasher) { hasher.combine(bytes) }

  /// By code points, which is the order of the bytes of UTF-8.
  static func < (left: Text, right: Text) -> Bool { left.bytes.lexicographicallyPrecedes(right.bytes) }
}

extension Text: ExpressibleByStringLiteral {
  init(stringLiteral value: StaticString) {
    self.init(bytes: value.withUTF8Buffer { Array($0) }, mark: 0)
  }
}
