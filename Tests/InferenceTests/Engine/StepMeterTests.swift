import Testing
import Threading

@testable import Inference

@Suite struct StepMeterTests {
  @Test(arguments: [(0.0, 0.0, 0.0), (2, 1.5, 0.25), (1, 1, 0), (1, 1.001, 0)])
  func ownShareIsTheBusyTimeWithoutTheLibrarys(_ busy: Double, _ library: Double, _ share: Double) {
    #expect(StepMeter(busySeconds: busy, librarySeconds: library).ownShare == share)
  }

  @Test func everyTokenOfAResultHasItsTimeAndTheyFollowEachOther() throws {
    let fake = FakeCore(cells: 200)
    fake.open(1)
    let job = fake.submit(1, tokens(3, seed: 1), maxTokens: 9)
    #expect(fake.drain())
    let result = try job.wait { _ in }
    #expect(result.tokenTimes.count == 9)
    #expect(result.tokenTimes == result.tokenTimes.sorted())
  }

  @Test func rowsOfPrefillAreCountedAndThoseOfDecodeAreNot() {
    let fake = FakeCore(cells: 200)
    fake.open(1, 2)
    fake.submit(1, tokens(20, seed: 1), maxTokens: 5)
    #expect(fake.drain())
    #expect(fake.core.snapshot().computedTokens == 20)
    // All but the last token of the same prompt is there already.
    fake.submit(2, tokens(20, seed: 1), maxTokens: 1)
    #expect(fake.drain())
    #expect(fake.core.snapshot().computedTokens == 21)
  }

  @Test func tokensThatAreComputedAgainInMidGenerationCountAgain() {
    // Two that have room only one after the other: the second is put away while it generates, and comes back.
    let fake = FakeCore(cells: 60)
    fake.open(1, 2)
    fake.submit(1, tokens(20, seed: 1), maxTokens: 20)
    fake.submit(2, tokens(20, seed: 2), maxTokens: 20)
    #expect(fake.drain())
    #expect(fake.core.snapshot().computedTokens > 40)
  }

  @Test func stepThatFailedCountsForNothing() {
    let fake = FakeCore(cells: 200)
    fake.backend.outcome = { .failed(-2) }
    fake.open(1)
    fake.submit(1, tokens(20, seed: 1), maxTokens: 5)
    #expect(fake.drain())
    #expect(fake.core.snapshot().computedTokens == 0)
  }

  @Test func whatWasDoneIsWholeOnceTheThreadHasEnded() throws {
    let loop = try DecodeLoop(abort: {}) { _ in FakeCore(cells: 100).core }
    loop.open(LaneID(value: 1), name: "ada")
    let job = GenerationJob(
      lane: LaneID(value: 1), prompt: tokens(10, seed: 1), maxTokens: 3, ignoresEnd: true, chooser: GreedyChooser())
    loop.submit(job)
    _ = try job.wait { _ in }
    loop.stop()
    #expect(loop.memorySnapshot().computedTokens == 10)
    #expect(loop.meter().librarySeconds == 0.25)
    #expect(loop.meter().busySeconds > 0)
  }
}
