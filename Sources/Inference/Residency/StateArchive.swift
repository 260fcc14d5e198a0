/// Where saved states go that have no room in memory. Orders return at once; what becomes of them is told as
/// `ArchiveNews`, on a thread of the archive's own, to whoever it was made for.
protocol StateArchive: AnyObject, Sendable {
  /// Writes a state that is `.writing`.
  func write(_ state: SavedState)
  /// Reads the data of a state.
  func fetch(_ state: SavedState)
  /// Removes the file of a state.
  func remove(_ state: SavedState)
}

/// What an archive has to tell.
enum ArchiveNews: Sendable, Equatable {
  /// A file of an earlier session that is of this model and these settings.
  case found(tokens: [Token], from: Int, bytes: Int)
  case written(StateID)
  case fetched(StateID, [UInt8])
  /// It could not be written, or its file is damaged or gone.
  case lost(StateID)
}
