// Before a step: which generations begin or go on, and where the first part of their tokens comes from: what the
// sequence holds itself, what a neighbour holds or is computing, what was put away and comes back, in this order.

import Threading

extension DecodeCore {
  func workingInOrder() -> [LaneID] {
    lanes.values.filter { $0.work != nil }.sorted { ($0.work?.began ?? 0) < ($1.work?.began ?? 0) }.map(\.id)
  }

  var isRunning: Bool { lanes.values.contains { $0.work?.phase == .running } }

  var isFetching: Bool {
    lanes.values.contains { lane in
      if case .fetching? = lane.work?.phase { true } else { false }
    }
  }

  func endCancelled() {
    for id in workingInOrder() where lanes[id]?.work?.job.isCancelled == true { finish(id, reason: .cancelled) }
  }

  /// Lets generations begin and go on in the order in which they came. Behind one that lacks room nobody begins:
  /// newcomers would take what it waits for, again and again.
  func prepareAll() {
    defer { perform(saved.settle()) }
    for id in workingInOrder() {
      prepare(id)
      if lanes[id]?.work?.phase == .paused { return }
    }
  }

  func plan() -> [StepPlanner.Share] {
    let running = lanes.values.filter { $0.work?.phase == .running }
    guard !running.isEmpty else { return [] }
    let needed = running.reduce(0) { $0 + $1.rowsLeft }
    while ledger.room < min(needed, planner.batchTokens), evictIdle() {}
    let ends = settings.canShare ? [:] : rowsUntilCopied()
    let candidates = running.map { lane in
      StepPlanner.Candidate(
        lane: lane.id, prefillLeft: min(lane.prefillLeft, ends[lane.id] ?? .max), began: lane.work?.began ?? 0,
        isShort: lane.work?.isShort ?? false, toCompute: lane.work?.toCompute ?? 0,
        overtaken: lane.work?.overtaken ?? 0)
    }
    let shares = planner.plan(
      candidates, room: ledger.room,
      chunk: settings.prefillChunk ?? costs.chunk(beside: running.count { $0.prefillLeft == 0 }),
      decodedLast: decodedLast, rotation: rotation)
    for (lane, rows) in PrefillOrder.overtakings(of: candidates, in: shares) { lanes[lane]?.work?.overtaken += rows }
    return shares
  }

  /// Where parts cannot be shared, one that computes what others wait for stops where they part, to be copied.
  private func rowsUntilCopied() -> [LaneID: Int] {
    var rows: [LaneID: Int] = [:]
    for lane in lanes.values {
      guard case .waiting(let source, let length)? = lane.work?.phase, let computing = lanes[source],
        computing.resident.count < length
      else { continue }
      rows[source] = min(rows[source] ?? .max, length - computing.resident.count)
    }
    return rows
  }

  /// Moves a generation on from where it waits to where it takes part in steps, if it can.
  private func prepare(_ id: LaneID) {
    guard let lane = lanes[id], let work = lane.work else { return }
    switch work.phase {
    case .running:
      // It has come to where a saved state goes on.
      guard let stop = work.stopsAt, lane.resident.count >= stop else { return }
    case .waiting(let source, let length):
      if let other = lanes[source], other.work?.phase == .running, other.resident.count < length { return }
    case .fetching(let state):
      if saved.states[state]?.place == .fetching { return }
    case .paused:
      let others = lanes.values.contains { $0.work?.phase == .running }
      if others && (lacksRoom || !makeRoom(work.target.count + 64)) { return }
    case .planning:
      break
    }
    guard claimSequence(for: id) else { return }
    begin(id)
  }

  private func claimSequence(for id: LaneID) -> Bool {
    if lanes[id]?.sequence != nil { return true }
    if freeSequences.isEmpty { evictIdle() }
    guard let sequence = freeSequences.popLast() else { return false }
    lanes[id]?.sequence = sequence
    return true
  }

  /// Takes over as much of a prompt's beginning as there is, then lets the rest be computed.
  ///
  /// - Parameter refused: neighbours that have lost too much to share what they seem to hold.
  private func begin(_ id: LaneID, notFrom refused: Set<LaneID> = []) {
    guard var lane = lanes[id], let work = lane.work, let sequence = lane.sequence else { return }
    if !work.hasPlanned, refused.isEmpty {
      lane.lastTurn = .init(breaking: lane.resident, by: work.job, bytesOf: bytesOf)
    }
    switch decide(lane, work, notFrom: refused) {
    case .wait(let source, let length):
      lane.work?.phase = .waiting(on: source, upTo: length)
      lanes[id] = lane
      return
    case .keep(let kept):
      cut(&lane, sequence: sequence, to: kept)
    case .share(let source, let kept, let length):
      cut(&lane, sequence: sequence, to: kept)
      if let neighbour = lanes[source], let other = neighbour.sequence {
        let from = lane.resident.count
        guard backend.share(from: other, to: sequence, positions: from..<length) else {
          lanes[id] = lane
          return begin(id, notFrom: refused.union([source]))
        }
        keepBeginning(length, of: neighbour)
        lane.resident.adopt(upTo: length, from: neighbour.resident, in: &ledger)
      }
    }
    lane.lastUse = clock
    lanes[id] = lane
    let phase = bringBack(id)
    lanes[id]?.work?.phase = phase
    guard phase == .running, let there = lanes[id]?.resident.count else { return }
    lanes[id]?.work?.stopsAt = saved.beginning(work.target, have: there)
    count(spared: there, for: id)
  }

  /// Tokens of the prompt that came without being computed, each counted once however often it is put away.
  private func count(spared there: Int, for id: LaneID) {
    guard var work = lanes[id]?.work, work.generated == 0 else { return }
    let spared = max(0, there - work.furthest)
    let isFirst = !work.hasPlanned
    if isFirst { work.toCompute = work.target.count - there }
    work.furthest = max(work.furthest, there)
    work.hasPlanned = true
    work.reused += spared
    savedTokens += spared
    lanes[id]?.work = work
    lanes[id]?.lastTurn.reused = work.reused
    if isFirst || spared > 0 { work.job.report(prefill: min(there, work.job.prompt.count), reused: work.reused) }
  }

  private func decide(_ lane: Lane, _ work: Lane.Work, notFrom refused: Set<LaneID>) -> PrefixPlan {
    let neighbours = lanes.values.filter { $0.id != lane.id && $0.sequence != nil && !refused.contains($0.id) }
      .sorted { $0.id < $1.id }.map {
        PrefixPlan.Neighbour(
          lane: $0.id, resident: $0.resident, computing: $0.work?.phase == .running ? $0.work?.target : nil)
      }
    return PrefixPlan.decide(
      prompt: work.target, own: lane.resident, neighbours: neighbours,
      saved: saved.reach(work.target, whole: !settings.canShare), canShare: settings.canShare)
  }

  private func cut(_ lane: inout Lane, sequence: Int32, to count: Int) {
    guard count < lane.resident.count else { return }
    let kept = backend.truncate(sequence: sequence, to: count) ? count : 0
    lane.resident.truncate(to: kept, in: &ledger)
  }
}
