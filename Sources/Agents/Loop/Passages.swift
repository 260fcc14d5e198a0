// Of a longer file a model is shown the beginning. What it is to change is mostly elsewhere, and a model that sees only
// the head writes the head as the whole file. So it is also shown the lines that hold what the task speaks of.

/// Lines of a file around words of a task that few of its lines hold.
struct Passages: Equatable {
  /// Lines with their numbers from 1, as they are shown, in order.
  var lines: [(number: Int, text: String)] = []
  /// The words that they were found by, as the task has them.
  var words: [String] = []

  /// A word that more lines hold is not what the task is about.
  private static let mostHits = 3
  private static let mostLines = 12
  private static let width = 200
  /// Words that are shorter are everywhere.
  private static let shortest = 5
  /// Larger files are left to searches.
  private static let mostBytes = 400_000

  /// None.
  init() {}

  /// - Parameter skipped: lines at the beginning that are shown anyway.
  init(of content: [Substring], for task: String, skipping skipped: Int) {
    let size = content.reduce(0) { $0 + $1.utf8.count }
    guard size <= Self.mostBytes else { return }
    let lowered = content.map { $0.lowercased() }
    var shown: Set<Int> = []
    for term in Self.terms(in: task) {
      let sought = term.lowercased()
      var hits: [Int] = []
      for (index, line) in lowered.enumerated() where Self.holds(line, sought) {
        hits.append(index)
        if hits.count > Self.mostHits { break }
      }
      hits = hits.filter { $0 >= skipped }
      guard !hits.isEmpty, hits.count <= Self.mostHits, shown.count < Self.mostLines else { continue }
      words.append(term)
      for hit in hits where shown.insert(hit).inserted {
        lines.append((hit + 1, Self.cut(String(content[hit]), around: sought)))
      }
    }
    lines.sort { $0.number < $1.number }
  }

  static func == (left: Passages, right: Passages) -> Bool {
    left.words == right.words && left.lines.elementsEqual(right.lines) { $0 == $1 }
  }

  /// What a task speaks of: first what it quotes and what looks like a name in code, then its longer words.
  static func terms(in task: String) -> [String] {
    var quoted: [String] = []
    for (opening, closing) in [("'", "'"), ("\"", "\""), ("`", "`"), ("“", "”"), ("‘", "’"), ("«", "»")] {
      var rest = task[...]
      while let start = rest.firstRange(of: opening), let end = rest[start.upperBound...].firstRange(of: closing) {
        let inside = rest[start.upperBound..<end.lowerBound]
        // An apostrophe opens nothing: behind what is quoted a word ends.
        if !inside.isEmpty, inside.utf8.count <= 80, !inside.contains("\n"),
          start.lowerBound == task.startIndex || !Self.isLetter(task[task.index(before: start.lowerBound)])
        {
          quoted.append(String(inside))
          rest = rest[end.upperBound...]
        } else {
          rest = rest[start.upperBound...]
        }
      }
    }
    // File names are not looked for in files.
    let words = task.split { $0.isWhitespace }.filter { word in !word.contains("/") && !word.dropLast().contains(".") }
      .flatMap { $0.split { !isPart($0) } }.map(String.init)
    let names = words.filter { word in
      word.contains("_") || word.dropFirst().contains { $0.isUppercase }
        || word.contains { $0.isNumber } && word.count > 2
    }
    var seen: Set<String> = []
    return (quoted + names + words.filter { $0.count >= shortest }).filter { seen.insert($0.lowercased()).inserted }
  }

  /// Whether a line holds a term that neither begins nor ends within a word.
  private static func holds(_ line: String, _ term: String) -> Bool {
    var rest = line[...]
    while let place = rest.firstRange(of: term) {
      let before = place.lowerBound > line.startIndex ? line[line.index(before: place.lowerBound)] : " "
      let after = place.upperBound < line.endIndex ? line[place.upperBound] : " "
      if !isPart(before) || !isPart(term.first ?? " "), !isPart(after) || !isPart(term.last ?? " ") { return true }
      rest = rest[place.upperBound...]
    }
    return false
  }

  /// As much of a long line as is shown, with the term in it.
  private static func cut(_ line: String, around term: String) -> String {
    guard line.count > width, let place = line.lowercased().firstRange(of: term) else { return line }
    let lowered = line.lowercased()
    let start = max(0, lowered.distance(from: lowered.startIndex, to: place.lowerBound) - width / 2)
    let part = line.dropFirst(start)
    return (start > 0 ? "…" : "") + part.prefix(width) + (part.count > width ? "…" : "")
  }

  private static func isPart(_ character: Character) -> Bool { isLetter(character) || character == "_" }

  private static func isLetter(_ character: Character) -> Bool { character.isLetter || character.isNumber }
}
