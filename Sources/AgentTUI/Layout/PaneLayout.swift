import TerminalUI

/// The parts of one pane.
struct PaneLayout: Equatable {
  var frame: Rect?
  /// Where the title stands.
  var title: Rect
  /// Where the transcript is seen.
  var transcript: Rect
  /// Rows at the bottom for an approval that waits; empty without one.
  var approval: Rect

  /// - Parameter approvalRows: rows that an approval would like.
  init(_ rect: Rect, isFramed: Bool, approvalRows: Int) {
    if isFramed {
      frame = rect
      title = Rect(x: rect.x + 1, y: rect.y, width: rect.width - 2, height: min(1, rect.height))
      transcript = rect.inset(by: 1).inset(left: 1, right: 1)
    } else {
      title = Rect(x: rect.x, y: rect.y, width: rect.width, height: 0)
      transcript = rect
    }
    // An approval may take all but one row: what is asked matters more than what was said.
    (transcript, approval) = transcript.splitBottom(min(approvalRows, max(0, transcript.height - 1)))
    if transcript.height == 0 && approvalRows > 0 { (transcript, approval) = (approval, transcript) }
  }
}
