/// The lines of a file that are most like a text that was looked for in vain, as many as it has, and the first sign in
/// which they differ.
struct NearestLines: Sendable, Equatable {
  /// Lines of the text that are compared, and of a file.
  private static let comparedLines = 24
  private static let searchedLines = 20_000
  /// Less than this, of 1, is no likeness.
  private static let leastLikeness = 0.3

  /// The first line, from 0.
  let place: Int
  private let there: [Substring]
  private let wanted: [Substring]

  /// Nil where nothing in `text` is like `old`.
  init?(to old: String, in text: String) {
    let wanted = LooseLines.lines(old)
    let lines = Array(LooseLines.lines(text).prefix(Self.searchedLines))
    // Words as numbers, sorted: two lines are then compared in one pass.
    var numbers: [Substring: Int] = [:]
    let looked = wanted.prefix(Self.comparedLines).map { Self.words($0, &numbers) }
    let found = lines.map { Self.words($0, &numbers) }
    guard !lines.isEmpty, looked.contains(where: { !$0.isEmpty }) else { return nil }
    var best = (likeness: 0.0, place: 0)
    for place in found.indices {
      var sum = 0.0
      for (offset, words) in looked.enumerated() where place + offset < found.count {
        sum += Self.likeness(words, found[place + offset])
      }
      if sum > best.likeness { best = (sum, place) }
    }
    guard best.likeness / Double(looked.count { !$0.isEmpty }) >= Self.leastLikeness else { return nil }
    place = best.place
    there = Array(lines[best.place..<min(lines.count, best.place + wanted.count)])
    self.wanted = wanted
  }

  /// What a model is told, sentences and the lines with their numbers.
  func sentence(calling name: String) -> String {
    var listing = BoundedText(headLimit: 1200, tailLimit: 600)
    listing.append(NumberedLines.text(there, from: place + 1))
    return "\(difference(calling: name))The nearest lines are:\n\(listing.text)"
  }

  /// The first sign that differs, as a sentence with a space behind it; empty where none does.
  private func difference(calling name: String) -> String {
    for (offset, line) in wanted.enumerated() {
      let number = place + offset + 1
      guard offset < there.count else { return "The file ends before line \(number) of it. " }
      let (mine, its) = (Array(line.unicodeScalars), Array(there[offset].unicodeScalars))
      guard mine != its else { continue }
      let column = zip(mine, its).prefix { $0 == $1 }.count
      let (here, there) = (Self.name(of: mine, at: column), Self.name(of: its, at: column))
      return "The first difference is at line \(number), column \(column + 1): "
        + "the file has \(there) where \(name) has \(here). "
    }
    return ""
  }

  private static func name(of line: [Unicode.Scalar], at column: Int) -> String {
    column < line.count ? ScalarName.of(line[column]) : "the end of the line"
  }

  /// Runs of letters and digits, as sorted numbers; a line of other signs alone is one word.
  private static func words(_ line: Substring, _ numbers: inout [Substring: Int]) -> [Int] {
    let start = line.prefix(400)
    var words = start.split { !($0.isLetter || $0.isNumber || $0 == "_") }
    if words.isEmpty {
      let signs = start.filter { !$0.isWhitespace }
      if !signs.isEmpty { words = [Substring(signs)] }
    }
    let known = words.map { word in
      if let number = numbers[word] { return number }
      numbers[word] = numbers.count
      return numbers.count - 1
    }
    return Array(Set(known)).sorted()
  }

  /// The share of words that two lines have in common, 0 to 1.
  private static func likeness(_ a: [Int], _ b: [Int]) -> Double {
    if a.isEmpty || b.isEmpty { return 0 }
    var (i, j, common) = (0, 0, 0)
    while i < a.count, j < b.count {
      if a[i] == b[j] { (i, j, common) = (i + 1, j + 1, common + 1) } else if a[i] < b[j] { i += 1 } else { j += 1 }
    }
    return Double(2 * common) / Double(a.count + b.count)
  }
}

/// Lines as `read` shows them.
enum NumberedLines {
  static func text(_ lines: [Substring], from first: Int = 1) -> String {
    lines.enumerated().map { "\(first + $0)\t" + ToolLimits.cut(String($1)) }.joined(separator: "\n")
  }
}
