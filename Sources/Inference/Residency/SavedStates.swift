// The book of what was put away: which states there are, which of them helps a prompt, and what must go when there
// is no more room for them. A pure value; copying cells, files and threads are elsewhere.

/// Saved states within their budgets.
struct SavedStates: Sendable {
  /// How much may be kept.
  struct Budget: Sendable, Equatable {
    /// Bytes in memory.
    var memory = 0
    /// Bytes on disk, beyond what has room in memory; 0: none.
    var disk = 0
  }

  /// What has to be done with files so that the budgets hold.
  enum Order: Sendable, Equatable {
    case write(SavedState)
    case remove(SavedState)
  }

  /// A saved state that goes on where a prompt's resident tokens end.
  struct Match: Sendable, Equatable {
    var id: StateID
    /// Tokens of the prompt that are there after it has been loaded.
    var upTo: Int
  }

  /// Beginnings that agents share are kept for later starts from this many tokens on.
  static let fewestKept = 256

  let budget: Budget
  private(set) var states: [StateID: SavedState] = [:]
  private var made = 0

  init(budget: Budget) {
    self.budget = budget
  }

  /// Bytes in memory, but for those that will be free when they have been written.
  var memoryBytes: Int { bytes { $0.isInMemory } }
  /// Bytes that are on their way to the disk.
  var writingBytes: Int { bytes { $0.isBeingWritten } }
  /// Bytes on disk, or on their way there or back.
  var diskBytes: Int { bytes { $0.isOnDisk } }

  private func bytes(where isMeant: (SavedState) -> Bool) -> Int {
    states.values.reduce(0) { $0 + (isMeant($1) ? $1.bytes : 0) }
  }

  // MARK: - What helps a prompt

  /// How many tokens of a prompt some state stands for.
  ///
  /// - Parameter whole: only states of which all tokens begin the prompt: a part of them cannot be cut off.
  func reach(_ prompt: [Token], whole: Bool) -> Int {
    states.values.reduce(0) { max($0, usable($1, prompt, whole: whole) ?? 0) }
  }

  /// The state that goes on furthest from the first `have` tokens of a prompt.
  func match(_ prompt: [Token], have: Int, whole: Bool) -> Match? {
    var best: Match?
    if whole, have > 0 { return nil }
    for state in states.values where state.from <= have {
      guard let upTo = usable(state, prompt, whole: whole), upTo > have else { continue }
      // Of equals the older one, so that the choice does not depend on the order of a dictionary.
      if best.map({ upTo > $0.upTo || (upTo == $0.upTo && state.id < $0.id) }) ?? true {
        best = Match(id: state.id, upTo: upTo)
      }
    }
    return best
  }

  /// How far to compute a prompt until a state goes on from there; nil where none does.
  func beginning(_ prompt: [Token], have: Int) -> Int? {
    states.values.filter { state in
      state.from > have && (usable(state, prompt, whole: false) ?? 0) >= state.from + PutAwayCosts.fewestTokens
    }.map(\.from).min()
  }

  private func usable(_ state: SavedState, _ prompt: [Token], whole: Bool) -> Int? {
    let common = min(ResidentTokens.commonPrefix(state.tokens, prompt), prompt.count - 1)
    if whole { return common == state.tokens.count ? common : nil }
    return common > state.from ? common : nil
  }

  // MARK: - Coming and going

  /// Keeps a state in memory, in place of an older one of the same owner.
  mutating func add(
    owner: LaneID, tokens: [Token], from: Int, data: [UInt8], at time: Int
  ) -> [Order] {
    var orders = removeAll(of: owner)
    made += 1
    let id = StateID(value: made)
    states[id] = SavedState(
      id: id, owner: owner, tokens: tokens, from: from, bytes: data.count, place: .memory(data), lastUse: time)
    orders += keepWithinBudget()
    return orders
  }

  /// Writes a beginning that many have in common to the disk, for whoever comes later.
  mutating func keep(tokens: [Token], data: [UInt8], at time: Int) -> [Order] {
    var orders = makeRoomOnDisk(data.count)
    guard diskBytes + data.count <= budget.disk else { return orders }
    made += 1
    let state = SavedState(
      id: StateID(value: made), owner: nil, tokens: tokens, from: 0, bytes: data.count, place: .writing(data),
      lastUse: time)
    states[state.id] = state
    orders.append(.write(state))
    return orders
  }

  /// Takes over a file of an earlier session.
  mutating func adopt(tokens: [Token], from: Int, bytes: Int) {
    made += 1
    let id = StateID(value: made)
    states[id] = SavedState(
      id: id, owner: nil, tokens: tokens, from: from, bytes: bytes, place: .disk, lastUse: 0)
  }

  /// Forgets what an owner has had saved.
  mutating func removeAll(of owner: LaneID) -> [Order] {
    states.values.filter { $0.owner == owner }.map(\.id).sorted().flatMap { remove($0) }
  }

  mutating func remove(_ id: StateID) -> [Order] {
    guard let state = states.removeValue(forKey: id) else { return [] }
    return state.isOnDisk ? [.remove(state)] : []
  }

  /// A state has helped a prompt: all of it is in the KV again, or it may help others.
  mutating func used(_ id: StateID, isSpent: Bool, at time: Int) -> [Order] {
    if isSpent { return remove(id) }
    states[id]?.lastUse = time
    return []
  }

  /// Gives back what is in memory beyond the budget.
  mutating func settle() -> [Order] { keepWithinBudget() }

  /// A state is asked back from the disk.
  mutating func fetching(_ id: StateID) { states[id]?.place = .fetching }

  /// Its file is there now; the memory is free again.
  mutating func written(_ id: StateID) {
    if case .writing? = states[id]?.place { states[id]?.place = .disk }
  }

  /// Its data are back in memory, until `settle`: whoever asked for them takes them at once.
  mutating func fetched(_ id: StateID, _ data: [UInt8]) {
    if states[id]?.place == .fetching { states[id]?.place = .both(data) }
  }

  /// Its file could not be written, or is damaged or gone: there is nothing left of it.
  mutating func lost(_ id: StateID) { states[id] = nil }

  /// Moves the least recently used to the disk where memory is short, and drops what has no room there either.
  private mutating func keepWithinBudget() -> [Order] {
    var orders: [Order] = []
    while memoryBytes > budget.memory, let oldest = oldest(where: \.isInMemory) {
      guard case .memory(let data) = oldest.place else {
        states[oldest.id]?.place = .disk
        continue
      }
      orders += makeRoomOnDisk(oldest.bytes)
      // A disk that does not keep up must not fill the memory instead.
      guard diskBytes + oldest.bytes <= budget.disk, writingBytes <= max(budget.memory, oldest.bytes) else {
        orders += remove(oldest.id)
        continue
      }
      states[oldest.id]?.place = .writing(data)
      if let state = states[oldest.id] { orders.append(.write(state)) }
    }
    return orders
  }

  private mutating func makeRoomOnDisk(_ bytes: Int) -> [Order] {
    guard bytes <= budget.disk else { return [] }
    var orders: [Order] = []
    while diskBytes + bytes > budget.disk, let oldest = oldest(where: { $0.place == .disk }) {
      orders += remove(oldest.id)
    }
    return orders
  }

  private func oldest(where isMeant: (SavedState) -> Bool) -> SavedState? {
    states.values.filter(isMeant).min { ($0.lastUse, $0.id) < ($1.lastUse, $1.id) }
  }
}
