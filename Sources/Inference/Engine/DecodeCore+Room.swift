// Want of room, and what was put away. The KV is the fast place; a sequence that has no room in it is copied out to
// memory, from there to disk as its budget says, and copied in again when its agent speaks. What cannot be copied, or
// is cheaper to compute, is computed again: the list of tokens is the truth.

import Threading

extension DecodeCore {
  /// The idle sequence that was used least recently.
  func nextToGo() -> LaneID? {
    lanes.values.filter { $0.work == nil && $0.sequence != nil }
      .min { ($0.lastUse, $0.id) < ($1.lastUse, $1.id) }?.id
  }

  /// Puts the idle sequence away that was used least recently. Returns false when there is none.
  @discardableResult
  func evictIdle() -> Bool {
    guard let oldest = nextToGo() else { return false }
    putAway(oldest, saving: true)
    return true
  }

  /// Puts idle sequences away until so many cells are free. Touches none, and returns false, if that is not enough.
  func makeRoom(_ cells: Int) -> Bool {
    if ledger.room >= cells { return true }
    guard ledger.capacity - ledger.working >= cells else { return false }
    while ledger.room < cells, evictIdle() {}
    return true
  }

  /// A step had no room although nobody is idle: the generation that began last makes room and goes on later, also
  /// one that only holds an earlier turn's tokens while it waits. One that is alone has reached the end of what it
  /// can use.
  func relieve() -> Bool {
    if evictIdle() { return true }
    let holding = workingInOrder().filter { lanes[$0]?.sequence != nil }
    guard let last = holding.last else { return false }
    if holding.count == 1, let work = lanes[last]?.work, work.phase == .running {
      if work.generated > 0 {
        finish(last, reason: .contextFull)
      } else {
        finish(last, with: .failure(doesNotFit(work.target.count)))
      }
      return true
    }
    putAway(last, saving: true)
    lanes[last]?.work?.phase = .paused
    return true
  }

  private func doesNotFit(_ tokens: Int) -> InferenceError {
    InferenceError(
      .contextFull,
      "the conversation has \(tokens) tokens and the KV memory holds \(ledger.capacity); give more with "
        + "\(settings.names[.kvBudget]), or start anew",
      about: [.kvBudget]
    )
  }

  /// Takes a sequence out of the KV.
  ///
  /// - Parameter saving: whether it will be needed again.
  func putAway(_ id: LaneID, saving: Bool) {
    guard var lane = lanes[id] else { return }
    if saving { save(lane) }
    lane.resident.truncate(to: 0, in: &ledger)
    if let sequence = lane.sequence {
      _ = backend.truncate(sequence: sequence, to: 0)
      freeSequences.append(sequence)
      lane.sequence = nil
    }
    lane.work?.stopsAt = nil
    lanes[id] = lane
  }

  /// Copies what only this sequence holds, where that is cheaper than to compute it again.
  private func save(_ lane: Lane) {
    guard settings.savesStates, let sequence = lane.sequence else { return }
    let end = lane.resident.count
    let from = settings.canShare ? ledger.sharedBeginning(of: lane.resident.cells) : 0
    let bytes = settings.cost.ofSequence(tokens: end - from)
    let budget = saved.budget
    guard bytes <= max(budget.memory, budget.disk), max(budget.memory, budget.disk) > 0,
      putAwayCosts.isWorthSaving(tokens: end - from, bytes: bytes),
      // A generation that was put away while it came back has more saved than it holds.
      saved.reach(lane.resident.tokens + [-1], whole: !settings.canShare) < end
    else { return }
    let start = now()
    guard let data = backend.save(sequence: sequence, positions: from..<end, of: end) else { return }
    putAwayCosts.copied(bytes: data.count, seconds: now().seconds(since: start))
    perform(saved.add(owner: lane.id, tokens: lane.resident.tokens, from: from, data: data, at: clock))
  }

  /// Keeps a beginning that agents share on disk: the next start of the program with the same one computes it no more.
  func keepBeginning(_ length: Int, of lane: Lane) {
    guard length >= SavedStates.fewestKept, let sequence = lane.sequence, settings.savesStates else { return }
    let tokens = Array(lane.resident.tokens[..<length])
    guard saved.budget.disk >= settings.cost.ofSequence(tokens: length),
      saved.reach(tokens + [-1], whole: false) < length,
      let data = backend.save(sequence: sequence, positions: 0..<length, of: lane.resident.count)
    else { return }
    perform(saved.keep(tokens: tokens, data: data, at: clock))
  }

  /// Copies saved states back behind what a sequence holds already, as far as there are any for its tokens. Returns
  /// how its generation goes on.
  func bringBack(_ id: LaneID) -> Lane.Phase {
    while let lane = lanes[id], let work = lane.work, let sequence = lane.sequence,
      let match = saved.match(work.target, have: lane.resident.count, whole: !settings.canShare),
      let state = saved.states[match.id]
    {
      guard let data = state.data else {
        if state.place == .disk {
          saved.fetching(match.id)
          archive?.fetch(state)
        }
        return .fetching(match.id)
      }
      // What the data hold must have room for a moment, although a part of it may not be wanted.
      let cells = state.tokens.count - state.from
      if ledger.room < cells, !makeRoom(cells) {
        return isRunning && cells <= work.target.count - lane.resident.count + 64 ? .paused : .running
      }
      let start = now()
      let isTaken = backend.restore(
        data, to: sequence, positions: lane.resident.count..<match.upTo, dataEnd: state.tokens.count)
      guard isTaken else {
        LibraryLog.say("the library did not take back what was put away of '\(lane.name)'; it is computed again")
        perform(saved.remove(match.id))
        continue
      }
      putAwayCosts.copied(bytes: data.count, seconds: now().seconds(since: start))
      restoredTokens += match.upTo - lane.resident.count
      lanes[id]?.resident.append(work.target[lane.resident.count..<match.upTo], in: &ledger)
      perform(saved.used(match.id, isSpent: state.owner == id && match.upTo == state.tokens.count, at: clock))
    }
    return .running
  }

  /// What the archive tells.
  func hear(_ news: ArchiveNews) {
    switch news {
    case .found(let tokens, let from, let bytes): saved.adopt(tokens: tokens, from: from, bytes: bytes)
    case .written(let id): saved.written(id)
    case .fetched(let id, let data): saved.fetched(id, data)
    case .lost(let id): saved.lost(id)
    }
  }

  func perform(_ orders: [SavedStates.Order]) {
    for order in orders {
      switch order {
      case .write(let state): archive?.write(state)
      case .remove(let state): archive?.remove(state)
      }
    }
  }
}
