/// A page that was let go of, as whoever reads it again needs it.
struct TranscriptPart: Equatable, Sendable {
  /// Which page of its transcript.
  var page: Int
  var firstID: Int
  var source: TranscriptSource

  init(page: Int, _ held: TranscriptPage) {
    self.page = page
    firstID = held.firstID
    source = held.source
  }
}
