import Testing

@testable import Inference

/// A short prompt beside a long one, computed by the library.
@Suite(.serialized) struct TinyFairnessTests {
  @Test func shortPromptBehindALongOneStartsWithinFourStepsAndBothSayWhatTheySayAlone() throws {
    let oracle = try Oracle(.plain)
    let tiny = try TinyCore(
      .plain, model: oracle.model, .init(cells: 2048, batchTokens: 32, prefillChunk: 28, contextLength: 1024))
    tiny.open(1, 2)
    let (long, short) = (tinyTokens(960, seed: 1), tinyTokens(20, seed: 2))
    let first = try tiny.submit(1, long, maxTokens: 4)
    for _ in 0..<3 { #expect(tiny.core.step()) }
    let second = try tiny.submit(2, short, maxTokens: 4)
    var wait = 0
    while tiny.lane(2)?.work?.generated ?? 0 == 0, wait < 100 {
      #expect(tiny.core.step())
      wait += 1
    }
    #expect(wait <= 4)
    var steps = 3 + wait
    while tiny.core.hasWork, steps < 100 {
      #expect(tiny.core.step())
      steps += 1
    }
    // 960 tokens in steps of 32 are 30 of them, and 3 more make its 4 tokens.
    #expect(Double(steps) <= 33 * 1.05)
    #expect(try oracle.says(first.wait { _ in }.tokens, after: long, count: 4))
    #expect(try oracle.says(second.wait { _ in }.tokens, after: short, count: 4))
  }
}
