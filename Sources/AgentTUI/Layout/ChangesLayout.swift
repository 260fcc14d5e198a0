import Agents
import TerminalUI

/// The parts of the changes.
struct ChangesLayout: Equatable {
  var list: Rect
  var heading: Rect
  var detail: Rect
  var keys: Rect

  init(_ state: ConsoleState) {
    let inside = OverlayLayout(state).inside
    var rest = inside
    (rest, keys) = rest.splitBottom(inside.height > 3 ? 1 : 0)
    if inside.width >= 70 {
      (list, detail) = rest.splitLeft(inside.width / 3)
      detail = detail.inset(left: 1)
    } else {
      (list, detail) = rest.splitTop(rest.height < 6 ? 0 : min(4, rest.height / 3))
    }
    (heading, detail) = detail.splitTop(min(1, detail.height))
  }

  // MARK: the diff

  /// A hunk, laid out.
  static func text(_ hunk: String) -> WrappedText { WrappedText(hunk, format: .diff) }

  /// The bar of the selected hunk stands at the left.
  static func textWidth(_ rect: Rect) -> Int { max(1, rect.width - 2) }

  /// Rows of the selected hunk that can be scrolled past.
  static func scrollable(_ review: ChangeReview, in rect: Rect) -> Int {
    guard let file = review.selected?.file, file.hunks.indices.contains(review.hunk) else { return 0 }
    var text = text(file.hunks[review.hunk])
    return max(0, text.rowCount(width: textWidth(rect)) - rect.height)
  }
}
