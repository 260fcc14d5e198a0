/// A search in a pane: what for, where it was found, and which place one is at.
struct PaneSearch: Equatable, Sendable {
  var query: String
  /// Rows with a match, from the top.
  var matches: [TranscriptAnchor]
  /// Of `matches`.
  var current: Int

  /// What has a capital letter is searched for as it stands, anything else in either case.
  static func occurs(_ query: String, in text: String) -> Bool {
    !ranges(of: query, in: text).isEmpty
  }

  /// Where `query` stands in `text`, without overlaps.
  static func ranges(of query: String, in text: String) -> [Range<String.Index>] {
    let isExact = query.contains(where: \.isUppercase)
    let wanted = query.map { isExact ? String($0) : $0.lowercased() }
    guard let first = wanted.first else { return [] }
    let letters = text.indices.map { (index: $0, letter: isExact ? String(text[$0]) : text[$0].lowercased()) }
    var ranges: [Range<String.Index>] = []
    var place = 0
    while place + wanted.count <= letters.count {
      if letters[place].letter == first,
        (1..<wanted.count).allSatisfy({ letters[place + $0].letter == wanted[$0] })
      {
        let end = place + wanted.count
        ranges.append(letters[place].index..<(end < letters.count ? letters[end].index : text.endIndex))
        place = end
      } else {
        place += 1
      }
    }
    return ranges
  }
}
