// Texts are compared piece by piece, and a comparison that stops within a marker (`<|tool_call` of `<|tool_calls|>`) has
// to be moved to its border. What a marker is can be seen: something in angle brackets, or a word of capitals in square
// ones. Kimi K3 builds its tags of three tokens, `<|open|>`, a name, `<|sep|>`; they count as one.

/// Text with the places where it may be cut without cutting a marker or a word.
struct MarkupText: Equatable {
  let scalars: [Unicode.Scalar]
  /// Whether a cut before this scalar goes through nothing.
  private let isBorder: [Bool]
  /// Markers in it, in order.
  let tags: [Range<Int>]

  init(_ text: String) { self.init(Array(text.unicodeScalars)) }

  init(_ scalars: some Collection<Unicode.Scalar>) {
    let scalars = Array(scalars)
    let tags = Self.tags(in: scalars)
    var isBorder = Array(repeating: true, count: scalars.count + 1)
    for tag in tags { for place in (tag.lowerBound + 1)..<tag.upperBound { isBorder[place] = false } }
    for place in scalars.indices.dropFirst() where Self.isWord(scalars[place - 1]) && Self.isWord(scalars[place]) {
      isBorder[place] = false
    }
    self.scalars = scalars
    self.tags = tags
    self.isBorder = isBorder
  }

  var count: Int { scalars.count }
  var string: String { Self.string(scalars) }

  subscript(range: Range<Int>) -> String { Self.string(scalars[range]) }

  func isBorder(_ place: Int) -> Bool { isBorder[place] }

  /// How many scalars at the front both have, without a cut through a marker of either.
  func commonPrefix(with other: MarkupText) -> Int {
    var count = zip(scalars, other.scalars).prefix { $0 == $1 }.count
    while count > 0, !(isBorder(count) && other.isBorder(count)) { count -= 1 }
    return count
  }

  /// How many scalars at the end both have, without a cut through a marker of either.
  func commonSuffix(with other: MarkupText) -> Int {
    var length = zip(scalars.reversed(), other.scalars.reversed()).prefix { $0 == $1 }.count
    while length > 0, !(isBorder(count - length) && other.isBorder(other.count - length)) { length -= 1 }
    return length
  }

  /// The place of the last, or the first, occurrence of a text within a range.
  func last(_ word: String, in range: Range<Int>? = nil) -> Range<Int>? {
    places(of: word, in: range ?? 0..<count).last
  }

  func first(_ word: String, in range: Range<Int>? = nil) -> Range<Int>? {
    places(of: word, in: range ?? 0..<count).first
  }

  func places(of word: String, in range: Range<Int>) -> [Range<Int>] {
    let word = Array(word.unicodeScalars)
    guard !word.isEmpty, range.count >= word.count else { return [] }
    return (range.lowerBound...(range.upperBound - word.count)).filter { place in
      scalars[place] == word[0] && scalars[place..<(place + word.count)].elementsEqual(word)
    }.map { $0..<($0 + word.count) }
  }

  static func string(_ scalars: some Collection<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "_"
  }

  /// Markers in a text.
  static func tags(in text: [Unicode.Scalar]) -> [Range<Int>] {
    var tags: [Range<Int>] = []
    var place = 0
    while place < text.count {
      if let end = tagEnd(in: text, at: place) {
        tags.append(place..<end)
        place = end
      } else {
        place += 1
      }
    }
    return tags
  }

  private static let longestTag = 96
  private static let compositeEnd = Array("<|sep|>".unicodeScalars)
  private static let compositeStarts = ["<|open|>", "<|close|>"].map { Array($0.unicodeScalars) }

  private static func tagEnd(in text: [Unicode.Scalar], at start: Int) -> Int? {
    let rest = text[start..<min(text.count, start + longestTag)]
    switch text[start] {
    case "<":
      if compositeStarts.contains(where: { rest.starts(with: $0) }) {
        for place in rest.indices where text[place...].starts(with: compositeEnd) { return place + compositeEnd.count }
      }
      let stop = rest.dropFirst().firstIndex { $0 == ">" || $0 == "<" || $0 == "\n" || $0 == "{" }
      // At the end of a piece, a marker may have been cut where its gap begins.
      guard let stop else { return rest.endIndex == text.count ? text.count : nil }
      return text[stop] == ">" && stop > start + 1 ? stop + 1 : nil
    case "[":
      guard let close = rest.dropFirst().firstIndex(where: { !(("A"..."Z").contains($0) || $0 == "_" || $0 == "/") }),
        text[close] == "]", close > start + 2
      else { return nil }
      return close + 1
    default:
      return nil
    }
  }
}

extension String {
  /// The last marker in it; nil where there is none.
  var lastTag: String? {
    let text = MarkupText(self)
    return text.tags.last.map { text[$0] }
  }

  /// All markers in it.
  var allTags: [String] {
    let text = MarkupText(self)
    return text.tags.map { text[$0] }
  }
}
