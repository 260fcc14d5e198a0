import Inference
import Testing
import Threading

@testable import Program

/// The moment so many seconds after the clock's origin.
func moment(_ seconds: Double) -> MonotonicTime {
  MonotonicTime(nanoseconds: 0).advanced(bySeconds: seconds)
}

@Suite struct BenchRecordTests {
  @Test(arguments: [(UInt32(0), Int32(1000)), (1, 14921), (999, 9631), (100_000, 28584), (301_002, 34930)])
  func `Words are those of the raw loop`(index: UInt32, token: Int32) {
    #expect(BenchPrompt(vocabularySize: 49152).word(index) == token)
  }

  @Test func `Agents share the prefix and nothing else`() {
    let prompt = BenchPrompt(vocabularySize: 49152)
    #expect(prompt.prefix(3) == [prompt.word(0), prompt.word(1), prompt.word(2)])
    #expect(prompt.turn(2, agent: 2, turn: 1) == [prompt.word(301_000), prompt.word(301_001)])
    #expect(prompt.turn(50, agent: 0, turn: 0) != prompt.turn(50, agent: 1, turn: 0))
  }

  @Test(arguments: [Int32(1), 10, 1500, 2001, 300_000])
  func `Every word is a token of the vocabulary`(size: Int32) {
    let prompt = BenchPrompt(vocabularySize: Int(size))
    #expect((0..<500).allSatisfy { (0..<size).contains(prompt.word($0)) })
  }

  /// First and last token of some generations, and the seconds in which somebody generated.
  static let unions: [([(Double, Double)], Double)] = [
    ([], 0), ([(1, 3)], 2), ([(1, 3), (2, 4)], 3), ([(2, 4), (1, 3), (1, 2)], 3), ([(1, 10), (2, 3), (4, 5)], 9),
    ([(1, 2), (5, 7)], 3), ([(1, 1)], 0),
  ]

  @Test(arguments: unions)
  func `Seconds in which somebody generated count once`(intervals: [(Double, Double)], seconds: Double) {
    var record = BenchRecord()
    record.intervals = intervals.map { .init(first: moment($0.0), last: moment($0.1), tokens: 1) }
    #expect(record.generatingSeconds == seconds)
  }

  @Test func `A token counts in the rate only where the step that made it counts in the seconds`() {
    var record = BenchRecord()
    // Two agents, a token a second each: the first token of each came out of its prefill.
    record.add(
      GenerationResult(
        reason: .maxTokens, tokens: [1, 2, 3, 4], text: "", promptTokens: 10, reusedTokens: 4,
        tokenTimes: [10, 11, 12, 13].map(moment)), isFirstTurn: true)
    record.add(
      GenerationResult(
        reason: .maxTokens, tokens: [1, 2, 3], text: "", promptTokens: 5, reusedTokens: 5,
        tokenTimes: [11, 12, 13].map(moment)), isFirstTurn: false)
    #expect(
      record
        == BenchRecord(
          prefilled: 6, reused: 9, generated: 7,
          intervals: [
            .init(first: moment(10), last: moment(13), tokens: 3),
            .init(first: moment(11), last: moment(13), tokens: 2),
          ], firstTokens: [moment(10)]))
    #expect(record.tokensPerSecond == 5.0 / 3)
  }

  @Test func `A generation of one token has no rate, and one of none no first token`() {
    var record = BenchRecord()
    record.add(
      GenerationResult(reason: .maxTokens, tokens: [1], text: "", tokenTimes: [moment(1)]), isFirstTurn: true)
    record.add(GenerationResult(reason: .cancelled, text: ""), isFirstTurn: true)
    #expect(record.tokensPerSecond == 0)
    #expect(record.firstTokens == [moment(1)])
  }
}
