/// A record on its way to the journal: it stands before the event of this place in its batch.
public struct PlacedRecord: Sendable, Equatable {
  /// How many events of the batch stand before it.
  public var place: Int
  /// What it says.
  public var kind: JournalRecord.Kind

  /// A record at a place.
  public init(place: Int, kind: JournalRecord.Kind) {
    self.place = place
    self.kind = kind
  }
}
