/// A line or more of text that is being written, with a cursor between its graphemes.
///
/// A long paste is one piece: shown as a mark, deleted whole, sent whole.
struct TextInput: Equatable, Sendable {
  /// What the cursor steps over at once.
  enum Piece: Equatable, Sendable {
    case grapheme(Character)
    /// A paste too long to show.
    case paste(String)
    /// A file of the workspace, by its path.
    case mention(String)

    /// What it stands for.
    var text: String {
      switch self {
      case .grapheme(let character): String(character)
      case .paste(let text): text
      case .mention(let path): path.contains(where: \.isWhitespace) ? "\"\(path)\"" : path
      }
    }

    /// What is shown for it.
    var shown: String {
      switch self {
      case .grapheme(let character): String(character)
      case .paste(let text): "[pasted \(TextInput.lineCount(text)) lines]"
      case .mention(let path): "@\(path)"
      }
    }

    /// Whether it stands for more than itself.
    var isMark: Bool {
      switch self {
      case .grapheme: false
      case .paste, .mention: true
      }
    }

    var isNewline: Bool { self == .grapheme("\n") }

    var isBlank: Bool {
      guard case .grapheme(let character) = self else { return false }
      return character.isWhitespace
    }
  }

  /// Pastes with more lines than this are shown as a mark.
  static let longestShownPaste = 3
  /// Pastes with more bytes than this, too.
  static let largestShownPaste = 1000
  /// And whole texts with more than this, from the history or an editor.
  static let largestShownText = 16 * 1024

  private(set) var pieces: [Piece] = []
  /// Pieces to the left of the cursor.
  private(set) var cursor = 0
  /// What was deleted last by word or line, for `yank`.
  private(set) var deleted: [Piece] = []

  /// A text that nobody has written letter by letter is one mark, as it was when it was pasted.
  init(_ text: String = "") {
    pieces = text.utf8.count > TextInput.largestShownText ? [.paste(text)] : text.map { .grapheme($0) }
    cursor = pieces.count
  }

  /// All of it, pastes whole.
  var text: String { pieces.map(\.text).joined() }
  var isEmpty: Bool { pieces.isEmpty }

  /// The text before the cursor.
  var textBeforeCursor: String { pieces[..<cursor].map(\.text).joined() }

  /// The letters before the cursor, back to a blank or a mark, and how many pieces stand before them.
  var wordBeforeCursor: (start: Int, text: String) {
    let start = pieces[..<cursor].lastIndex { $0.isBlank || $0.isMark }.map { $0 + 1 } ?? 0
    return (start, pieces[start..<cursor].map(\.text).joined())
  }

  /// Lines, however they end. Counted as bytes: a paste may have some millions.
  private static func lineCount(_ text: String) -> Int {
    var count = 1
    var last: UInt8 = 0
    for byte in text.utf8 {
      if byte == 0x0A && last != 0x0D || byte == 0x0D { count += 1 }
      last = byte
    }
    return count - (last == 0x0A || last == 0x0D ? 1 : 0)
  }
}

// MARK: - Changing

extension TextInput {
  mutating func replace(with text: String) {
    let kept = deleted
    self = TextInput(text)
    deleted = kept
  }

  /// Writes a character; a combining one joins the grapheme before it.
  mutating func insert(_ character: Character) {
    if cursor > 0, case .grapheme(let before) = pieces[cursor - 1] {
      let joined = String(before) + String(character)
      if joined.count == 1, let whole = joined.first {
        pieces[cursor - 1] = .grapheme(whole)
        return
      }
    }
    pieces.insert(.grapheme(character), at: cursor)
    cursor += 1
  }

  /// Writes text, a newline for every kind of line end.
  mutating func insert(_ text: String) {
    let new = text.map { Piece.grapheme($0.isNewline ? "\n" : $0) }
    pieces.insert(contentsOf: new, at: cursor)
    cursor += new.count
  }

  /// Writes a paste: as it is when it is short, as one mark otherwise.
  mutating func paste(_ text: String) {
    let isLong =
      TextInput.lineCount(text) > TextInput.longestShownPaste || text.utf8.count > TextInput.largestShownPaste
    guard isLong else { return insert(text) }
    pieces.insert(.paste(text), at: cursor)
    cursor += 1
  }

  /// Replaces the text from `start` pieces on up to the cursor.
  mutating func replaceBeforeCursor(from start: Int, with text: String) {
    remove(max(0, start)..<cursor, keeping: false)
    insert(text)
  }

  /// The same, with a file.
  mutating func replaceBeforeCursor(from start: Int, mentioning path: String) {
    remove(max(0, start)..<cursor, keeping: false)
    pieces.insert(.mention(path), at: cursor)
    cursor += 1
  }

  mutating func deleteBackward() { remove(max(0, cursor - 1)..<cursor, keeping: false) }
  mutating func deleteForward() { remove(cursor..<min(pieces.count, cursor + 1), keeping: false) }
  mutating func deleteWord() { remove(wordStart..<cursor, keeping: true) }
  mutating func deleteToLineStart() { remove(lineStart..<cursor, keeping: true) }

  /// To the end of the line; at its end, the line end itself.
  mutating func deleteToLineEnd() {
    remove(cursor..<max(lineEnd, min(pieces.count, lineEnd == cursor ? cursor + 1 : lineEnd)), keeping: true)
  }

  /// Writes again what was deleted last.
  mutating func yank() {
    pieces.insert(contentsOf: deleted, at: cursor)
    cursor += deleted.count
  }

  private mutating func remove(_ range: Range<Int>, keeping: Bool) {
    guard !range.isEmpty else { return }
    if keeping { deleted = Array(pieces[range]) }
    pieces.removeSubrange(range)
    cursor = range.lowerBound
  }
}

// MARK: - Moving

extension TextInput {
  mutating func moveLeft() { cursor = max(0, cursor - 1) }
  mutating func moveRight() { cursor = min(pieces.count, cursor + 1) }
  mutating func moveWordLeft() { cursor = wordStart }
  mutating func moveToLineStart() { cursor = lineStart }
  mutating func moveToLineEnd() { cursor = lineEnd }

  mutating func moveWordRight() {
    while cursor < pieces.count, pieces[cursor].isBlank { cursor += 1 }
    while cursor < pieces.count, !pieces[cursor].isBlank { cursor += 1 }
  }

  /// To the line above, as far right as here; false on the first line.
  mutating func moveLineUp() -> Bool {
    let start = lineStart
    guard start > 0 else { return false }
    let column = cursor - start
    cursor = start - 1
    cursor = min(lineStart + column, start - 1)
    return true
  }

  /// To the line below, as far right as here; false on the last line.
  mutating func moveLineDown() -> Bool {
    let end = lineEnd
    guard end < pieces.count else { return false }
    let column = cursor - lineStart
    cursor = end + 1
    cursor = min(cursor + column, lineEnd)
    return true
  }

  private var lineStart: Int {
    (pieces[..<cursor].lastIndex { $0.isNewline }).map { $0 + 1 } ?? 0
  }

  private var lineEnd: Int {
    pieces[cursor...].firstIndex { $0.isNewline } ?? pieces.count
  }

  private var wordStart: Int {
    var place = cursor
    while place > 0, pieces[place - 1].isBlank { place -= 1 }
    while place > 0, !pieces[place - 1].isBlank { place -= 1 }
    return place
  }
}
