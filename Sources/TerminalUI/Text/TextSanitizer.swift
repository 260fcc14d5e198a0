// Text from models, tools and files is hostile until shown otherwise. Here it becomes text that can only be
// read: what would move the cursor, change colours, turn the direction of writing or hide something is shown as
// a mark. Every scalar is judged by itself or within its cluster, never by what came in an earlier piece, so it
// does not matter where a stream was cut: an escape sequence shows as `␛[31m`, whole.

/// Makes text harmless and keeps it readable.
package enum TextSanitizer {
  /// Combining marks that may stand on one base; scripts that are written with many need three or four.
  static let marksAllowed = 4

  /// Makes text of any number of lines harmless. Line feeds stay (CR LF becomes one), tabs become spaces up to the
  /// next multiple of `tabWidth` columns.
  package static func sanitize(_ text: String, tabWidth: Int = 4) -> String {
    if isPlain(text) || DisplayWidth.isSimple(text) { return text }
    var output = ""
    output.reserveCapacity(text.utf8.count + 16)
    var column = 0
    for cluster in text {
      if cluster == "\n" || cluster == "\r\n" {
        output += "\n"
        column = 0
      } else if cluster == "\t" {
        let spaces = tabWidth - column % tabWidth
        output += String(repeating: " ", count: spaces)
        column += spaces
      } else {
        let safe = harmless(cluster)
        output += safe
        column += safe.displayWidth
      }
    }
    return output
  }

  /// Makes a line of text harmless that leaves the console: as it is seen, but tabs stay.
  package static func copied(_ line: Substring) -> String {
    line.split(separator: "\t", omittingEmptySubsequences: false).map { Self.line(String($0)) }.joined(separator: "\t")
  }

  /// Makes one line harmless: as `sanitize`, but a line feed is shown as a mark too.
  package static func line(_ text: String) -> String {
    if isPlain(text) || DisplayWidth.isSimple(text) { return text }
    var output = ""
    output.reserveCapacity(text.utf8.count + 16)
    for cluster in text { output += harmless(cluster) }
    return output
  }

  private static func isPlain(_ text: String) -> Bool {
    text.utf8.withContiguousStorageIfAvailable { DisplayWidth.isPrintableASCII($0) }
      ?? DisplayWidth.isPrintableASCII(text.utf8)
  }

  /// One grapheme cluster, with everything in it that is not to be executed or hidden made visible.
  private static func harmless(_ cluster: Character) -> String {
    if let ascii = cluster.asciiValue, cluster != "\r\n" {
      return ascii >= 0x20 && ascii < 0x7F ? String(cluster) : mark(Unicode.Scalar(ascii))
    }
    let scalars = cluster.unicodeScalars
    if scalars.count == 1, let only = scalars.first {
      if isMark(only) { return "◌" + String(cluster) }
      return isVisible(only) && DisplayWidth.scalar(only) > 0 ? String(cluster) : mark(only)
    }
    if isSubdivisionFlag(scalars) { return String(cluster) }
    let safe = harmless(scalars)
    // What takes no column would be drawn onto its neighbour.
    return safe.displayWidth > 0 ? safe : scalars.map(mark).joined()
  }

  /// A cluster of several scalars: joiners and selectors may stay where they have something to join or select.
  private static func harmless(_ scalars: Character.UnicodeScalarView) -> String {
    var output = String.UnicodeScalarView()
    var marks = 0
    var cut = 0
    var previous: Unicode.Scalar?
    var selectors = 0
    for scalar in scalars {
      defer { previous = scalar }
      if isJoiner(scalar) {
        // Joins emoji, and shapes letters of scripts that need it; after ASCII or another joiner it only hides.
        if let previous, !previous.isASCII, !isJoiner(previous) {
          output.append(scalar)
        } else {
          output.append(contentsOf: mark(scalar).unicodeScalars)
        }
      } else if isVariationSelector(scalar) {
        // One selects how its base looks; more of them carry hidden data.
        selectors += 1
        if selectors <= scalars.count / 2, let previous, !isVariationSelector(previous), !isJoiner(previous) {
          output.append(scalar)
        } else {
          output.append(contentsOf: mark(scalar).unicodeScalars)
        }
      } else if isMark(scalar) {
        marks += 1
        if previous == nil { output.append("◌") }
        if marks <= marksAllowed { output.append(scalar) } else { cut += 1 }
      } else if isVisible(scalar) {
        output.append(scalar)
      } else {
        output.append(contentsOf: mark(scalar).unicodeScalars)
      }
    }
    if cut > 0 { output.append(contentsOf: "‹+\(cut) marks›".unicodeScalars) }
    return String(output)
  }

  /// How a scalar is shown that must not be executed: a control picture for C0 and DEL, else its number.
  private static func mark(_ scalar: Unicode.Scalar) -> String {
    if scalar.value < 0x20, let picture = Unicode.Scalar(0x2400 + scalar.value) { return String(picture) }
    if scalar.value == 0x7F { return "␡" }
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "‹U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "›"
  }

  /// Whether a scalar shows itself, and does nothing else.
  private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.properties.isDefaultIgnorableCodePoint { return false }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator: return false
    case .unassigned: return !scalar.properties.isNoncharacterCodePoint
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
      .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber, .connectorPunctuation,
      .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation,
      .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol, .spaceSeparator, .privateUse:
      return true
    @unknown default: return true
    }
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .spacingMark: !scalar.properties.isDefaultIgnorableCodePoint
    default: false
    }
  }

  private static func isJoiner(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value == 0x200C || scalar.value == 0x200D
  }

  private static func isVariationSelector(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isVariationSelector
  }

  /// The three flags that are written with tag characters (England, Scotland, Wales); all other tags hide text.
  private static func isSubdivisionFlag(_ scalars: Character.UnicodeScalarView) -> Bool {
    guard scalars.first?.value == 0x1F3F4, scalars.last?.value == 0xE007F else { return false }
    let tags = scalars.dropFirst().dropLast().compactMap { Unicode.Scalar($0.value &- 0xE0000) }
    return ["gbeng", "gbsct", "gbwls"].contains(String(String.UnicodeScalarView(tags)))
  }
}
