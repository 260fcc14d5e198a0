import OrderedJSON
import Testing
import Threading

@testable import AgentTUI

@Suite struct BenchTests {
  private func moment(_ seconds: Double) -> MonotonicTime {
    MonotonicTime(nanoseconds: 0).advanced(bySeconds: seconds)
  }

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
    record.intervals = intervals.map { .init(first: moment($0.0), last: moment($0.1)) }
    #expect(record.generatingSeconds == seconds)
  }

  @Test func `The result has the fields that scripts read`() {
    var options = ResolvedOptions()
    options.agents = 2
    options.slots = 1
    let record = BenchRecord(
      prefilled: 1200, reused: 1000, generated: 128,
      intervals: [.init(first: moment(11), last: moment(13)), .init(first: moment(12), last: moment(15))],
      firstTokens: [moment(11), moment(12)])
    let report = BenchReport(
      options, record: record, start: moment(10), end: moment(15.5), peakMegabytes: 156.26, model: "m",
      libraryVersion: "0.5.0", threads: 2)
    #expect(
      report.json.text
        == #"{"workload":"swarm","agents":2,"slots":1,"wall_s":5.5,"decode_tps":32.0,"prefilled":1200,"reused":1000,"generated":128,"ttft_mean_s":1.5,"ttft_max_s":2.0,"peak_rss_mb":156.3,"model":"m","llama_version":"0.5.0","threads":2,"design":"shared"}"#
    )
    #expect(report.table.contains("first token    1.5 s mean, 2.0 s at most\n"))
  }
}
