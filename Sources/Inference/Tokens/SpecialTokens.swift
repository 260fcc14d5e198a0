// The tokens that are more than text. Which of them lie in a text is asked once for each prompt, of vocabularies that
// have thousands of them: their texts are kept in order, and a place in a text narrows the range byte by byte.

/// A set of tokens with a meaning, found in text by what they are written as.
struct SpecialTokens: Sendable {
  /// A token and what it is written as.
  struct Entry: Sendable, Equatable {
    var token: Token
    var text: [UInt8]
    /// White space before it belongs to it, in text that a template wrote.
    var takesSpaceBefore = false
    /// White space behind it belongs to it.
    var takesSpaceAfter = false
  }

  /// A special token in a text.
  struct Match: Sendable, Equatable {
    var range: Range<Int>
    var entry: Entry
  }

  /// In the order of their bytes.
  private let entries: [Entry]
  /// Where the entries that begin with a byte stand.
  private let places: [Range<Int>]

  init(_ entries: [Entry]) {
    let sorted = entries.filter { !$0.text.isEmpty }.sorted {
      $0.text == $1.text ? $0.token < $1.token : $0.text.lexicographicallyPrecedes($1.text)
    }
    self.entries = sorted
    var places = [Range<Int>](repeating: 0..<0, count: 256)
    for index in sorted.indices {
      let byte = Int(sorted[index].text[0])
      places[byte] = places[byte].isEmpty ? index..<index + 1 : places[byte].lowerBound..<index + 1
    }
    self.places = places
  }

  var isEmpty: Bool { entries.isEmpty }

  /// The token that is written so.
  func token(_ text: [UInt8]) -> Token? {
    guard let first = text.first else { return nil }
    return entries[places[Int(first)]].first { $0.text == text }?.token
  }

  /// The special tokens in a range of bytes as libllama takes them: the longest first, wherever they stand, of equally
  /// long ones the one further ahead; none within another. In the order of the text.
  func matches(in bytes: [UInt8], _ range: Range<Int>) -> [Match] {
    var found: [Match] = []
    for start in range { forEachMatch(in: bytes, at: start, before: range.upperBound) { found.append($0) } }
    guard found.count > 1 else { return found }
    found.sort {
      $0.range.count == $1.range.count ? $0.range.lowerBound < $1.range.lowerBound : $0.range.count > $1.range.count
    }
    var isTaken = [Bool](repeating: false, count: range.count)
    var matches: [Match] = []
    for match in found {
      let own = match.range.lowerBound - range.lowerBound..<match.range.upperBound - range.lowerBound
      if isTaken[own].contains(true) { continue }
      for index in own { isTaken[index] = true }
      matches.append(match)
    }
    return matches.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// Places within a text at which none of these tokens' texts is whole any more when it is cut there: behind the first
  /// character of each.
  func cuts(in bytes: ArraySlice<UInt8>) -> [Int] {
    guard !isEmpty else { return [] }
    let all = Array(bytes)
    var cuts: [Int] = []
    for start in all.indices {
      var isThere = false
      let width = UTF8Text.characterLength(all, at: start)
      forEachMatch(in: all, at: start, before: all.count) { if $0.range.count > width { isThere = true } }
      if isThere { cuts.append(bytes.startIndex + start + width) }
    }
    return cuts
  }

  private func forEachMatch(in bytes: [UInt8], at start: Int, before end: Int, _ body: (Match) -> Void) {
    var candidates = places[Int(bytes[start])]
    var length = 1
    while !candidates.isEmpty {
      // The shortest comes first among those that agree so far.
      if entries[candidates.lowerBound].text.count == length {
        body(Match(range: start..<start + length, entry: entries[candidates.lowerBound]))
        candidates = first(in: candidates) { $0.count > length }..<candidates.upperBound
      }
      guard start + length < end else { return }
      let byte = bytes[start + length]
      let index = length
      let lower = first(in: candidates) { $0[index] >= byte }
      candidates = lower..<first(in: lower..<candidates.upperBound) { $0[index] > byte }
      length += 1
    }
  }

  /// The first entry of a range for which it holds, as it does for all behind it.
  private func first(in range: Range<Int>, where holds: ([UInt8]) -> Bool) -> Int {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if holds(entries[middle].text) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
