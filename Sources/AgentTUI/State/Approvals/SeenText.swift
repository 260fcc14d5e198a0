/// How much of a text the person has had on screen.
///
/// What is cut off was not seen, and rows that were jumped over were not either. Where the width changes, the rows are others and
/// count anew; a text that was seen whole stays seen.
struct SeenText: Equatable, Sendable {
  /// Whether all of it was on screen.
  private(set) var isWhole = false
  /// Rows that are missing where it was looked at last; nil where nothing of it was on screen.
  private(set) var missing: Int?
  /// Rows that have been seen from the start on without a gap, at `width`.
  private var rows = 0
  private var width = 0

  /// Takes in that these rows are on screen, of a text of `count` rows at this width that is scrolled through.
  mutating func see(_ range: Range<Int>, of count: Int, width: Int) {
    guard !isWhole else { return }
    if width != self.width { (rows, self.width) = (0, width) }
    if range.lowerBound <= rows { rows = max(rows, range.upperBound) }
    see(allBut: max(0, count - rows))
  }

  /// Takes in that all of it is on screen but for so many rows; nil: it is not on screen.
  mutating func see(allBut missing: Int?) {
    guard !isWhole else { return }
    self.missing = missing
    isWhole = missing == 0
  }
}
