// How many columns a terminal gives to a grapheme cluster. The cluster is what counts, not its scalars: a family
// joined by ZWJ, a flag of two regional indicators, a base with its combining marks are one thing on the screen.
// Ambiguous characters take one column, as nearly every terminal outside East Asian locales has it.

extension Character {
  /// The columns of this grapheme on a terminal: 0, 1 or 2. Control characters have none (`TextSanitizer` makes
  /// them visible first).
  package var displayWidth: Int {
    if let ascii = asciiValue { return ascii >= 0x20 && ascii < 0x7F ? 1 : 0 }
    return DisplayWidth.cluster(unicodeScalars)
  }
}

extension StringProtocol {
  /// The columns of this text on a terminal, on one row.
  package var displayWidth: Int {
    if DisplayWidth.isPrintableASCII(utf8) { return utf8.count }
    if DisplayWidth.isSimple(self) { return unicodeScalars.count }
    return reduce(0) { $0 + $1.displayWidth }
  }
}

/// The arithmetic of `displayWidth`.
package enum DisplayWidth {
  /// The columns of one scalar by itself: 0, 1 or 2.
  package static func scalar(_ scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x300 { return value < 0x20 || (value >= 0x7F && value < 0xA0) ? 0 : 1 }
    if contains(WidthTable.zero, value) { return 0 }
    return contains(WidthTable.wide, value) ? 2 : 1
  }

  /// The columns of the scalars of one grapheme cluster.
  static func cluster(_ scalars: Character.UnicodeScalarView) -> Int {
    guard let first = scalars.first else { return 0 }
    var total = 0
    var previous: Unicode.Scalar = first
    for scalar in scalars {
      switch scalar.value {
      case 0xFE0F where previous.properties.isEmoji: return 2
      case 0xFE0E where previous.properties.isEmojiPresentation: return 1
      default: total += self.scalar(scalar)
      }
      previous = scalar
    }
    // A spacing mark that is a cluster of its own (some of Myanmar's) is drawn as a letter is.
    if total == 0, first.properties.generalCategory == .spacingMark { return 1 }
    return min(2, total)
  }

  /// Whether all of it is ASCII from space to tilde: one column a byte, and nothing to make visible.
  static func isPrintableASCII(_ bytes: some Sequence<UInt8>) -> Bool {
    bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
  }

  /// Whether every scalar of it is a grapheme of one column by itself, whatever stands beside it, and nothing that has to
  /// be made visible: most of what is on a screen (letters, frames, bars, arrows), known without looking up properties.
  static func isSimple(_ text: some StringProtocol) -> Bool {
    text.unicodeScalars.allSatisfy(isSimple)
  }

  static func isSimple(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20...0x7E, 0xA1...0xAC, 0xAE...0x2FF, 0x370...0x482, 0x48A...0x52F, 0x2010...0x2027, 0x2030...0x205E,
      0x2190...0x21FF, 0x2500...0x25FC:
      true
    default: false
    }
  }

  private static func contains(_ table: [UInt32], _ value: UInt32) -> Bool {
    var low = 0
    var high = table.count / 2 - 1
    while low <= high {
      let middle = (low + high) / 2
      if value < table[2 * middle] {
        high = middle - 1
      } else if value > table[2 * middle + 1] {
        low = middle + 1
      } else {
        return true
      }
    }
    return false
  }
}
