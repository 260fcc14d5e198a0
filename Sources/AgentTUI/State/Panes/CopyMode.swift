/// Lines being selected in the focused pane.
struct CopyMode: Equatable, Sendable {
  /// The row of the cursor.
  var cursor: TranscriptAnchor
  /// Where the selection began; nil: the cursor's row alone.
  var mark: TranscriptAnchor?

  /// First and last row of the selection.
  var range: ClosedRange<TranscriptAnchor> {
    let other = mark ?? cursor
    return min(cursor, other)...max(cursor, other)
  }
}
