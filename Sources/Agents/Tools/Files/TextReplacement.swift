// Works on bytes: Swift's characters would take a combining accent into the letter before it. And on text without its
// form (`TextForm`): every line ends with `\n`.
//
// What a model copies out of a file is often not the file's text to the byte: `read`'s line numbers are in it, or the
// indentation is another one. That is form. It is forgiven where just one place can be meant, and said. What differs in
// any other sign is not what the file holds, and is never taken for it.

/// One text put in the place of another, exactly once unless all are meant.
struct TextReplacement: Sendable, Equatable {
  /// What was made of a text.
  struct Outcome: Sendable, Equatable {
    var text: String
    /// What was forgiven, each the middle of a sentence.
    var notes: [String] = []
    /// Whether every sign of the old text was found, white space included.
    var isExact = true
  }

  var old: String
  var new: String
  var all = false
  /// Whether it is one of several edits: there the model calls the two otherwise.
  var isListed = false

  private var names: (old: String, new: String) {
    isListed ? (old: "old", new: "new") : (old: "old_string", new: "new_string")
  }

  /// The changed text.
  ///
  /// - Parameter text: every line ends with `\n`.
  /// - Throws: a sentence that a model can act on: how often the text was found, and where, or what comes nearest.
  func apply(to text: String, named path: String) throws(FileError) -> Outcome {
    let plain = Self(old: TextForm.plain(old), new: TextForm.plain(new), all: all, isListed: isListed)
    guard !plain.old.isEmpty else {
      throw FileError("\(names.old) is empty; give the text to replace, or write the whole file with write")
    }
    guard !plain.old.utf8.elementsEqual(plain.new.utf8) else {
      throw FileError("\(names.old) and \(names.new) are the same text, so nothing would change")
    }
    if let made = try plain.applyExactly(to: text, named: path) { return Outcome(text: made) }
    let unnumbered = try plain.withoutLineNumbers()
    let note = "the line numbers in \(names.old) were taken off"
    if let made = try unnumbered?.applyExactly(to: text, named: path) { return Outcome(text: made, notes: [note]) }
    if let outcome = try plain.applyLoosely(to: text, named: path) { return outcome }
    if var outcome = try unnumbered?.applyLoosely(to: text, named: path) {
      outcome.notes.insert(note, at: 0)
      return outcome
    }
    throw FileError((unnumbered ?? plain).reproach(text, path))
  }

  // MARK: - Exactly

  private func applyExactly(to text: String, named path: String) throws(FileError) -> String? {
    let bytes = Array(text.utf8)
    let (oldBytes, newBytes) = (Array(old.utf8), Array(new.utf8))
    let places = Self.places(of: oldBytes, in: bytes)
    guard !places.isEmpty else { return nil }
    guard all || places.count == 1 else {
      let lines = places.map { place in bytes[..<place].count { $0 == UInt8(ascii: "\n") } + 1 }
      throw FileError(
        "\(names.old) was found \(places.count) times in \(path), at lines \(Self.list(lines)): "
          + "give more of the lines around the one that is meant\(isListed ? "" : ", or set all to true")")
    }
    var result: [UInt8] = []
    var done = 0
    for place in places {
      result += bytes[done..<place] + newBytes
      done = place + oldBytes.count
    }
    return String(decoding: result + bytes[done...], as: UTF8.self)
  }

  /// Where one text is found in another, without overlaps.
  private static func places(of wanted: [UInt8], in bytes: [UInt8]) -> [Int] {
    guard let first = wanted.first, wanted.count <= bytes.count else { return [] }
    var places: [Int] = []
    var place = 0
    while place + wanted.count <= bytes.count,
      let next = bytes[place...(bytes.count - wanted.count)].firstIndex(of: first)
    {
      if bytes[next...].starts(with: wanted) {
        places.append(next)
        place = next + wanted.count
      } else {
        place = next + 1
      }
    }
    return places
  }

  private static func list(_ lines: [Int]) -> String {
    lines.prefix(10).map(String.init).joined(separator: ", ") + (lines.count > 10 ? ", …" : "")
  }

  // MARK: - But for white space

  private func applyLoosely(to text: String, named path: String) throws(FileError) -> Outcome? {
    let fits = LooseLines(of: old).fits(in: text)
    guard let fit = fits.first else { return nil }
    guard fits.count == 1 else {
      throw FileError(
        "\(names.old) was not found in \(path); but for white space it fits at lines "
          + "\(Self.list(fits.map { $0.place + 1 })): copy the one that is meant exactly, with lines around it")
    }
    guard let made = fit.replacing(old, by: new, in: text) else { return nil }
    let note =
      switch fit.shift {
      case .same: "\(names.old) fitted but for white space at line ends"
      case .deeper, .shallower, .scaled:
        "\(names.old) fitted but for its indentation, and \(names.new) was shifted alike"
      }
    return Outcome(text: made, notes: [note], isExact: false)
  }

  // MARK: - Not at all

  private func reproach(_ text: String, _ path: String) -> String {
    var sentence = "\(names.old) was not found in \(path)."
    if let place = Self.places(of: Array(new.utf8), in: Array(text.utf8)).first, new.utf8.count > 2 {
      let line = text.utf8.prefix(place).count { $0 == UInt8(ascii: "\n") } + 1
      sentence += " \(names.new) is there already, at line \(line): was this edit made before?"
    }
    guard let nearest = NearestLines(to: old, in: text) else {
      return sentence + " Nothing in it is like it; read the file and copy the text exactly."
    }
    return sentence + " " + nearest.sentence(calling: names.old)
  }

  // MARK: - Line numbers

  /// Both texts without the numbers that `read` puts before lines; nil where old has none.
  private func withoutLineNumbers() throws(FileError) -> Self? {
    guard let old = Self.unnumbered(old) else { return nil }
    if let new = Self.unnumbered(new) { return Self(old: old, new: new, all: all, isListed: isListed) }
    let numbered = new.split(separator: "\n").contains { Self.number(of: $0) != nil }
    guard !numbered else {
      throw FileError("some lines of \(names.new) begin with line numbers; write it without them")
    }
    return Self(old: old, new: new, all: all, isListed: isListed)
  }

  /// A text without its line numbers; nil unless every line that is not blank has one, each more than the last.
  static func unnumbered(_ text: String) -> String? {
    var last = 0
    var lines: [Substring] = []
    for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Substring.init) {
      if line.utf8.allSatisfy(isSpace) {
        lines.append(line)
        continue
      }
      guard let (number, rest) = number(of: line), number > last else { return nil }
      last = number
      lines.append(rest)
    }
    return last > 0 ? lines.joined(separator: "\n") : nil
  }

  /// The number and the tab that begin a line, and what follows.
  private static func number(of line: Substring) -> (number: Int, rest: Substring)? {
    let start = line.utf8.drop { $0 == UInt8(ascii: " ") }
    let digits = start.prefix { (48...57).contains($0) }
    let rest = start[digits.endIndex...]
    guard rest.first == UInt8(ascii: "\t"), let number = Int(String(Substring(digits))) else { return nil }
    return (number, Substring(rest.dropFirst()))
  }
}

extension [TextReplacement] {
  /// All of them, one after the other, each in what the one before made; or none.
  func apply(to text: String, named path: String) throws(FileError) -> TextReplacement.Outcome {
    var outcome = TextReplacement.Outcome(text: text)
    for (place, edit) in enumerated() {
      do throws(FileError) {
        let next = try edit.apply(to: outcome.text, named: path)
        let notes = count == 1 ? next.notes : next.notes.map { "in edit \(place + 1) \($0)" }
        outcome = TextReplacement.Outcome(
          text: next.text, notes: outcome.notes + notes, isExact: outcome.isExact && next.isExact)
      } catch {
        guard count > 1 else { throw error }
        throw FileError("edit \(place + 1) of \(count) does not fit, and none was made: \(error.description)")
      }
    }
    return outcome
  }
}
