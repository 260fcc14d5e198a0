/// Where a person wants to be in a transcript that is in the journal only: gone to as soon as it has been read.
enum TranscriptSeek: Equatable, Sendable {
  /// On by so many rows, downwards positive.
  case rows(Int)
  case start
  /// To the match that the search is at, which is on this page.
  case match(page: Int)
  /// To the next (1) or the previous (-1) entry that can be opened.
  case foldable(Int)
}
