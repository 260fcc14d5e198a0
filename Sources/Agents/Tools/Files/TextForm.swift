// A model says what is in a file, not how the file is written: it ends lines with plain newlines, knows of no byte order
// mark, and writes a last newline or none as it comes. So a file's text is taken out of its form before it is worked
// on, and what comes of it is put into the same form again. Bytes that nobody meant to change stay as they are.

/// How a text file is written beside its words: its byte order mark, the end of each line, whether the last line has one.
struct TextForm: Sendable, Equatable {
  private struct Line: Equatable {
    let words: Substring
    /// `\n` with the carriage returns before it, none as a rule or one; nothing at the end of a text.
    let ending: String
  }

  private static let mark = "\u{FEFF}"

  /// Whether it begins with a byte order mark.
  let hasMark: Bool
  private let lines: [Line]
  /// What most lines end with.
  private let usualEnding: String
  /// Whether lines end in both ways.
  private let isMixed: Bool

  /// The form of `text`, as it lies on disk.
  init(of text: String) {
    hasMark = text.unicodeScalars.first == "\u{FEFF}"
    lines = Self.lines(hasMark ? String(text.unicodeScalars.dropFirst()) : text)
    let counts = Dictionary(lines.lazy.filter { !$0.ending.isEmpty }.map { ($0.ending, 1) }, uniquingKeysWith: +)
    usualEnding = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? "\n"
    isMixed = counts.count > 1
  }

  /// The text without its form: every line ends with `\n`, if it ends at all, and there is no mark.
  static func plain(_ text: String) -> String {
    let unmarked = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    guard unmarked.utf8.contains(UInt8(ascii: "\r")) else { return unmarked }
    return lines(unmarked).map { $0.words + ($0.ending.isEmpty ? "" : "\n") }.joined()
  }

  /// Whether the last line is without an end.
  var isOpenEnded: Bool { lines.last?.ending.isEmpty == true }

  /// `new` in this form. Lines that stay keep their own ends; one that takes the place of another takes its end, and
  /// one that is added the end of the line before it. The last line ends as it did. An empty text has no form but its
  /// mark.
  func applied(to new: String) -> String {
    let start = hasMark ? Self.mark : ""
    guard !lines.isEmpty else { return start + (hasMark ? Self.plain(new) : new) }
    let made = Self.lines(Self.plain(new)).map(\.words)
    var endings = isMixed ? endings(for: made) : made.map { _ in usualEnding }
    if isOpenEnded, !endings.isEmpty { endings[endings.count - 1] = "" }
    return start + zip(made, endings).map { $0 + $1 }.joined()
  }

  private func endings(for made: [Substring]) -> [String] {
    var endings: [String] = []
    // Lines that went and came since the last one that stayed.
    var (gone, added) = ([String](), 0)
    func settle() {
      for place in 0..<added {
        endings.append(place < gone.count ? gone[place] : endings.last ?? usualEnding)
      }
      (gone, added) = ([], 0)
    }
    for change in LineDiff(lines.map(\.words), made).changes {
      switch change {
      case .kept(let old, _):
        settle()
        let ending = lines[old].ending
        endings.append(ending.isEmpty ? endings.last ?? usualEnding : ending)
      case .removed(let old):
        if !lines[old].ending.isEmpty { gone.append(lines[old].ending) }
      case .added: added += 1
      }
    }
    settle()
    return endings
  }

  private static func lines(_ text: String) -> [Line] {
    var lines: [Line] = []
    var rest = text.utf8[...]
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      var line = rest[..<end]
      while line.last == UInt8(ascii: "\r") { line.removeLast() }
      let next = rest.index(after: end)
      lines.append(Line(words: Substring(line), ending: String(Substring(rest[line.endIndex..<next]))))
      rest = rest[next...]
    }
    if !rest.isEmpty { lines.append(Line(words: Substring(rest), ending: "")) }
    return lines
  }
}
