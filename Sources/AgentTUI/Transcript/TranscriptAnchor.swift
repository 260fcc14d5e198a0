/// A row of a transcript, whatever the width: the entry, and which of its rows.
struct TranscriptAnchor: Hashable, Comparable, Sendable {
  var entry: Int
  var row: Int

  static func < (a: TranscriptAnchor, b: TranscriptAnchor) -> Bool { (a.entry, a.row) < (b.entry, b.row) }
}

/// Which part of a transcript a pane shows.
enum Scroll: Hashable, Sendable {
  /// The newest, as it comes.
  case follow
  /// From this row on, whatever comes.
  case held(TranscriptAnchor)
}
