import Synchronization
import Testing
import Threading

@testable import Inference

/// The decode thread with agents on threads of their own, over the small model.
@Suite(.serialized) struct DecodeLoopTests {
  private static func loop(cells: Int, sequences: Int = 4, outcome: @escaping @Sendable () -> DecodeOutcome = { .done })
    throws -> DecodeLoop
  {
    try DecodeLoop(abort: {}) { _ in
      let fake = FakeCore(cells: cells, sequences: sequences, batchTokens: 32)
      fake.backend.outcome = outcome
      return fake.core
    }
  }

  private static func job(_ lane: Int, _ prompt: [Token], maxTokens: Int) -> GenerationJob {
    GenerationJob(
      lane: LaneID(value: lane), prompt: prompt, maxTokens: maxTokens, ignoresEnd: true, chooser: GreedyChooser())
  }

  @Test func agentsOnThreadsOfTheirOwnEachGetWhatTheyGetAlone() throws {
    let loop = try Self.loop(cells: 150)
    let wrong = Monitor<[String]>([])
    let cancelled = Atomic(0)
    let agents = try (1...8).map { number in
      try WorkerThread(name: "agent") {
        loop.open(LaneID(value: number), name: "agent \(number)")
        var random = RandomNumbers(seed: UInt64(number))
        for turn in 0..<12 {
          let prompt = tokens(25, seed: 1) + tokens(1 + turn, seed: number)
          let job = Self.job(number, prompt, maxTokens: Int.random(in: 1...30, using: &random))
          let cancels = Int.random(in: 0..<4, using: &random) == 0
          loop.submit(job)
          let alone = FakeModel.alone(
            prompt, maxTokens: job.maxTokens, contextLength: 1000, cells: 150, ignoresEnd: true)
          do throws(InferenceError) {
            let result = try job.wait { event in
              guard cancels, case .text = event else { return }
              job.cancel()
              loop.wake()
            }
            let expected = alone?.tokens ?? []
            let isRight =
              result.text == FakeModel.text(of: result.tokens)
              && (result.reason == .cancelled
                ? cancels && expected.starts(with: result.tokens) : result.tokens == expected)
            if !isRight { wrong.withLock { $0.append("\(number), turn \(turn): \(result)") } }
            if result.reason == .cancelled { cancelled.add(1, ordering: .relaxed) }
          } catch {
            wrong.withLock { $0.append("\(number), turn \(turn): \(error)") }
          }
          _ = loop.memorySnapshot()
        }
        loop.close(LaneID(value: number))
      }
    }
    for agent in agents { agent.join() }
    #expect(wrong.withLock { $0 } == [])
    loop.stop()
    #expect(loop.memorySnapshot().lanes.allSatisfy { !$0.isActive })
  }

  @Test func stoppingEndsEveryGenerationAndRefusesNewOnes() throws {
    let loop = try Self.loop(cells: 100_000, sequences: 8)
    let (generating, ended) = (Monitor(0), Monitor<[InferenceError.Code]>([]))
    let agents = try (1...8).map { number in
      try WorkerThread(name: "agent") {
        loop.open(LaneID(value: number), name: "agent \(number)")
        let job = Self.job(number, tokens(5, seed: number), maxTokens: 1_000_000)
        loop.submit(job)
        var isGenerating = false
        do throws(InferenceError) {
          _ = try job.wait { event in
            guard case .text = event, !isGenerating else { return }
            isGenerating = true
            generating.withLock { $0 += 1 }
            generating.broadcast()
          }
        } catch {
          ended.withLock { $0.append(error.code) }
        }
      }
    }
    _ = generating.wait { $0 == 8 ? true : nil }
    loop.stop()
    loop.stop()
    for agent in agents { agent.join() }
    #expect(ended.withLock { $0 } == [InferenceError.Code](repeating: .closed, count: 8))
    let late = Self.job(1, [1], maxTokens: 1)
    loop.submit(late)
    let error = #expect(throws: InferenceError.self) { try late.wait { _ in } }
    #expect(error?.code == .closed)
  }

  @Test func stoppingAfterALossWaitsForNoStepThatNeverEnds() throws {
    let (loss, step) = (Cancellation(), Monitor((isHanging: false, mayEnd: false)))
    let loop = try DecodeLoop(abort: {}, loss: loss) { _ in
      let fake = FakeCore(cells: 100, sequences: 4, batchTokens: 32)
      fake.backend.outcome = {
        step.withLock { $0.isHanging = true }
        step.broadcast()
        return step.wait { $0.mayEnd ? .done : nil }!
      }
      return fake.core
    }
    loop.open(LaneID(value: 1), name: "ada")
    loop.submit(Self.job(1, [1, 2], maxTokens: 4))
    _ = step.wait { $0.isHanging ? true : nil }
    loss.cancel(reason: "the worker is gone")
    loop.stop()
    let late = Self.job(1, [1], maxTokens: 1)
    loop.submit(late)
    #expect(throws: InferenceError.self) { try late.wait { _ in } }
    step.withLock { $0.mayEnd = true }
    step.broadcast()
  }

  @Test func generationThatNothingDisturbsEndsBesideFailingSteps() throws {
    let steps = Atomic(0)
    let loop = try Self.loop(cells: 500) {
      steps.add(1, ordering: .relaxed).newValue % 7 == 0 ? .failed(-2) : .done
    }
    loop.open(LaneID(value: 1), name: "ada")
    var outcomes = Set<String>()
    for turn in 0..<10 {
      let prompt = tokens(10, seed: turn)
      let job = Self.job(1, prompt, maxTokens: 4)
      loop.submit(job)
      do throws(InferenceError) {
        let result = try job.wait { _ in }
        #expect(
          result.tokens
            == FakeModel.alone(prompt, maxTokens: 4, contextLength: 1000, cells: 500, ignoresEnd: true)?.tokens)
        outcomes.insert("done")
      } catch {
        #expect(error.code == .decodeFailed)
        outcomes.insert("failed")
      }
    }
    #expect(outcomes == ["done", "failed"])
    loop.stop()
  }
}
