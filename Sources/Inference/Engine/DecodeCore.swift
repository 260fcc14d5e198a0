// One step after the other: which sequences take part, where their tokens come from, what became of them. All of
// it runs on the decode thread; the KV is reached through `DecodeBackend`, so that tests drive it without a model.
//
// A generation is a list of tokens (`target`: the prompt, then what has been generated) that the KV follows. One
// row behind: it generates. More: it prefills. Cut back for want of room: it prefills again. There is no other case.

import Threading

/// The state of all sequences of one engine, and the step that moves them on.
final class DecodeCore {
  private let backend: any DecodeBackend
  private let planner: StepPlanner
  private let contextLength: Int
  private let canShare: Bool
  private let endsGeneration: (Token) -> Bool
  private let bytesOf: (Token) -> [UInt8]

  private(set) var ledger: CellLedger
  private(set) var lanes: [LaneID: Lane] = [:]
  private var freeSequences: [Int32]
  private var clock = 0
  private var begun = 0
  private var rotation = 0
  private(set) var savedTokens = 0
  private(set) var throughput = Throughput()
  /// Tokens that end a generation, looked up once: only measurements forbid them.
  private var ends: [Token]?

  /// What the core needs to know of the model.
  struct Settings {
    var cells: Int
    var sequences: Int
    var contextLength: Int
    var canShare: Bool
    var planner: StepPlanner
  }

  init(
    backend: any DecodeBackend, settings: Settings, endsGeneration: @escaping (Token) -> Bool,
    bytesOf: @escaping (Token) -> [UInt8]
  ) {
    self.backend = backend
    planner = settings.planner
    contextLength = settings.contextLength
    canShare = settings.canShare
    self.endsGeneration = endsGeneration
    self.bytesOf = bytesOf
    ledger = CellLedger(capacity: settings.cells)
    freeSequences = (0..<Int32(settings.sequences)).reversed()
  }

  /// Whether there is something to compute.
  var hasWork: Bool { lanes.values.contains { $0.work != nil } }

  func open(_ id: LaneID, name: String) {
    lanes[id] = Lane(id: id, name: name)
  }

  func close(_ id: LaneID) {
    guard lanes[id] != nil else { return }
    finish(id, with: .failure(InferenceError(.closed, "the agent's sequence was closed while it generated")))
    putAway(id)
    lanes[id] = nil
  }

  func submit(_ job: GenerationJob) {
    guard let lane = lanes[job.lane] else {
      job.finish(.failure(InferenceError(.closed, "the agent's sequence is closed")))
      return
    }
    guard lane.work == nil else {
      job.finish(
        .failure(
          InferenceError(
            .sequenceBusy,
            "the sequence of '\(lane.name)' generates already; wait for that generation or open another sequence")))
      return
    }
    begun += 1
    lanes[job.lane]?.work = Lane.Work(job: job, target: job.prompt, began: begun)
  }

  /// Ends every generation with this error.
  func failAll(_ error: InferenceError) {
    for id in lanes.keys.sorted() { finish(id, with: .failure(error)) }
  }

  /// Computes one step. Returns false when nothing could be done.
  func step() -> Bool {
    clock += 1
    endCancelled()
    prepareAll()
    let shares = plan()
    guard !shares.isEmpty else { return relieve() }
    var rows: [DecodeRow] = []
    var lastRow: [(LaneID, row: Int, rows: Int)] = []
    for share in shares {
      guard let lane = lanes[share.lane], let work = lane.work, let sequence = lane.sequence else { continue }
      let start = lane.resident.count
      for position in start..<start + share.rows {
        rows.append(
          DecodeRow(
            token: work.target[position], position: position, sequence: sequence,
            wantsLogits: position == work.target.count - 1))
      }
      lastRow.append((share.lane, rows.count - 1, share.rows))
    }
    switch backend.decode(rows) {
    case .done:
      rotation += 1
      for (id, row, count) in lastRow { advance(id, lastRow: row, rows: count) }
      return true
    case .noRoom:
      return relieve()
    case .aborted:
      failAll(InferenceError(.closed, "the engine is shutting down"))
      return false
    case .failed(let status):
      // What the step left in the KV is not known: these sequences begin anew, the others are untouched.
      for (id, _, _) in lastRow {
        finish(
          id,
          with: .failure(
            InferenceError(
              .decodeFailed, "the model could not compute a step (status \(status)); the run can be tried again",
              libraryLog: LibraryLog.reason())))
        putAway(id)
      }
      return true
    }
  }

  /// The KV at this moment.
  func snapshot() -> MemorySnapshot {
    MemorySnapshot(
      cells: ledger.capacity, used: ledger.used, savedTokens: savedTokens,
      lanes: lanes.values.sorted { $0.id < $1.id }.map {
        .init(
          name: $0.name, tokens: $0.resident.count, shared: ledger.shared(among: $0.resident.cells),
          isActive: $0.work != nil)
      })
  }

  /// Tokens of a sequence that stand in the KV.
  func residentTokens(_ id: LaneID) -> Int { lanes[id]?.resident.count ?? 0 }

  // MARK: - Before a step

  private func workingInOrder() -> [LaneID] {
    lanes.values.filter { $0.work != nil }.sorted { $0.work!.began < $1.work!.began }.map(\.id)
  }

  private func endCancelled() {
    for id in workingInOrder() where lanes[id]?.work?.job.isCancelled == true { finish(id, reason: .cancelled) }
  }

  /// Lets generations begin and go on in the order in which they came. Behind one that lacks room nobody begins:
  /// newcomers would take what it waits for, again and again.
  private func prepareAll() {
    for id in workingInOrder() {
      prepare(id)
      if lanes[id]?.work?.phase == .paused { return }
    }
  }

  /// Moves a generation on from where it waits to where it takes part in steps, if it can.
  private func prepare(_ id: LaneID) {
    guard let work = lanes[id]?.work else { return }
    switch work.phase {
    case .running:
      return
    case .waiting(let source, let length):
      if let lane = lanes[source], lane.work != nil, lane.work?.phase == .running, lane.resident.count < length {
        return
      }
    case .paused:
      let others = lanes.values.contains { $0.work?.phase == .running }
      if others && !makeRoom(work.target.count + 64) { return }
    case .planning:
      break
    }
    guard claimSequence(for: id) else { return }
    takePrefix(id)
  }

  private func claimSequence(for id: LaneID) -> Bool {
    if lanes[id]?.sequence != nil { return true }
    if freeSequences.isEmpty { evictIdle() }
    guard let sequence = freeSequences.popLast() else { return false }
    lanes[id]?.sequence = sequence
    return true
  }

  private func takePrefix(_ id: LaneID) {
    guard var lane = lanes[id], var work = lane.work, let sequence = lane.sequence else { return }
    let neighbours = lanes.values.filter { $0.id != id && $0.sequence != nil }.sorted { $0.id < $1.id }.map {
      PrefixPlan.Neighbour(
        lane: $0.id, resident: $0.resident, computing: $0.work?.phase == .running ? $0.work?.target : nil)
    }
    let decision = PrefixPlan.decide(
      prompt: work.target, own: lane.resident, neighbours: neighbours, canShare: canShare)
    switch decision {
    case .wait(let source, let length):
      work.phase = .waiting(on: source, upTo: length)
      lanes[id]?.work = work
      return
    case .keep(let kept):
      cut(&lane, sequence: sequence, to: kept)
    case .share(let source, let kept, let length):
      cut(&lane, sequence: sequence, to: kept)
      if let neighbour = lanes[source], let other = neighbour.sequence {
        let from = lane.resident.count
        backend.share(from: other, to: sequence, positions: from..<length)
        lane.resident.adopt(upTo: length, from: neighbour.resident, in: &ledger)
      }
    }
    if !work.hasPlanned {
      work.hasPlanned = true
      work.reused = lane.resident.count
      savedTokens += work.reused
      work.job.report(prefill: work.reused, reused: work.reused)
    }
    work.phase = .running
    lane.work = work
    lane.lastUse = clock
    lanes[id] = lane
  }

  private func cut(_ lane: inout Lane, sequence: Int32, to count: Int) {
    guard count < lane.resident.count else { return }
    let kept = backend.truncate(sequence: sequence, to: count) ? count : 0
    lane.resident.truncate(to: kept, in: &ledger)
  }

  private func plan() -> [StepPlanner.Share] {
    let running = lanes.values.filter { $0.work?.phase == .running }
    guard !running.isEmpty else { return [] }
    let needed = running.reduce(0) { $0 + $1.rowsLeft }
    while ledger.room < min(needed, planner.batchTokens), evictIdle() {}
    return planner.plan(
      running.map { .init(lane: $0.id, prefillLeft: $0.prefillLeft, began: $0.work?.began ?? 0) },
      room: ledger.room, rotation: rotation)
  }

  // MARK: - Want of room

  /// Puts the idle sequence away that was used least recently. Returns false when there is none.
  @discardableResult
  private func evictIdle() -> Bool {
    let idle = lanes.values.filter { $0.work == nil && $0.sequence != nil }
    guard let oldest = idle.min(by: { ($0.lastUse, $0.id) < ($1.lastUse, $1.id) }) else { return false }
    putAway(oldest.id)
    return true
  }

  /// Puts idle sequences away until so many cells are free. Touches none, and returns false, if that is not enough.
  private func makeRoom(_ cells: Int) -> Bool {
    if ledger.room >= cells { return true }
    let working = Set(lanes.values.filter { $0.work != nil }.flatMap(\.resident.cells))
    guard ledger.capacity - working.count >= cells else { return false }
    while ledger.room < cells, evictIdle() {}
    return true
  }

  /// A step had no room although nobody is idle: the generation that began last makes room and goes on later, also
  /// one that only holds an earlier turn's tokens while it waits. One that is alone has reached the end of what it
  /// can use.
  private func relieve() -> Bool {
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
    putAway(last)
    lanes[last]?.work?.phase = .paused
    return true
  }

  private func doesNotFit(_ tokens: Int) -> InferenceError {
    InferenceError(
      .contextFull,
      "the conversation has \(tokens) tokens and the KV memory holds \(ledger.capacity); give more with --kv-budget, or start anew"
    )
  }

  /// Takes a sequence out of the KV; its tokens are computed again when it is needed.
  private func putAway(_ id: LaneID) {
    guard var lane = lanes[id] else { return }
    lane.resident.truncate(to: 0, in: &ledger)
    if let sequence = lane.sequence {
      _ = backend.truncate(sequence: sequence, to: 0)
      freeSequences.append(sequence)
      lane.sequence = nil
    }
    lanes[id] = lane
  }

  // MARK: - After a step

  private func advance(_ id: LaneID, lastRow: Int, rows: Int) {
    // The lane is taken out of the table while it changes: in place, its token lists would be copied.
    guard var lane = lanes.removeValue(forKey: id), var work = lane.work else { return }
    lane.work = nil
    for _ in 0..<rows { lane.resident.append(work.target[lane.resident.count], in: &ledger) }
    lane.lastUse = clock
    if work.generated == 0 {
      work.job.report(prefill: min(lane.resident.count, work.job.prompt.count), reused: work.reused)
    }
    guard lane.resident.count == work.target.count else {
      lane.work = work
      lanes[id] = lane
      return
    }
    let ending = generate(&work, row: lastRow)
    lane.work = work
    lanes[id] = lane
    switch ending {
    case nil: break
    case .success(let reason): finish(id, reason: reason)
    case .failure(let error): finish(id, with: .failure(error))
    }
  }

  /// Samples the next token of a generation. Returns how it ended, if it did.
  private func generate(_ work: inout Lane.Work, row: Int) -> Result<CompletionReason, InferenceError>? {
    let token: Token
    do throws(InferenceError) {
      let logits = backend.logits(row: row)
      if work.job.ignoresEnd { forbidEnds(logits) }
      token = try work.job.chooser.next(logits)
    } catch {
      return .failure(error)
    }
    let now = MonotonicTime.now
    if work.firstTokenAt == nil { work.firstTokenAt = now }
    if endsGeneration(token) { return .success(.endOfTurn) }
    work.lastTokenAt = now
    throughput.count(at: now)
    work.target.append(token)
    work.job.report(text: work.job.characters.append(bytesOf(token)))
    if work.generated >= work.job.maxTokens { return .success(.maxTokens) }
    if work.target.count >= contextLength { return .success(.contextFull) }
    return nil
  }

  private func forbidEnds(_ logits: UnsafeMutableBufferPointer<Float>) {
    let ends = ends ?? logits.indices.map { Token($0) }.filter(endsGeneration)
    self.ends = ends
    for token in ends { logits[Int(token)] = -.infinity }
  }

  private func finish(_ id: LaneID, reason: CompletionReason) {
    guard let work = lanes[id]?.work else { return }
    work.job.report(text: work.job.characters.finish())
    finish(
      id,
      with: .success(
        GenerationResult(
          reason: reason, tokens: Array(work.target[work.job.prompt.count...]), text: "",
          promptTokens: work.job.prompt.count, reusedTokens: work.reused,
          secondsToFirstToken: (work.firstTokenAt ?? .now).seconds(since: work.job.submittedAt),
          generationSeconds: (work.lastTokenAt ?? .now).seconds(since: work.firstTokenAt ?? .now))))
  }

  private func finish(_ id: LaneID, with result: Result<GenerationResult, InferenceError>) {
    guard let work = lanes[id]?.work else { return }
    lanes[id]?.work = nil
    lanes[id]?.lastUse = clock
    work.job.finish(result)
  }
}
