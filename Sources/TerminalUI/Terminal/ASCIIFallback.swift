/// What stands for a grapheme on a terminal that shows ASCII only.
enum ASCIIFallback {
  /// One ASCII character that says about the same; a question mark where none does.
  static func character(for text: String) -> UInt8 {
    guard let scalar = text.unicodeScalars.first else { return UInt8(ascii: " ") }
    if let known = table[scalar] { return UInt8(ascii: known) }
    switch scalar.value {
    case 0x2400...0x2421: return UInt8(ascii: "^")
    case 0x2500...0x2501, 0x2504...0x2505, 0x2508...0x2509, 0x254C...0x254D, 0x2550: return UInt8(ascii: "-")
    case 0x2502...0x2503, 0x2506...0x2507, 0x250A...0x250B, 0x254E...0x254F, 0x2551: return UInt8(ascii: "|")
    case 0x250C...0x254B, 0x2552...0x2570: return UInt8(ascii: "+")
    case 0x2580...0x2590, 0x2593...0x259F: return UInt8(ascii: "#")
    case 0x2000...0x200A, 0xA0, 0x202F, 0x205F, 0x3000: return UInt8(ascii: " ")
    default: return base(of: scalar)
    }
  }

  /// A letter without its marks: `é` is `e`.
  private static func base(of scalar: Unicode.Scalar) -> UInt8 {
    guard scalar.value >= 0xC0, scalar.value < 0x250, let name = scalar.properties.name else {
      return UInt8(ascii: "?")
    }
    let words = name.split(separator: " ")
    guard words.count > 3, words[0] == "LATIN", words[2] == "LETTER", words[3].utf8.count == 1,
      let letter = words[3].utf8.first
    else { return UInt8(ascii: "?") }
    return words[1] == "SMALL" ? letter | 0x20 : letter
  }

  private static let table: [Unicode.Scalar: Unicode.Scalar] = [
    "•": "*", "…": "~", "‹": "<", "›": ">", "«": "<", "»": ">", "→": ">", "←": "<", "↑": "^", "↓": "v", "‘": "'",
    "’": "'", "“": "\"", "”": "\"", "‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-", "×": "x", "·": ".", "░": ".",
    "▒": ":", "▸": ">", "▾": "v", "●": "*", "○": "o", "◌": ".", "◐": "%", "■": "#", "✓": "+", "✗": "x",
  ]
}
