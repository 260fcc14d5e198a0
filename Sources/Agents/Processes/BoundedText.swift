import System

/// The beginning and the end of a text of any length, and how much was left out between them: memory and context are
/// bounded, and nothing is cut silently.
struct BoundedText: Sendable, Equatable {
  private let headLimit: Int
  private let tailLimit: Int
  /// How to see what was left out, at the end of the line that stands in its place.
  private let remedy: String
  private var head: [UInt8] = []
  private var tail: [UInt8] = []
  /// Bytes and newlines that are neither in the head nor in the tail.
  private var lostBytes = 0
  private var lostLines = 0

  /// Keeps so many bytes of the beginning and of the end.
  ///
  /// - Parameter remedy: what to do to see the rest; empty where nothing can be done.
  init(headLimit: Int, tailLimit: Int, remedy: String = "") {
    self.headLimit = headLimit
    self.tailLimit = tailLimit
    self.remedy = remedy.isEmpty ? "" : "; " + remedy
  }

  /// Whether nothing was appended.
  var isEmpty: Bool { head.isEmpty }

  /// Adds to the end.
  mutating func append(_ text: String) {
    var bytes = Array(text.utf8)[...]
    let room = min(headLimit - head.count, bytes.count)
    if tail.isEmpty, room > 0 {
      head += bytes.prefix(room)
      bytes = bytes.dropFirst(room)
    }
    tail += bytes
    // Dropped in large steps, so that each byte is moved a bounded number of times.
    if tail.count > 2 * tailLimit { dropFromTail(tail.count - tailLimit) }
  }

  private mutating func dropFromTail(_ count: Int) {
    lostBytes += count
    lostLines += tail[..<count].count { $0 == UInt8(ascii: "\n") }
    tail.removeFirst(count)
  }

  /// The text, with a line in place of what was left out.
  var text: String {
    var copy = self
    if copy.tail.count > tailLimit { copy.dropFromTail(copy.tail.count - tailLimit) }
    guard copy.lostBytes > 0 else { return String(decoding: head + copy.tail, as: UTF8.self) }
    copy.cutAtLines()
    let lines = copy.lostLines == 1 ? "1 line" : "\(Figures.grouped(copy.lostLines)) lines"
    let amount = copy.lostLines > 0 ? "\(lines) (\(Figures.bytes(copy.lostBytes)))" : Figures.bytes(copy.lostBytes)
    return String(decoding: copy.head, as: UTF8.self) + "\n… \(amount) left out\(remedy) …\n"
      + String(decoding: copy.tail, as: UTF8.self)
  }

  /// Ends the head and begins the tail at a line where there is one, and at a whole character in any case.
  private mutating func cutAtLines() {
    let newline = UInt8(ascii: "\n")
    if let end = head.lastIndex(of: newline) {
      lostBytes += head.count - end - 1
      head.removeSubrange(end...)
    } else {
      while let last = head.last, last & 0b1000_0000 != 0 {
        head.removeLast()
        lostBytes += 1
        if last & 0b0100_0000 != 0 { break }
      }
    }
    let start: Int
    if let first = tail.firstIndex(of: newline), first + 1 < tail.count {
      start = first + 1
    } else {
      start = tail.firstIndex { $0 & 0b1100_0000 != 0b1000_0000 } ?? tail.count
    }
    dropFromTail(start)
  }
}
