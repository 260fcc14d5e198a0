// The line before a file's block names the file. Models decorate it in the ways in which they have seen it: `### a.py`,
// `**a.py**:`, `File: a.py`, `1. a.py`. One word is left then, and it looks like a path.

/// Reads a file's path from a line of its own.
enum PathLine {
  /// Longer lines are prose.
  static let longest = 300

  /// The path that a line names.
  ///
  /// - Parameters:
  ///   - line: without its end.
  ///   - isFile: whether there is such a file; a word without a dot or a slash is a path only then.
  static func path(in line: String, isFile: (String) -> Bool) -> String? {
    guard line.utf8.count <= longest else { return nil }
    var text = line[...].trimmed
    while let first = text.first, "#*->`\"'".contains(first) { text = text.dropFirst().trimmed }
    if let dot = text.firstIndex(of: "."), dot > text.startIndex, text[..<dot].allSatisfy(\.isNumber),
      text[dot...].dropFirst().first == " "
    {
      text = text[dot...].dropFirst().trimmed  // 1. a.py
    }
    for word in ["file:", "path:", "filename:", "file", "path"] where text.lowercased().hasPrefix(word + " ") {
      text = text.dropFirst(word.count).trimmed
      break
    }
    while let first = text.first, "*`\"'".contains(first) { text = text.dropFirst() }
    while let last = text.last, "*`:\"' ".contains(last) { text = text.dropLast() }
    guard !text.isEmpty, text.unicodeScalars.allSatisfy(isPart) else { return nil }
    let path = String(text)
    // A number, a version or an end of a sentence is no path.
    guard path.contains(where: \.isLetter), path != ".", path != "..", !path.hasSuffix("...") else { return nil }
    if path.contains("://") { return nil }
    let looksLikeOne = path.dropLast().contains(".") || path.hasPrefix("/") || path.dropLast().contains("/")
    return looksLikeOne || isFile(path) ? path : nil
  }

  /// Whether what has come of a line may still become one that names a path: no white space within a word so far, but
  /// for what may stand before it.
  static func mayBegin(_ part: String) -> Bool {
    guard part.utf8.count <= longest else { return false }
    let words = part.split(separator: " ", omittingEmptySubsequences: true)
    guard words.count > 1 else { return true }
    let marks = words.dropLast()
    return marks.count <= 2
      && marks.allSatisfy { word in
        word.allSatisfy { "#*->.0123456789:`".contains($0) }
          || ["file:", "path:", "filename:", "file", "path", "**file:**", "**file:"].contains(word.lowercased())
      }
  }

  private static func isPart(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "._-/+@~$%,=()[]".unicodeScalars.contains(scalar)
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    var text = self.drop { $0 == " " || $0 == "\t" || $0 == "\r" }
    while let last = text.last, last == " " || last == "\t" || last == "\r" { text = text.dropLast() }
    return text
  }
}
