import Threading

/// What is known of the files that an `@path` in the composer may mean.
struct FileMentions: Equatable, Sendable {
  /// Files that are offered at a time.
  static let offered = 12
  /// A list that is older is made anew when another mention begins, in seconds.
  static let freshSeconds = 10.0

  /// What was listed last.
  private(set) var index = FileIndex()
  private var listedAt: MonotonicTime?
  /// Whether the list is being made.
  private(set) var isListing = false
  /// What is typed behind the `@`; nil where nothing is mentioned.
  private(set) var typed: String?
  /// What it may mean, the best first.
  private(set) var matches: [String] = []

  /// Follows what is typed. Tells whether the files are to be listed, which then counts as begun.
  mutating func follow(_ typed: String?, at now: MonotonicTime) -> Bool {
    guard typed != self.typed else { return false }
    let begins = self.typed == nil
    self.typed = typed
    search()
    guard begins, typed != nil, !isListing, listedAt.map({ now.seconds(since: $0) > Self.freshSeconds }) ?? true else {
      return false
    }
    isListing = true
    return true
  }

  /// The files have been listed.
  mutating func listed(_ index: FileIndex, at now: MonotonicTime) {
    self.index = index
    listedAt = now
    isListing = false
    search()
  }

  private mutating func search() {
    matches = typed.map { index.matches($0, limit: Self.offered) } ?? []
  }
}
