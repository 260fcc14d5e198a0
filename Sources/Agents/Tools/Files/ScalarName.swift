/// What a sign is called where it has to be told from one that looks alike.
enum ScalarName {
  private static let names: [Unicode.Scalar: String] = [
    " ": "a space", "\t": "a tab", "\r": "a carriage return",
    "\u{A0}": "a no-break space", "\u{202F}": "a narrow no-break space", "\u{2003}": "an em space",
    "\u{3000}": "an ideographic space", "\u{200B}": "a zero-width space", "\u{200D}": "a zero-width joiner",
    "\u{FEFF}": "a byte order mark", "\u{AD}": "a soft hyphen",
    "\u{2018}": "a curly quote", "\u{2019}": "a curly quote", "\u{201C}": "a curly quote", "\u{201D}": "a curly quote",
    "\u{2032}": "a prime", "\u{60}": "a backtick", "'": "a straight quote", "\"": "a straight double quote",
    "\u{2010}": "a hyphen", "\u{2011}": "a no-break hyphen", "\u{2013}": "an en dash", "\u{2014}": "an em dash",
    "\u{2212}": "a minus sign", "\u{2026}": "an ellipsis", "\u{D7}": "a multiplication sign",
  ]

  /// `a tab`, `a no-break space (U+00A0)`, `'x'`, `'é' (U+00E9)`.
  static func of(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let code = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    if let name = names[scalar] { return scalar.isASCII ? name : "\(name) (\(code))" }
    if scalar.isASCII, scalar.value >= 0x20, scalar.value != 0x7F { return "'\(scalar)'" }
    let isShown = scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    return isShown ? "'\(scalar)' (\(code))" : code
  }
}
