// Letters that are typed where another keyboard layout is switched on than the one that the keys are named after. A terminal
// tells the letter and not the key, so that which key it was is looked up here.

/// Which Latin key a letter of another layout lies on.
enum KeyboardLayout {
  /// The Latin character on the key of this letter, in the case in which it was typed; nil for a letter of no layout known here.
  static func latin(for letter: Character) -> Character? {
    if let latin = table[letter] { return latin }
    guard let small = letter.lowercased().first, small != letter, let latin = table[small] else { return nil }
    return latin.uppercased().first
  }

  private static let keys = "qwertyuiop[]asdfghjkl;'zxcvbnm,."

  /// The same keys, in their order; a space where a key has no letter there.
  private static let layouts = [
    // Russian, with the letters of Ukrainian and Belarusian that lie elsewhere below it.
    "йцукенгшщзхъфывапролджэячсмитьбю",
    "        ў  ї і        є         ",
    // Greek.
    " ςερτυθιοπ  ασδφγηξκλ  ζχψωβνμ  ",
    // Hebrew.
    "  קראטוןםפ  שדגכעיחלךף,זסבהנמצתץ",
    // Arabic.
    "ضصثقفغعهخحجدشسيبلاتنمكطئءؤر ىةوز",
  ]

  private static let table: [Character: Character] = {
    var table: [Character: Character] = [:]
    for layout in layouts {
      for (letter, key) in zip(layout, keys) where letter.isLetter && table[letter] == nil { table[letter] = key }
    }
    return table
  }()
}
