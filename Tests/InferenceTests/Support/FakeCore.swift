import Threading

@testable import Inference

/// A decode core over the fake memory.
struct FakeCore {
  let backend: FakeBackend
  let core: DecodeCore
  let contextLength: Int

  init(
    _ limits: FakeBackend.Limits, contextLength: Int = 1000, prefillChunk: Int = 16,
    saving: SavedStates.Budget = .init(), archive: (any StateArchive)? = nil
  ) {
    let backend = FakeBackend(limits)
    self.backend = backend
    self.contextLength = contextLength
    core = DecodeCore(
      backend: backend,
      settings: .init(
        cells: limits.cells, sequences: limits.sequences, contextLength: contextLength, canShare: limits.sharesParts,
        savedStates: saving, cost: MemoryCost(perToken: FakeBackend.Limits.savedBytes),
        planner: StepPlanner(batchTokens: limits.batchTokens, maxOutputs: limits.outputs), prefillChunk: prefillChunk),
      // The clock stands still: what is done must not depend on how fast the machine is.
      archive: archive, now: { MonotonicTime(nanoseconds: 1) }, endsGeneration: { $0 == FakeModel.end },
      bytesOf: FakeModel.bytes(of:))
    backend.owner = { [weak core] sequence in core?.lanes.values.first { $0.sequence == sequence }?.id }
  }

  init(
    cells: Int, sequences: Int = 4, batchTokens: Int = 64, contextLength: Int = 1000, prefillChunk: Int = 16,
    saving: SavedStates.Budget = .init(), archive: (any StateArchive)? = nil
  ) {
    self.init(
      .init(cells: cells, sequences: sequences, batchTokens: batchTokens, outputs: sequences),
      contextLength: contextLength, prefillChunk: prefillChunk, saving: saving, archive: archive)
  }

  func open(_ numbers: Int...) {
    for number in numbers { core.open(LaneID(value: number), name: "agent \(number)") }
  }

  @discardableResult
  func submit(
    _ lane: Int, _ prompt: [Token], maxTokens: Int, ignoresEnd: Bool = true, failsAfter: Int? = nil,
    watch: (any OutputWatch)? = nil
  ) -> GenerationJob {
    let job = GenerationJob(
      lane: LaneID(value: lane), prompt: prompt, maxTokens: maxTokens, ignoresEnd: ignoresEnd,
      chooser: GreedyChooser(failsAfter: failsAfter), watch: watch)
    core.submit(job)
    return job
  }

  func alone(_ prompt: [Token], maxTokens: Int, ignoresEnd: Bool = true) -> FakeModel.Alone? {
    FakeModel.alone(
      prompt, maxTokens: maxTokens, contextLength: contextLength, cells: backend.limits.cells, ignoresEnd: ignoresEnd)
  }

  func lane(_ number: Int) -> Lane? { core.lanes[LaneID(value: number)] }

  /// Steps until nothing is left to do. Returns false when that does not come to an end, or stands still.
  func drain(steps: Int = 5000) -> Bool {
    for _ in 0..<steps {
      if !core.hasWork { return true }
      if !core.step() { return !core.hasWork }
    }
    return false
  }

  /// What is not as it must be after a step: the core's book against the memory itself.
  func contradictions() -> [String] {
    var found = backend.violations
    if core.ledger.used != backend.usedCells {
      found.append("the ledger has \(core.ledger.used) cells in use, the memory \(backend.usedCells)")
    }
    var owners: [Int32: LaneID] = [:]
    for lane in core.lanes.values {
      guard let sequence = lane.sequence else {
        if lane.resident.count > 0 { found.append("\(lane.name) has tokens and no sequence") }
        continue
      }
      if let other = owners[sequence] { found.append("\(lane.name) and \(other) have sequence \(sequence)") }
      owners[sequence] = lane.id
      if lane.resident.tokens != backend.sequences[Int(sequence)].tokens {
        found.append("\(lane.name) is not what the memory holds")
      }
    }
    for sequence in backend.sequences.indices where owners[Int32(sequence)] == nil {
      if backend.sequences[sequence].count > 0 { found.append("sequence \(sequence) holds tokens of nobody") }
    }
    return found
  }
}

/// A prompt of `count` tokens that differs from those of other seeds from the first token on.
func tokens(_ count: Int, seed: Int) -> [Token] {
  var random = RandomNumbers(seed: UInt64(seed))
  return (0..<count).map { _ in Token.random(in: 1..<Token(FakeModel.vocabulary), using: &random) }
}
