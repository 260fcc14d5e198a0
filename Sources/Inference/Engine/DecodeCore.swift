// One step after the other: which sequences take part, where their tokens come from, what became of them. All of
// it runs on the decode thread; the KV is reached through `DecodeBackend`, so that tests drive it without a model.
//
// A generation is a list of tokens (`target`: the prompt, then what has been generated) that the KV follows. One
// row behind: it generates. More: it prefills. Cut back for want of room: it prefills again. There is no other case.

import Threading

/// The state of all sequences of one engine, and the step that moves them on.
final class DecodeCore {
  let backend: any DecodeBackend
  let planner: StepPlanner
  let settings: Settings
  /// Where states go that have no room in memory; nil: nowhere.
  let archive: (any StateArchive)?
  let now: () -> MonotonicTime
  private let endsGeneration: (Token) -> Bool
  let bytesOf: (Token) -> [UInt8]

  var ledger: CellLedger
  var lanes: [LaneID: Lane] = [:]
  var saved: SavedStates
  var costs = StepCosts()
  var putAwayCosts = PutAwayCosts()
  var freeSequences: [Int32]
  /// Counts steps: what was used when.
  private(set) var clock = 0
  private var begun = 0
  /// Turns those who generate where they are more than a step has logits for.
  private(set) var rotation = 0
  /// Whether somebody generated in the last step.
  private(set) var decodedLast = false
  /// Whether the last step found no room, whatever our book says.
  private(set) var lacksRoom = false
  /// Tokens whose prefill was avoided by reuse and sharing.
  var savedTokens = 0
  /// Tokens that were prefilled, also those that were computed before and put away.
  private(set) var computedTokens = 0
  /// Tokens that came back from what was put away.
  var restoredTokens = 0
  private(set) var throughput = Throughput()
  /// Tokens that end a generation, looked up once: only measurements forbid them.
  private var ends: [Token]?

  /// What the core needs to know of the model.
  struct Settings {
    var cells: Int
    var sequences: Int
    var contextLength: Int
    /// Whether parts of a sequence can be cut off and given to another one.
    var canShare: Bool
    /// Whether what is put away is saved, as far as the budget goes.
    var savesStates = true
    var savedStates = SavedStates.Budget()
    /// Bytes of KV that sequences take.
    var cost = MemoryCost(perToken: 0)
    var planner: StepPlanner
    /// Most tokens of prefill beside those who generate; nil: as measured.
    var prefillChunk: Int?
    /// How errors call settings.
    var names = SettingNames()
  }

  init(
    backend: any DecodeBackend, settings: Settings, archive: (any StateArchive)? = nil,
    now: @escaping () -> MonotonicTime = { .now }, endsGeneration: @escaping (Token) -> Bool,
    bytesOf: @escaping (Token) -> [UInt8]
  ) {
    self.now = now
    self.backend = backend
    self.settings = settings
    self.archive = archive
    planner = settings.planner
    saved = SavedStates(
      budget: .init(memory: settings.savedStates.memory, disk: archive == nil ? 0 : settings.savedStates.disk))
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
    putAway(id, saving: false)
    perform(saved.removeAll(of: id))
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
    ledger.setWorking(lane.resident.holder, true, holding: lane.resident.cells)
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
    // What is on its way from the disk comes as an order; nobody else can go on before it.
    guard !shares.isEmpty else { return isFetching && !isRunning ? false : relieve() }
    let (rows, parts) = rows(of: shares)
    let mark = LibraryLog.mark
    let start = now()
    let outcome = backend.decode(rows)
    switch outcome {
    case .done:
      learn(shares, seconds: now().seconds(since: start))
      lacksRoom = false
      rotation += 1
      decodedLast = shares.contains { $0.isDecode }
      for part in parts { advance(part.lane, lastRow: part.lastRow, rows: part.rows) }
      return true
    case .noRoom:
      lacksRoom = true
      return relieve()
    case .aborted:
      failAll(InferenceError(.closed, "the engine is shutting down"))
      return false
    case .failed(let status):
      // What the step left in the KV is not known: these sequences begin anew, the others are untouched.
      for part in parts {
        finish(
          part.lane,
          with: .failure(
            InferenceError(
              .decodeFailed, "the model could not compute a step (status \(status)); the run can be tried again",
              libraryLog: LibraryLog.reason(since: mark))))
        putAway(part.lane, saving: false)
      }
      return true
    }
  }

  private func learn(_ shares: [StepPlanner.Share], seconds: Double) {
    let decodeRows = shares.count { $0.isDecode }
    let prefillRows = shares.reduce(0) { $0 + ($1.isDecode ? 0 : $1.rows) }
    computedTokens += prefillRows
    let isChunk = shares.allSatisfy { $0.isDecode || lanes[$0.lane]?.work?.isShort == false }
    costs.computed(decodeRows: decodeRows, prefillRows: prefillRows, isChunk: isChunk, seconds: seconds)
    if prefillRows > 4 * decodeRows, prefillRows >= PutAwayCosts.fewestTokens {
      putAwayCosts.computed(tokens: prefillRows, seconds: seconds)
    }
  }

  /// The rows of a step, and which of them are whose.
  private func rows(
    of shares: [StepPlanner.Share]
  ) -> (rows: [DecodeRow], parts: [(lane: LaneID, lastRow: Int, rows: Int)]) {
    var rows: [DecodeRow] = []
    var parts: [(lane: LaneID, lastRow: Int, rows: Int)] = []
    for share in shares {
      guard let lane = lanes[share.lane], let work = lane.work, let sequence = lane.sequence else { continue }
      let start = lane.resident.count
      for position in start..<start + share.rows {
        rows.append(
          DecodeRow(
            token: work.target[position], position: position, sequence: sequence,
            wantsLogits: position == work.target.count - 1))
      }
      parts.append((share.lane, rows.count - 1, share.rows))
    }
    return (rows, parts)
  }

  /// The KV at this moment.
  func snapshot() -> MemorySnapshot {
    let next = nextToGo()
    var snapshot = MemorySnapshot(
      cells: ledger.capacity, used: ledger.used, savedTokens: savedTokens,
      lanes: lanes.values.sorted { $0.id < $1.id }.map { lane in
        var shown = MemorySnapshot.Lane(
          name: lane.name, tokens: lane.resident.count, shared: ledger.shared(of: lane.resident.holder),
          isActive: lane.work != nil)
        shown.goesNext = lane.id == next
        shown.lastTurn = lane.lastTurn
        for state in saved.states.values where state.owner == lane.id {
          shown.savedTokens += state.tokens.count - state.from
          shown.isOnDisk = state.isOnDisk
        }
        return shown
      })
    snapshot.computedTokens = computedTokens
    snapshot.restoredTokens = restoredTokens
    snapshot.savedBytes = saved.memoryBytes + saved.writingBytes
    snapshot.diskBytes = saved.diskBytes
    return snapshot
  }

  /// Tokens of a sequence that stand in the KV.
  func residentTokens(_ id: LaneID) -> Int { lanes[id]?.resident.count ?? 0 }

  // MARK: - After a step

  private func advance(_ id: LaneID, lastRow: Int, rows: Int) {
    // The lane is taken out of the table while it changes: in place, its token lists would be copied.
    guard var lane = lanes.removeValue(forKey: id), var work = lane.work else { return }
    lane.work = nil
    for _ in 0..<rows { lane.resident.append(work.target[lane.resident.count], in: &ledger) }
    lane.lastUse = clock
    if work.generated == 0 {
      work.furthest = max(work.furthest, lane.resident.count)
      work.job.report(prefill: min(lane.resident.count, work.job.prompt.count), reused: work.reused)
    }
    guard lane.resident.count == work.target.count else {
      lane.work = work
      lanes[id] = lane
      return
    }
    let ending = work.job.maxTokens == 0 ? .success(.maxTokens) : generate(&work, row: lastRow)
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
    let time = now()
    if work.firstTokenAt == nil { work.firstTokenAt = time }
    if endsGeneration(token) { return .success(.endOfTurn) }
    work.tokenTimes.append(time)
    throughput.count(at: time)
    work.target.append(token)
    let bytes = work.job.markers[token] ?? bytesOf(token)
    work.job.report(text: work.job.characters.append(bytes))
    if work.job.watch?.ends(after: bytes) == true { return .success(.watch) }
    if work.generated >= work.job.maxTokens { return .success(.maxTokens) }
    if work.target.count >= settings.contextLength { return .success(.contextFull) }
    return nil
  }

  private func forbidEnds(_ logits: UnsafeMutableBufferPointer<Float>) {
    let ends = ends ?? logits.indices.map { Token($0) }.filter(endsGeneration)
    self.ends = ends
    for token in ends { logits[Int(token)] = -.infinity }
  }

  func finish(_ id: LaneID, reason: CompletionReason) {
    guard let work = lanes[id]?.work else { return }
    work.job.report(text: work.job.characters.finish())
    finish(
      id,
      with: .success(
        GenerationResult(
          reason: reason, tokens: Array(work.target[work.job.prompt.count...]), text: "",
          promptTokens: work.job.prompt.count, reusedTokens: work.reused,
          secondsToFirstToken: (work.firstTokenAt ?? now()).seconds(since: work.job.submittedAt),
          generationSeconds: (work.tokenTimes.last ?? now()).seconds(since: work.firstTokenAt ?? now()),
          tokenTimes: work.tokenTimes)))
  }

  func finish(_ id: LaneID, with result: Result<GenerationResult, InferenceError>) {
    guard let lane = lanes[id], let work = lane.work else { return }
    lanes[id]?.work = nil
    lanes[id]?.lastUse = clock
    ledger.setWorking(lane.resident.holder, false, holding: lane.resident.cells)
    work.job.finish(result)
  }
}
