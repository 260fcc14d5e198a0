/// A step through whatever has the keys: rows of a transcript, items of a list, lines of a text.
enum Motion: CaseIterable, Sendable {
  case up, down, pageUp, pageDown, halfPageUp, halfPageDown, top, bottom

  /// Rows of this step, downwards positive; nil for the two that go to an end.
  func rows(page: Int) -> Int? {
    switch self {
    case .up: -1
    case .down: 1
    case .pageUp: -page
    case .pageDown: page
    case .halfPageUp: -max(1, page / 2)
    case .halfPageDown: max(1, page / 2)
    case .top, .bottom: nil
    }
  }

  /// Where the step leads from `place` among `count` places.
  func moved(_ place: Int, of count: Int, page: Int) -> Int {
    let next = rows(page: page).map { place + $0 } ?? (self == .top ? 0 : count - 1)
    return max(0, min(count - 1, next))
  }
}
