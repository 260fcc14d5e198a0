/// Puts a text together, run by run.
struct TextBuilder {
  private(set) var bytes: [UInt8] = []
  private var runs: [Text.Run] = []

  var count: Int { bytes.count }

  mutating func append(_ text: Text) {
    if text.runs.isEmpty {
      append(text.bytes[...], mark: text.mark)
    } else {
      for (range, mark) in text.allRuns { append(text.bytes[range], mark: mark) }
    }
  }

  mutating func append(_ part: ArraySlice<UInt8>, mark: Text.Mark) {
    guard !part.isEmpty else { return }
    bytes.append(contentsOf: part)
    extend(mark)
  }

  mutating func append(_ text: String, mark: Text.Mark = 0) {
    guard !text.isEmpty else { return }
    bytes.append(contentsOf: text.utf8)
    extend(mark)
  }

  mutating func append(_ scalar: Unicode.Scalar, mark: Text.Mark) {
    bytes.append(contentsOf: UTF8.encode(scalar)!)
    extend(mark)
  }

  mutating func append(byte: UInt8, mark: Text.Mark) {
    bytes.append(byte)
    extend(mark)
  }

  /// `count` spaces, or another byte of ASCII.
  mutating func appendPadding(_ count: Int, _ byte: UInt8 = 0x20) {
    guard count > 0 else { return }
    bytes.append(contentsOf: repeatElement(byte, count: count))
    extend(0)
  }

  private mutating func extend(_ mark: Text.Mark) {
    if let last = runs.indices.last, runs[last].mark == mark {
      runs[last].end = bytes.count
    } else {
      runs.append(Text.Run(end: bytes.count, mark: mark))
    }
  }

  func text(safe: Bool = false) -> Text { Text(bytes: bytes, runs: runs, isSafe: safe) }
}
