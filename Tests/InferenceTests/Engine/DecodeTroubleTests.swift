import Testing

@testable import Inference

/// Steps that find no room, fail or are aborted, while somebody generates, somebody prefills, somebody waits for that
/// prefill and somebody is idle: who is told, and that everybody else gets the tokens they get alone.
@Suite struct DecodeTroubleTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// How the next steps end; those after them are done.
    var outcomes: [DecodeOutcome]
    /// Who is told what; all others finish.
    var told: [Int: InferenceError.Code] = [:]
    /// Whether the idle one still has its tokens.
    var idleStays = true
    /// Whether a neighbour can give of what it holds.
    var sharesParts = true
  }

  static let cases = [false, true].flatMap { sharesParts in
    [
      Case(testDescription: "nothing happens", outcomes: []),
      Case(testDescription: "no room once: the idle one makes room", outcomes: [.noRoom], idleStays: false),
      Case(
        testDescription: "no room twice: the last one begins anew", outcomes: [.noRoom, .noRoom], idleStays: false),
      Case(
        testDescription: "no room three times: all but the first begin anew",
        outcomes: [DecodeOutcome](repeating: .noRoom, count: 3), idleStays: false),
      Case(
        testDescription: "a failed step is told to those in it", outcomes: [.failed(-3)],
        told: [1: .decodeFailed, 2: .decodeFailed]),
      Case(
        testDescription: "a refused step is told to those in it", outcomes: [.failed(-1)],
        told: [1: .decodeFailed, 2: .decodeFailed]),
      Case(
        testDescription: "no room, then a failed step", outcomes: [.noRoom, .failed(-2)],
        told: [1: .decodeFailed, 2: .decodeFailed], idleStays: false),
      Case(
        testDescription: "two failed steps: the one that waited is in the second",
        outcomes: [.failed(-3), .failed(-3)],
        told: [1: .decodeFailed, 2: .decodeFailed, 3: .decodeFailed]),
      Case(
        testDescription: "an aborted step is told to all", outcomes: [.aborted],
        told: [1: .closed, 2: .closed, 3: .closed]),
    ].map {
      var one = $0
      one.sharesParts = sharesParts
      one.testDescription += sharesParts ? "" : " (whole sequences only)"
      return one
    }
  }

  private static let prompts = [1: tokens(10, seed: 1), 2: tokens(60, seed: 2) + [5], 3: tokens(60, seed: 2) + [6]]

  /// Lane 1 generates, 2 prefills, 3 waits for 2, 4 is idle.
  private static func busy(sharesParts: Bool) -> (fake: FakeCore, jobs: [Int: GenerationJob]) {
    let fake = FakeCore(
      .init(
        cells: 400, sequences: 4, batchTokens: 32, outputs: 4, forgetsParts: sharesParts, sharesParts: sharesParts),
      prefillChunk: 8)
    fake.open(1, 2, 3, 4)
    fake.submit(4, tokens(20, seed: 4), maxTokens: 1)
    #expect(fake.drain())
    var jobs = [1: fake.submit(1, prompts[1] ?? [], maxTokens: 30)]
    #expect(fake.core.step())
    for lane in [2, 3] { jobs[lane] = fake.submit(lane, prompts[lane] ?? [], maxTokens: 30) }
    #expect(fake.core.step())
    #expect(fake.lane(1)?.work?.generated == 2)
    #expect(fake.lane(2)?.prefillLeft ?? 0 > 0)
    #expect(fake.lane(3)?.work?.phase == .waiting(on: LaneID(value: 2), upTo: 60))
    return (fake, jobs)
  }

  @Test(arguments: cases)
  func troubleIsToldToThoseItConcerns(_ expected: Case) throws {
    let (fake, jobs) = Self.busy(sharesParts: expected.sharesParts)
    var outcomes = expected.outcomes
    fake.backend.outcome = { outcomes.isEmpty ? .done : outcomes.removeFirst() }
    #expect(fake.drain(steps: 200))
    #expect(outcomes.isEmpty)
    var told: [Int: InferenceError.Code] = [:]
    for (lane, job) in jobs {
      do throws(InferenceError) {
        let result = try job.wait { _ in }
        #expect(result.text == FakeModel.text(of: result.tokens))
        #expect(
          FakeModel.Alone(reason: result.reason, tokens: result.tokens)
            == fake.alone(Self.prompts[lane] ?? [], maxTokens: 30), "lane \(lane)")
      } catch {
        told[lane] = error.code
      }
    }
    #expect(told == expected.told)
    #expect(fake.lane(4)?.resident.count == (expected.idleStays ? 20 : 0))
    #expect(fake.contradictions() == [])
  }

  @Test(
    arguments: [
      (.noRoom, [1: "contextFull", 2: "contextFull", 3: "contextFull"]),
      (.failed(-3), [1: "decodeFailed", 2: "decodeFailed", 3: "decodeFailed"]),
      (.aborted, [1: "closed", 2: "closed", 3: "closed"]),
    ] as [(DecodeOutcome, [Int: String])], [true, false])
  func troubleThatDoesNotEndIsToldToAllAndGoesRoundNoLoop(
    _ expected: (outcome: DecodeOutcome, ends: [Int: String]), sharesParts: Bool
  ) {
    let (fake, jobs) = Self.busy(sharesParts: sharesParts)
    fake.backend.outcome = { expected.outcome }
    #expect(fake.drain(steps: 20))
    let ends = jobs.mapValues { job -> String in
      guard !(fake.lane(Int(job.lane.value))?.work.map { $0.job === job } ?? false) else { return "goes on" }
      do throws(InferenceError) {
        return try job.wait { _ in }.reason.rawValue
      } catch {
        return error.code.rawValue
      }
    }
    #expect(ends == expected.ends)
    // When the trouble is over everything works again.
    fake.backend.outcome = { .done }
    let job = fake.submit(1, Self.prompts[2] ?? [], maxTokens: 5)
    #expect(fake.drain())
    #expect((try? job.wait { _ in })?.tokens == fake.alone(Self.prompts[2] ?? [], maxTokens: 5)?.tokens)
    #expect(fake.contradictions() == [])
  }

  @Test func neighbourThatHasLostTooMuchIsPassedOverForOneThatHasNot() throws {
    let fake = FakeCore(cells: 400)
    fake.open(1, 2, 3)
    let prefix = tokens(40, seed: 1)
    fake.submit(1, prefix + [1], maxTokens: 1)
    #expect(fake.drain())
    fake.submit(2, prefix.prefix(30) + [2], maxTokens: 1)
    #expect(fake.drain())
    var refusals = 1
    fake.backend.refusesToShare = {
      refusals -= 1
      return refusals >= 0
    }
    let job = fake.submit(3, prefix + [3], maxTokens: 5)
    #expect(fake.drain())
    let result = try job.wait { _ in }
    #expect(result.reusedTokens == 30)
    #expect(result.tokens == fake.alone(prefix + [3], maxTokens: 5)?.tokens)
    #expect(fake.contradictions() == [])
  }
}
