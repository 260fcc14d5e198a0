/// How well a pattern's letters occur, in order, in a text: what palette, pickers and suggestions rank by.
///
/// Letters at the start of words and letters side by side count more; nothing else is weighed, so that the order
/// stays easy to foresee.
struct FuzzyMatch: Equatable, Sendable {
  /// Higher is better.
  var score: Int
  /// Which characters of the text matched, for marking them.
  var places: [Int]

  /// The match of `pattern` in `text`, nil when a letter of it is missing. Letters' case and spaces do not matter.
  init?(pattern: String, in text: String) {
    let wanted = pattern.lowercased().filter { !$0.isWhitespace }.map { String($0) }
    let letters = Array(text)
    let lowered = letters.map { $0.lowercased() }
    // Starts of words first; where that runs past a letter that is needed, the letters as they come.
    guard
      let places = FuzzyMatch.places(of: wanted, in: lowered, letters: letters, preferringWords: true)
        ?? FuzzyMatch.places(of: wanted, in: lowered, letters: letters, preferringWords: false)
    else { return nil }
    self.places = places
    score = 0
    for (index, place) in places.enumerated() {
      let isAdjacent = index > 0 && places[index - 1] + 1 == place
      score += isAdjacent ? 8 : FuzzyMatch.startsWord(letters, at: place) ? 6 : 1
    }
    score = score * 16 - min(letters.count, 64) / 4 - min(places.first ?? 0, 15)
  }

  private static func places(
    of wanted: [String], in lowered: [String], letters: [Character], preferringWords: Bool
  ) -> [Int]? {
    var places: [Int] = []
    var position = 0
    for letter in wanted {
      let rest = position..<lowered.count
      let isNext = rest.contains(position) && lowered[position] == letter
      let word = preferringWords ? rest.first { lowered[$0] == letter && startsWord(letters, at: $0) } : nil
      guard let place = isNext ? position : word ?? rest.first(where: { lowered[$0] == letter }) else { return nil }
      places.append(place)
      position = place + 1
    }
    return places
  }

  private static func startsWord(_ letters: [Character], at place: Int) -> Bool {
    place == 0 || !(letters[place - 1].isLetter || letters[place - 1].isNumber)
  }
}
