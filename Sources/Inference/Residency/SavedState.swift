/// Names a saved state within an engine; never used again after it is gone.
struct StateID: Hashable, Sendable, Comparable {
  let value: Int
  static func < (a: StateID, b: StateID) -> Bool { a.value < b.value }
}

/// What a sequence had computed when it was put away.
///
/// Its first tokens may have been cells that others held as well. Those are not in the data: saved and loaded again
/// they would no longer be shared. They are there while a neighbour holds them, else they are computed again.
struct SavedState: Sendable, Equatable {
  /// Where the data are.
  enum Place: Sendable, Equatable {
    case memory([UInt8])
    /// On their way to the disk, and here until they are there.
    case writing([UInt8])
    case disk
    /// Fetched back, and still on disk: the memory can be given back at once.
    case both([UInt8])
    /// On their way back from the disk.
    case fetching
  }

  let id: StateID
  /// Whose it is: a newer one of the same sequence takes its place. Nil: a beginning
  /// that agents share, perhaps found on disk from an earlier session.
  let owner: LaneID?
  /// All tokens of the sequence, also those before `from`: what stands in a cell depends on all before it.
  let tokens: [Token]
  /// The first position that the data hold.
  let from: Int
  /// Size of the data.
  let bytes: Int
  var place: Place
  /// When it was used last: what was used least recently goes first.
  var lastUse: Int

  /// The data, where they can be had at once.
  var data: [UInt8]? {
    switch place {
    case .memory(let data), .writing(let data), .both(let data): data
    case .disk, .fetching: nil
    }
  }

  var isOnDisk: Bool {
    switch place {
    case .memory: false
    case .writing, .disk, .both, .fetching: true
    }
  }

  var isInMemory: Bool {
    switch place {
    case .memory, .both: true
    case .writing, .disk, .fetching: false
    }
  }

  var isBeingWritten: Bool {
    switch place {
    case .writing: true
    case .memory, .disk, .both, .fetching: false
    }
  }
}
