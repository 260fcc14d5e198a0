// Works on bytes: Swift's characters would take a combining accent into the letter before it, and `\r\n` for one sign.

/// One text put in the place of another, exactly once unless all are meant.
struct TextReplacement: Sendable, Equatable {
  var old: String
  var new: String
  var all = false

  /// The changed text.
  ///
  /// - Throws: a sentence that a model can act on: how often the text was found, and where, or what comes nearest.
  func apply(to text: String, named path: String) throws(FileError) -> String {
    guard !old.isEmpty else { throw FileError("old_string is empty; to write a whole file use write") }
    guard !old.utf8.elementsEqual(new.utf8) else { throw FileError("old_string and new_string are the same text") }
    let bytes = Array(text.utf8)
    var (oldBytes, newBytes) = (Array(old.utf8), Array(new.utf8))
    var places = Self.places(of: oldBytes, in: bytes)
    if places.isEmpty, bytes.contains(UInt8(ascii: "\r")) {
      // Models write plain newlines; the file keeps its own.
      (oldBytes, newBytes) = (Self.withCarriageReturns(oldBytes), Self.withCarriageReturns(newBytes))
      places = Self.places(of: oldBytes, in: bytes)
    }
    guard !places.isEmpty else {
      throw FileError("old_string was not found in \(path). \(Self.nearest(to: old, in: text))")
    }
    guard all || places.count == 1 else {
      let lines = places.prefix(10).map { place in String(bytes[..<place].count { $0 == UInt8(ascii: "\n") } + 1) }
      let more = places.count > 10 ? ", …" : ""
      throw FileError(
        "old_string was found \(places.count) times in \(path), at lines \(lines.joined(separator: ", "))\(more): "
          + "give more of the lines around the one that is meant, or set all to true")
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

  private static func withCarriageReturns(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    for byte in bytes {
      if byte == UInt8(ascii: "\n"), result.last != UInt8(ascii: "\r") { result.append(UInt8(ascii: "\r")) }
      result.append(byte)
    }
    return result
  }

  // MARK: - What comes nearest

  /// The lines of the file that are most like the first telling line of what was looked for.
  private static func nearest(to old: String, in text: String) -> String {
    let wanted = lines(old).first { !words($0).isEmpty }.map(words) ?? []
    guard !wanted.isEmpty else { return "Read the file and copy the text exactly." }
    let lines = lines(text).prefix(20_000)
    var best = (likeness: 0.0, line: 0)
    for (number, line) in lines.enumerated() {
      let likeness = likeness(wanted, words(line))
      if likeness > best.likeness { best = (likeness, number) }
    }
    guard best.likeness >= 0.3 else { return "Nothing in it is like it; read the file and copy the text exactly." }
    let shown = max(0, best.line - 2)..<min(lines.count, best.line + 3)
    let listing = shown.map { "\($0 + 1)\t" + ToolLimits.cut(String(lines[$0])) }.joined(separator: "\n")
    return "The nearest lines are (the text must agree in every space):\n\(listing)"
  }

  private static func lines(_ text: String) -> [Substring] {
    text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
      Substring(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
    }
  }

  /// Runs of letters and digits, and single other signs.
  private static func words(_ line: Substring) -> Set<Substring> {
    Set(line.prefix(400).split { !($0.isLetter || $0.isNumber || $0 == "_") })
  }

  /// The share of words that two lines have in common, 0 to 1.
  private static func likeness(_ a: Set<Substring>, _ b: Set<Substring>) -> Double {
    if a.isEmpty || b.isEmpty { return 0 }
    return Double(2 * a.intersection(b).count) / Double(a.count + b.count)
  }
}
