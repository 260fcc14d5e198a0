import Testing

@testable import Inference

@Suite struct DecodeCoreTests {
  /// The result without what is measured.
  private func ended(_ job: GenerationJob) throws -> FakeModel.Alone {
    let result = try job.wait { _ in }
    #expect(result.text == FakeModel.text(of: result.tokens))
    #expect(result.promptTokens == job.prompt.count)
    return FakeModel.Alone(reason: result.reason, tokens: result.tokens)
  }

  private func code(_ job: GenerationJob) -> InferenceError.Code? {
    do throws(InferenceError) {
      _ = try job.wait { _ in }
      return nil
    } catch {
      return error.code
    }
  }

  @Test func coreWithoutWorkDoesNothing() {
    let fake = FakeCore(cells: 100)
    fake.open(1)
    #expect(!fake.core.hasWork)
    #expect(!fake.core.step())
    #expect(fake.backend.steps.isEmpty)
  }

  @Test func generationAloneGivesWhatTheModelGives() throws {
    let fake = FakeCore(cells: 200)
    fake.open(1)
    for seed in 1...20 {
      let prompt = tokens(seed * 3, seed: seed)
      let job = fake.submit(1, prompt, maxTokens: 50, ignoresEnd: false)
      #expect(fake.drain())
      #expect(try ended(job) == fake.alone(prompt, maxTokens: 50, ignoresEnd: false))
    }
    #expect(fake.contradictions() == [])
  }

  @Test func endTokensForbiddenForMeasurementsGiveExactlyTheTokensAskedFor() throws {
    let fake = FakeCore(cells: 500)
    fake.open(1)
    let job = fake.submit(1, tokens(5, seed: 1), maxTokens: 300, ignoresEnd: true)
    #expect(fake.drain())
    #expect(try ended(job) == fake.alone(tokens(5, seed: 1), maxTokens: 300))
  }

  @Test func nextTurnComputesOnlyWhatIsNew() throws {
    let fake = FakeCore(cells: 200)
    fake.open(1)
    let prompt = tokens(40, seed: 1)
    let first = try {
      let job = fake.submit(1, prompt, maxTokens: 10)
      #expect(fake.drain())
      return try ended(job).tokens
    }()
    let computed = fake.backend.computedRows
    let second = fake.submit(1, prompt + first + tokens(6, seed: 2), maxTokens: 1)
    #expect(fake.drain())
    #expect(try second.wait { _ in }.reusedTokens == 49)
    #expect(fake.backend.computedRows - computed == 7)
  }

  @Test func promptThatIsWhollyResidentHasItsLastTokenComputedAgain() throws {
    let fake = FakeCore(cells: 200)
    fake.open(1)
    let prompt = tokens(40, seed: 1)
    fake.submit(1, prompt, maxTokens: 5)
    #expect(fake.drain())
    let again = fake.submit(1, prompt, maxTokens: 5)
    #expect(fake.drain())
    let result = try again.wait { _ in }
    #expect(result.reusedTokens == 39)
    #expect(result.tokens == fake.alone(prompt, maxTokens: 5)?.tokens)
  }

  /// Ends a generation behind so many bytes.
  private struct ByteWatch: OutputWatch {
    var left: Int
    mutating func ends(after bytes: [UInt8]) -> Bool {
      left -= bytes.count
      return left <= 0
    }
  }

  @Test func watchEndsAGenerationBehindTheTokenThatItNames() throws {
    let fake = FakeCore(cells: 200)
    fake.open(1)
    let prompt = tokens(9, seed: 4)
    let whole = try #require(fake.alone(prompt, maxTokens: 20)).tokens
    let bytes = whole.prefix(6).flatMap(FakeModel.bytes(of:)).count
    let job = fake.submit(1, prompt, maxTokens: 20, watch: ByteWatch(left: bytes))
    #expect(fake.drain())
    let result = try job.wait { _ in }
    #expect(result.reason == .watch)
    #expect(result.tokens == Array(whole.prefix(6)))
    // What was generated is resident, and goes on as it is.
    let next = fake.submit(1, prompt + whole.prefix(6), maxTokens: 3)
    #expect(fake.drain())
    #expect(try next.wait { _ in }.tokens == Array(whole[6..<9]))
    #expect(fake.contradictions() == [])
  }

  @Test func preparedPromptIsComputedWithoutATokenAndSharedByWhoComesLater() throws {
    let fake = FakeCore(cells: 400)
    fake.open(1, 2)
    let front = tokens(60, seed: 1)
    let prepared = fake.submit(1, front, maxTokens: 0)
    #expect(fake.drain())
    let result = try prepared.wait { _ in }
    #expect(result.tokens == [] && result.reason == .maxTokens)
    #expect(fake.backend.computedRows == 60)
    let job = fake.submit(2, front + tokens(5, seed: 2), maxTokens: 4)
    #expect(fake.drain())
    #expect(try job.wait { _ in }.reusedTokens == 60)
    #expect(try job.wait { _ in }.tokens == fake.alone(front + tokens(5, seed: 2), maxTokens: 4)?.tokens)
    #expect(fake.contradictions() == [])
  }

  @Test func commonBeginningOfManyIsComputedOnce() throws {
    let fake = FakeCore(cells: 400, sequences: 8, batchTokens: 32)
    let prefix = tokens(100, seed: 1)
    let jobs = (1...8).map { number in
      fake.open(number)
      return fake.submit(number, prefix + tokens(3, seed: 10 + number), maxTokens: 4)
    }
    #expect(fake.drain())
    for (index, job) in jobs.enumerated() {
      #expect(try ended(job) == fake.alone(prefix + tokens(3, seed: 11 + index), maxTokens: 4))
    }
    // The prefix once, then for each three tokens of its own and three of the four it generated.
    #expect(fake.backend.computedRows == 100 + 8 * 6)
    #expect(fake.core.savedTokens == 700)
    #expect(fake.contradictions() == [])
  }

  @Test func modelWithoutPartsComputesACommonBeginningOnceForThoseWhoBeginTogether() throws {
    let fake = FakeCore(
      .init(cells: 400, sequences: 4, batchTokens: 32, outputs: 4, forgetsParts: false, sharesParts: false))
    let prefix = tokens(50, seed: 1)
    let own = [tokens(3, seed: 11), [9] + tokens(20, seed: 12) + [1], [9] + tokens(20, seed: 12) + [2]]
    let jobs = own.enumerated().map { number, tokens in
      fake.open(number)
      return fake.submit(number, prefix + tokens, maxTokens: 4)
    }
    #expect(fake.drain())
    for (job, tokens) in zip(jobs, own) {
      #expect(try ended(job) == fake.alone(prefix + tokens, maxTokens: 4))
    }
    // All stop where they part: 50 tokens are computed once, 21 more once for two; then what each has, and three tokens.
    #expect(fake.backend.computedRows == 50 + 3 + 21 + 1 + 1 + 3 * 3)
    #expect(fake.contradictions() == [])
  }

  @Test func modelWithoutPartsMixesNothingUpOverSeveralTurns() throws {
    let fake = FakeCore(
      .init(cells: 400, sequences: 4, batchTokens: 32, outputs: 4, forgetsParts: false, sharesParts: false))
    let prefix = tokens(40, seed: 1)
    for round in 0..<3 {
      let jobs = (1...4).map { number in
        if round == 0 { fake.open(number) }
        return fake.submit(number, prefix + tokens(3 + round, seed: 10 + number), maxTokens: 4)
      }
      #expect(fake.drain())
      for (index, job) in jobs.enumerated() {
        #expect(try ended(job) == fake.alone(prefix + tokens(3 + round, seed: 11 + index), maxTokens: 4))
      }
      #expect(fake.contradictions() == [])
    }
  }

  @Test func sequenceThatRefusesToForgetAPartIsComputedAnew() throws {
    let fake = FakeCore(.init(cells: 400, sequences: 4, batchTokens: 32, outputs: 4, forgetsParts: false))
    fake.open(1, 2)
    let prompt = tokens(40, seed: 1)
    fake.submit(1, prompt + tokens(10, seed: 2), maxTokens: 4)
    #expect(fake.drain())
    let job = fake.submit(1, prompt + tokens(10, seed: 3), maxTokens: 4)
    #expect(fake.drain())
    #expect(try ended(job) == fake.alone(prompt + tokens(10, seed: 3), maxTokens: 4))
    #expect(fake.contradictions() == [])
  }

  @Test func generationThatFillsTheMemoryAloneEndsWithContextFull() throws {
    let fake = FakeCore(cells: 50)
    fake.open(1)
    let job = fake.submit(1, tokens(30, seed: 1), maxTokens: 500)
    #expect(fake.drain())
    #expect(try ended(job) == fake.alone(tokens(30, seed: 1), maxTokens: 500))
    #expect(try job.wait { _ in }.tokens.count == 21)
  }

  @Test func promptLargerThanTheMemoryIsAnErrorWithBothNumbers() throws {
    let fake = FakeCore(cells: 50, contextLength: 100)
    fake.open(1)
    let job = fake.submit(1, tokens(60, seed: 1), maxTokens: 5)
    #expect(fake.drain())
    let error = #expect(throws: InferenceError.self) { try job.wait { _ in } }
    #expect(error?.code == .contextFull)
    #expect(error?.message.contains("60") == true && error?.message.contains("50") == true)
  }

  @Test func idleSequencesMakeRoomTheLongestUnusedFirst() throws {
    let fake = FakeCore(cells: 100)
    fake.open(1, 2, 3)
    for number in [2, 1] {
      fake.submit(number, tokens(30, seed: number), maxTokens: 1)
      #expect(fake.drain())
    }
    fake.submit(3, tokens(50, seed: 3), maxTokens: 1)
    #expect(fake.drain())
    #expect([1, 2, 3].map { fake.lane($0)?.resident.count } == [30, 0, 50])
    #expect(fake.contradictions() == [])
  }

  @Test func moreAgentsThanSequencesAllFinish() throws {
    let fake = FakeCore(cells: 300, sequences: 2)
    let jobs = (1...7).map { number in
      fake.open(number)
      return fake.submit(number, tokens(10, seed: number), maxTokens: 12)
    }
    #expect(fake.drain())
    for (index, job) in jobs.enumerated() {
      #expect(try ended(job) == fake.alone(tokens(10, seed: index + 1), maxTokens: 12))
    }
    #expect(fake.contradictions() == [])
  }

  @Test func neighbourThatWaitsForAPrefixGivesUpItsOldTokensRatherThanEndTheOneThatComputesIt() throws {
    let fake = FakeCore(cells: 100, batchTokens: 16)
    fake.open(1, 2)
    fake.submit(1, tokens(60, seed: 1), maxTokens: 1)
    #expect(fake.drain())
    let prefix = tokens(70, seed: 2)
    let computing = fake.submit(2, prefix, maxTokens: 5)
    #expect(fake.core.step())
    let waiting = fake.submit(1, prefix + [3], maxTokens: 5)
    #expect(fake.drain())
    #expect(try ended(computing) == fake.alone(prefix, maxTokens: 5))
    #expect(try ended(waiting) == fake.alone(prefix + [3], maxTokens: 5))
  }

  @Test func generationPutAwayTakesTheRoomOfIdleSequencesAlthoughOthersGenerate() throws {
    let fake = FakeCore(cells: 200, batchTokens: 32)
    fake.open(1, 2, 3)
    let long = fake.submit(3, tokens(5, seed: 3), maxTokens: 40)
    let first = fake.submit(1, tokens(100, seed: 1), maxTokens: 20)
    let last = fake.submit(2, tokens(75, seed: 2), maxTokens: 10)
    while fake.lane(1)?.work != nil { #expect(fake.core.step()) }
    #expect(fake.lane(2)?.work?.phase == .paused)
    #expect(fake.core.step())
    #expect(fake.lane(2)?.work?.phase == .running)
    #expect(fake.lane(3)?.work?.phase == .running)
    #expect(fake.drain())
    #expect(try ended(first) == fake.alone(tokens(100, seed: 1), maxTokens: 20))
    #expect(try ended(last) == fake.alone(tokens(75, seed: 2), maxTokens: 10))
    #expect(try ended(long) == fake.alone(tokens(5, seed: 3), maxTokens: 40))
  }

  @Test func generationPutAwayGoesOnAlthoughNewcomersKeepComing() throws {
    let fake = FakeCore(cells: 200, batchTokens: 32)
    fake.open(1, 2, 3, 4)
    fake.submit(3, tokens(30, seed: 3), maxTokens: 40)
    fake.submit(1, tokens(60, seed: 1), maxTokens: 60)
    let last = fake.submit(2, tokens(105, seed: 2), maxTokens: 60)
    while fake.lane(2)?.work?.phase != .paused { #expect(fake.core.step()) }
    fake.core.close(LaneID(value: 1))
    // From now on one of the lanes 3 and 4 always generates: each begins anew in the middle of the other.
    var seed = 100
    for _ in 0..<1000 where fake.lane(2)?.work != nil {
      for (lane, other) in [(3, 4), (4, 3)] where fake.lane(lane)?.work == nil {
        if fake.lane(other)?.work.map({ $0.generated >= 5 }) == false { continue }
        seed += 1
        fake.submit(lane, tokens(30, seed: seed), maxTokens: 10)
      }
      #expect(fake.core.step())
    }
    #expect(fake.lane(2)?.work == nil)
    guard fake.lane(2)?.work == nil else { return }
    #expect(try ended(last) == fake.alone(tokens(105, seed: 2), maxTokens: 60))
  }

  @Test func cancelledGenerationEndsBeforeTheNextStepWithWhatItHas() throws {
    let fake = FakeCore(cells: 300)
    fake.open(1, 2)
    let (one, other) = (
      fake.submit(1, tokens(10, seed: 1), maxTokens: 100), fake.submit(2, tokens(10, seed: 2), maxTokens: 30)
    )
    for _ in 0..<8 { #expect(fake.core.step()) }
    one.cancel()
    #expect(fake.drain())
    let result = try ended(one)
    #expect(result.reason == .cancelled)
    #expect(!result.tokens.isEmpty && result.tokens.count <= 8)
    #expect(result.tokens == fake.alone(tokens(10, seed: 1), maxTokens: result.tokens.count)?.tokens)
    #expect(try ended(other) == fake.alone(tokens(10, seed: 2), maxTokens: 30))
  }

  @Test func closedSequenceFailsItsGenerationAndGivesItsMemoryBack() throws {
    let fake = FakeCore(cells: 300)
    fake.open(1, 2)
    let (one, other) = (
      fake.submit(1, tokens(10, seed: 1), maxTokens: 100), fake.submit(2, tokens(10, seed: 2), maxTokens: 30)
    )
    #expect(fake.core.step())
    fake.core.close(LaneID(value: 1))
    #expect(code(one) == .closed)
    #expect(fake.contradictions() == [])
    #expect(fake.drain())
    #expect(try ended(other) == fake.alone(tokens(10, seed: 2), maxTokens: 30))
    #expect(code(fake.submit(1, [1], maxTokens: 1)) == .closed)
    fake.core.close(LaneID(value: 2))
    #expect(fake.core.ledger.used == 0)
    #expect(fake.backend.usedCells == 0)
  }

  @Test func secondGenerationOnABusySequenceIsRefusedAndTheFirstGoesOn() throws {
    let fake = FakeCore(cells: 300)
    fake.open(1)
    let first = fake.submit(1, tokens(10, seed: 1), maxTokens: 20)
    #expect(fake.core.step())
    let second = fake.submit(1, tokens(10, seed: 2), maxTokens: 20)
    #expect(code(second) == .sequenceBusy)
    #expect(fake.drain())
    #expect(try ended(first) == fake.alone(tokens(10, seed: 1), maxTokens: 20))
  }

  @Test func failedStepTellsThoseInItAndTheirMemoryIsComputedAnew() throws {
    let fake = FakeCore(cells: 300)
    fake.open(1, 2, 3)
    fake.submit(3, tokens(20, seed: 3), maxTokens: 1)
    #expect(fake.drain())
    let jobs = [1, 2].map { fake.submit($0, tokens(10, seed: $0), maxTokens: 20) }
    for _ in 0..<4 { #expect(fake.core.step()) }
    fake.backend.outcome = { .failed(-3) }
    #expect(fake.core.step())
    fake.backend.outcome = { .done }
    #expect(jobs.map(code) == [.decodeFailed, .decodeFailed])
    #expect(fake.contradictions() == [])
    #expect(fake.lane(3)?.resident.count == 20)
    let again = fake.submit(1, tokens(10, seed: 1), maxTokens: 20)
    #expect(fake.drain())
    #expect(try ended(again) == fake.alone(tokens(10, seed: 1), maxTokens: 20))
  }

  @Test func abortedStepEndsEveryGeneration() {
    let fake = FakeCore(cells: 300)
    fake.open(1, 2)
    let jobs = [1, 2].map { fake.submit($0, tokens(10, seed: $0), maxTokens: 20) }
    fake.backend.outcome = { .aborted }
    #expect(!fake.core.step())
    #expect(jobs.map(code) == [.closed, .closed])
    #expect(!fake.core.hasWork)
  }

  @Test func chooserThatFailsEndsItsOwnGenerationOnly() throws {
    let fake = FakeCore(cells: 300)
    fake.open(1, 2)
    let failing = fake.submit(1, tokens(10, seed: 1), maxTokens: 20, failsAfter: 3)
    let other = fake.submit(2, tokens(10, seed: 2), maxTokens: 20)
    #expect(fake.drain())
    #expect(code(failing) == .invalidGrammar)
    #expect(try ended(other) == fake.alone(tokens(10, seed: 2), maxTokens: 20))
    #expect(fake.contradictions() == [])
  }

  @Test func prefillIsReportedUpToTheWholePrompt() throws {
    let fake = FakeCore(cells: 300, batchTokens: 16)
    fake.open(1)
    let job = fake.submit(1, tokens(40, seed: 1), maxTokens: 2)
    var reports: [GenerationEvent] = []
    #expect(fake.core.step())
    #expect(fake.drain())
    _ = try job.wait { reports.append($0) }
    #expect(reports.first == .prefill(done: 40, total: 40, reused: 0))
  }

  @Test func snapshotCountsSharedCellsOnce() {
    let fake = FakeCore(cells: 300)
    fake.open(1, 2)
    let prefix = tokens(50, seed: 1)
    fake.submit(1, prefix, maxTokens: 1)
    #expect(fake.drain())
    fake.submit(2, prefix + [1, 2], maxTokens: 100)
    #expect(fake.core.step())
    let snapshot = fake.core.snapshot()
    var first = MemorySnapshot.Lane(name: "agent 1", tokens: 50, shared: 50, isActive: false)
    first.goesNext = true
    first.lastTurn = .init(prompt: 50)
    var second = MemorySnapshot.Lane(name: "agent 2", tokens: 52, shared: 50, isActive: true)
    second.lastTurn = .init(prompt: 52, reused: 50)
    #expect(snapshot.lanes == [first, second])
    #expect([snapshot.cells, snapshot.used, snapshot.savedTokens] == [300, 52, 50])
  }
}
