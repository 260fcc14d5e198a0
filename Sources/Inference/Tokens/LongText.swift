/// Cuts text that is too long to be tokenized whole.
enum LongText {
  /// Pieces of at most `longest` bytes, of whole characters.
  ///
  /// A cut between the end of a line and a letter is one that the vocabularies' own splitting of words makes there too,
  /// so the tokens are those of the whole. Where there is none within reach, nearly all of them split before a space
  /// between letters. Where there is no such place either, which is a run that nobody could read, it is cut anywhere:
  /// then the tokens at the cut are not those of the whole, which nobody can compute.
  static func pieces(of bytes: ArraySlice<UInt8>, longest: Int) -> [ArraySlice<UInt8>] {
    var pieces: [ArraySlice<UInt8>] = []
    var rest = bytes
    while rest.count > longest {
      let end = cut(of: rest, longest: max(longest, 4))
      pieces.append(rest[..<end])
      rest = rest[end...]
    }
    pieces.append(rest)
    return pieces
  }

  private static func cut(of bytes: ArraySlice<UInt8>, longest: Int) -> Int {
    let last = bytes.startIndex + longest
    let places = (bytes.startIndex + 1...last).reversed()
    func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte) || (97...122).contains(byte) }
    if let place = places.first(where: {
      // Of several ends of lines, some split words before the last one.
      bytes[$0 - 1] == 10 && isLetter(bytes[$0]) && $0 - 1 > bytes.startIndex && !UTF8Text.isSpace(bytes[$0 - 2])
    }) {
      return place
    }
    // The space belongs to the word.
    if let place = places.first(where: {
      bytes[$0] == 32 && isLetter(bytes[$0 - 1]) && $0 + 1 < bytes.endIndex && isLetter(bytes[$0 + 1])
    }) {
      return place
    }
    return places.first { bytes[$0] & 0b1100_0000 != 0b1000_0000 } ?? last
  }
}
