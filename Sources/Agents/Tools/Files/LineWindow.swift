import System

/// The part of a file that a model asked for, taken from its bytes as they come; of the rest only the lines are counted.
struct LineWindow: Sendable {
  private let first: Int
  private let limit: Int
  private let byteLimit: Int
  /// The line that comes next, from 1, and what of it is there already.
  private var number = 1
  private var line: [UInt8] = []
  private var lineLength = 0
  private var lines: [String] = []
  private var used = 0
  /// Whether no more lines fit.
  private var isFull = false
  private var bytes = 0
  private var isRepaired = false
  private var hasLatin1 = false
  /// What came before it was clear how the file says text: its first bytes.
  private var start: [UInt8]? = []
  /// Of UTF-16.
  private var reader: UTF16Reader?
  /// Whether it holds zero bytes, and with that no text.
  private(set) var isBinary = false

  /// - Parameters:
  ///   - first: the first line wanted, from 1.
  ///   - limit: how many lines.
  ///   - byteLimit: how many bytes of text in all.
  init(first: Int, limit: Int, byteLimit: Int) {
    self.first = first
    self.limit = limit
    self.byteLimit = byteLimit
  }

  /// Takes the next bytes of the file.
  mutating func append(_ piece: some Collection<UInt8>) {
    guard var start else { return decode(piece) }
    start += piece
    self.start = start
    if start.count >= 3 { begin() }
  }

  /// A byte order mark says what follows, and is no text.
  private mutating func begin() {
    guard let start else { return }
    self.start = nil
    if let isLittleEndian = TextEncoding.isLittleEndian(start[...]) {
      reader = UTF16Reader(isLittleEndian: isLittleEndian)
      decode(start.dropFirst(2))
    } else {
      decode(start.dropFirst(start.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0))
    }
  }

  private mutating func decode(_ piece: some Collection<UInt8>) {
    if reader == nil { collect(text: piece) } else if let decoded = reader?.read(piece) { collect(text: decoded) }
  }

  private mutating func collect(text piece: some Collection<UInt8>) {
    if bytes < 8192, piece.prefix(8192 - bytes).contains(0) { isBinary = true }
    bytes += piece.count
    var rest = piece[...]
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      collect(rest[..<end])
      finishLine()
      rest = rest[rest.index(after: end)...]
    }
    collect(rest)
  }

  private var wants: Bool { number >= first && lines.count < limit && !isFull }

  private mutating func collect(_ part: some Collection<UInt8>) {
    lineLength += part.count
    // A line of any length costs no more memory than is shown of it.
    if wants { line += part.prefix(max(0, ToolLimits.line + 4 - line.count)) }
  }

  private mutating func finishLine() {
    if wants { keepLine() }
    line.removeAll(keepingCapacity: true)
    lineLength = 0
    number += 1
  }

  private mutating func keepLine() {
    var cut = lineLength - line.count
    if cut == 0, line.last == UInt8(ascii: "\r") { line.removeLast() }
    if line.count > ToolLimits.line {
      cut += line.count - ToolLimits.line
      line.removeLast(line.count - ToolLimits.line)
      while let last = line.last, last & 0b1000_0000 != 0 {
        line.removeLast()
        cut += 1
        if last & 0b0100_0000 != 0 { break }
      }
    }
    let text = "\(number)\t" + decodedLine() + (cut > 0 ? "… (\(Figures.bytes(cut)) more)" : "")
    // One line is always shown: a model that gets none cannot go on.
    if used + text.utf8.count + 1 > byteLimit, !lines.isEmpty {
      isFull = true
      return
    }
    lines.append(text)
    used += text.utf8.count + 1
  }

  private mutating func decodedLine() -> String {
    if let text = String(validating: line, as: UTF8.self) { return text }
    if let text = TextEncoding.latin1(line) {
      hasLatin1 = true
      return text
    }
    isRepaired = true
    return String(decoding: line, as: UTF8.self)
  }

  /// What the model is told.
  func result(named path: String) -> ToolResult {
    var ended = self
    ended.begin()
    if ended.isBinary {
      return ToolResult(
        ok: false, output: "\(path) is no text file; look at it with bash, for instance with file or xxd")
    }
    if let rest = ended.reader?.rest { ended.collect(text: rest) }
    if ended.lineLength > 0 { ended.finishLine() }
    return ended.finishedResult(named: path)
  }

  private func finishedResult(named path: String) -> ToolResult {
    let total = number - 1
    if total == 0 { return ToolResult(ok: true, output: "\(path) is empty") }
    guard !lines.isEmpty else {
      return ToolResult(
        ok: false, output: "\(path) has \(Figures.count(total, "line")): offset \(first) is past its end")
    }
    var notes: [String] = []
    let last = first + lines.count - 1
    if first > 1 || last < total {
      let more = last < total ? "; go on with offset \(last + 1)" : ""
      notes.append("lines \(first) to \(last) of \(total)\(more)")
    }
    if reader != nil { notes.append("decoded from UTF-16; it can be read here, not changed") }
    if hasLatin1 { notes.append("decoded from Latin-1; it can be read here, not changed") }
    if isRepaired { notes.append("bytes that are not UTF-8 are shown as \u{FFFD}") }
    return ToolResult(
      ok: true, output: lines.joined(separator: "\n") + (notes.isEmpty ? "" : "\n(\(notes.joined(separator: "; ")))"))
  }
}
