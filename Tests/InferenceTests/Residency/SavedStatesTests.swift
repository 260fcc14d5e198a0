import Testing

@testable import Inference

@Suite struct SavedStatesTests {
  private static let owner = LaneID(value: 1)

  /// Ten bytes a token, as the budgets below count.
  private static func add(
    _ states: inout SavedStates, owner: Int, _ tokens: [Token], from: Int = 0, at time: Int
  ) -> [SavedStates.Order] {
    states.add(
      owner: LaneID(value: owner), tokens: tokens, from: from,
      data: [UInt8](repeating: 7, count: 10 * (tokens.count - from)), at: time)
  }

  private static func tokens(_ count: Int, then tail: [Token] = []) -> [Token] {
    (0..<Token(count)).map { 100 + $0 } + tail
  }

  private func places(_ states: SavedStates) -> [Int: SavedState.Place] {
    Dictionary(uniqueKeysWithValues: states.states.values.map { ($0.owner?.value ?? 0, $0.place) })
  }

  @Test func stateThatGoesOnFurthestFromWhatIsThereIsTaken() {
    var states = SavedStates(budget: .init(memory: 10_000))
    _ = Self.add(&states, owner: 1, Self.tokens(40), at: 1)
    _ = Self.add(&states, owner: 2, Self.tokens(60, then: [1, 2, 3]), from: 50, at: 2)
    _ = Self.add(&states, owner: 3, Self.tokens(50, then: [9, 9]), from: 0, at: 3)
    let prompt = Self.tokens(60, then: [1, 2, 8, 8])
    #expect(states.reach(prompt, whole: false) == 62)
    #expect(states.match(prompt, have: 0, whole: false) == .init(id: StateID(value: 3), upTo: 50))
    #expect(states.match(prompt, have: 50, whole: false) == .init(id: StateID(value: 2), upTo: 62))
    #expect(states.match(prompt, have: 62, whole: false) == nil)
    // What is computed up to 50 can go on with the second one; there must be enough of it.
    #expect(states.beginning(prompt, have: 0) == nil)
    #expect(states.beginning(Self.tokens(50, then: [100, 101]), have: 0) == nil)
  }

  @Test func promptIsComputedUpToWhereAStateGoesOnIfThatIsWorthIt() {
    var states = SavedStates(budget: .init(memory: 10_000))
    _ = Self.add(&states, owner: 1, Self.tokens(100), from: 50, at: 1)
    #expect(states.beginning(Self.tokens(100, then: [1]), have: 0) == 50)
    #expect(states.beginning(Self.tokens(100, then: [1]), have: 50) == nil)
    #expect(states.beginning(Self.tokens(60, then: [1]), have: 0) == nil)
  }

  @Test func lastTokenOfAPromptIsNeverTakenFromAState() {
    var states = SavedStates(budget: .init(memory: 10_000))
    _ = Self.add(&states, owner: 1, Self.tokens(40), at: 1)
    #expect(states.match(Self.tokens(40), have: 0, whole: false) == .init(id: StateID(value: 1), upTo: 39))
    #expect(states.match(Self.tokens(40), have: 0, whole: true) == nil)
    #expect(states.match(Self.tokens(41), have: 0, whole: true) == .init(id: StateID(value: 1), upTo: 40))
    #expect(states.match(Self.tokens(41), have: 1, whole: true) == nil)
  }

  @Test func newerStateOfAnOwnerTakesThePlaceOfTheOlder() {
    var states = SavedStates(budget: .init(memory: 10_000))
    _ = Self.add(&states, owner: 1, Self.tokens(40), at: 1)
    _ = Self.add(&states, owner: 1, Self.tokens(20), at: 2)
    #expect(states.states.values.map(\.tokens.count) == [20])
    #expect(states.memoryBytes == 200)
  }

  @Test func leastRecentlyUsedGoesToDiskAndFromThereAwayWhenItIsFull() {
    var states = SavedStates(budget: .init(memory: 500, disk: 700))
    #expect(Self.add(&states, owner: 1, Self.tokens(30), at: 1) == [])
    #expect(Self.add(&states, owner: 2, Self.tokens(20), at: 2) == [])
    let orders = Self.add(&states, owner: 3, Self.tokens(30), at: 3)
    #expect(orders.count == 1)
    guard case .write(let written)? = orders.first else { return }
    #expect(written.owner == Self.owner)
    #expect([states.memoryBytes, states.writingBytes, states.diskBytes] == [500, 300, 300])
    states.written(written.id)
    #expect(places(states)[1] == .disk)
    // The second one goes to disk beside the first, the third drops the first.
    _ = Self.add(&states, owner: 4, Self.tokens(20), at: 4)
    states.written(StateID(value: 2))
    let more = Self.add(&states, owner: 5, Self.tokens(40), at: 5)
    #expect(states.states[written.id] == nil)
    #expect(more.first.map { if case .remove(let state) = $0 { state.id == written.id } else { false } } == true)
    #expect(states.memoryBytes <= 500 && states.diskBytes <= 700)
  }

  @Test func stateForWhichThereIsNoRoomAnywhereIsDropped() {
    var states = SavedStates(budget: .init(memory: 100, disk: 100))
    #expect(Self.add(&states, owner: 1, Self.tokens(30), at: 1) == [])
    #expect(states.states.isEmpty)
  }

  @Test func diskThatDoesNotKeepUpDropsInsteadOfFillingTheMemory() {
    var states = SavedStates(budget: .init(memory: 300, disk: 100_000))
    for owner in 1...20 { _ = Self.add(&states, owner: owner, Self.tokens(30), at: owner) }
    #expect(states.writingBytes <= 600)
    #expect(states.memoryBytes <= 300)
  }

  @Test func fetchedStateIsInMemoryUntilItIsSettled() {
    var states = SavedStates(budget: .init(memory: 0, disk: 1000))
    _ = Self.add(&states, owner: 1, Self.tokens(30), at: 1)
    states.written(StateID(value: 1))
    states.fetching(StateID(value: 1))
    let data = [UInt8](repeating: 7, count: 300)
    states.fetched(StateID(value: 1), data)
    #expect(states.states[StateID(value: 1)]?.data == data)
    #expect(states.settle() == [])
    #expect(places(states)[1] == .disk)
  }

  @Test func spentStateIsForgottenWithItsFile() {
    var states = SavedStates(budget: .init(memory: 0, disk: 1000))
    _ = Self.add(&states, owner: 1, Self.tokens(30), at: 1)
    let orders = states.used(StateID(value: 1), isSpent: true, at: 2)
    #expect(orders.count == 1)
    #expect(states.states.isEmpty)
  }
}
