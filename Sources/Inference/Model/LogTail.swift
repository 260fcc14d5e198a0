/// The end of a log that comes in pieces of lines.
///
/// What failed is told by the lines since it began: before them stand those of failures that are long over.
struct LogTail: Sendable, Equatable {
  /// A place between two lines.
  struct Mark: Sendable, Equatable {
    fileprivate var lines = 0
  }

  private static let kept = 200
  /// Lines that an error quotes at the most: what comes after them mostly follows from them.
  private static let quoted = 3
  private static let telling = ["error", "fail", "unable", "invalid", "corrupt", "unknown", "unsupported"]

  private var lines: [String] = []
  private var dropped = 0
  private var unfinished = ""

  /// Behind the last line.
  var end: Mark { Mark(lines: dropped + lines.count) }

  /// Adds text; returns the lines that it finished.
  mutating func add(_ text: String) -> [String] {
    unfinished += text
    guard unfinished.contains("\n") else { return [] }
    var finished = unfinished.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    unfinished = finished.removeLast()
    finished.removeAll(where: \.isEmpty)
    lines.append(contentsOf: finished)
    let surplus = max(0, lines.count - Self.kept)
    lines.removeFirst(surplus)
    dropped += surplus
    return finished
  }

  /// The lines behind a mark that are still here.
  func lines(since mark: Mark) -> ArraySlice<String> { lines.dropFirst(max(0, mark.lines - dropped)) }

  /// The first lines behind a mark that speak of an error, or the last one if none does, joined.
  func reason(since mark: Mark) -> String {
    let lines = lines(since: mark)
    let chosen = lines.filter { line in Self.telling.contains { line.lowercased().contains($0) } }.prefix(Self.quoted)
    return (chosen.isEmpty ? Array(lines.suffix(1)) : Array(chosen)).joined(separator: "; ")
  }
}
