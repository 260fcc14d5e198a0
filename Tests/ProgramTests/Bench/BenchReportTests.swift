import Inference
import OrderedJSON
import Testing
import Threading

@testable import Program

@Suite struct BenchReportTests {
  private func outcome(seconds: Double = 5.5) -> FleetMeasurement.Outcome {
    var facts = ModelFacts(path: "/m.gguf", name: "m")
    facts.bytes = 100 << 20
    facts.kvBytes = 10 << 20
    facts.libraryVersion = "0.5.0"
    facts.threads = 2
    var memory = MemorySnapshot()
    memory.computedTokens = 1203
    memory.restoredTokens = 77
    let record = BenchRecord(
      prefilled: 1200, reused: 1000, generated: 128,
      intervals: [
        .init(first: moment(11), last: moment(13), tokens: 63), .init(first: moment(12), last: moment(15), tokens: 63),
      ], firstTokens: [moment(11), moment(12)])
    return .init(
      record: record, start: moment(10), end: moment(10 + seconds), facts: facts,
      meter: StepMeter(busySeconds: 4, librarySeconds: 3.96),
      memory: memory, peakMegabytes: 156.26)
  }

  private func amounts(_ change: (inout ResolvedOptions) -> Void = { _ in }) throws -> BenchAmounts {
    var options = ResolvedOptions()
    options.agents = 2
    options.slots = 1
    change(&options)
    return try BenchAmounts(options)
  }

  @Test func `The result has the fields that scripts read, the fixed ones first`() throws {
    #expect(
      try BenchReport(amounts(), outcome()).json.text
        == #"{"workload":"swarm","agents":2,"slots":1,"wall_s":5.5,"decode_tps":31.5,"prefilled":1203,"reused":1000,"generated":128,"ttft_mean_s":1.5,"ttft_max_s":2.0,"peak_rss_mb":156.3,"model":"m","llama_version":"0.5.0","threads":2,"design":"shared","own_share":0.01,"overhead_mb":46.3}"#
    )
  }

  @Test func `A pool of contexts has the fixed fields`() throws {
    let outcome = outcome()
    let report = BenchReport(
      try amounts { $0.bench.design = .contexts }, outcome.record, start: outcome.start, end: outcome.end,
      peakMegabytes: 1, setting: .init(model: "m", libraryVersion: "1", threads: 2))
    #expect(
      report.json.object?.names == [
        "workload", "agents", "slots", "wall_s", "decode_tps", "prefilled", "reused", "generated", "ttft_mean_s",
        "ttft_max_s", "peak_rss_mb", "model", "llama_version", "threads", "design",
      ])
  }

  @Test func `The table stands in columns, with units and what each figure means`() throws {
    #expect(
      try BenchReport(amounts(), outcome()).table == """
        swarm: 2 agents on 1 slot, prefix 1000, 3 turns of 100 + 64 tokens; one shared context

        wall time             5.5  s         from the first task given to the last run ended
        decode               31.5  tokens/s  of all agents together, while at least one generated
        prefilled          1203    tokens    of prompts, computed
        reused             1000    tokens    of prompts, found in the KV
        generated           128    tokens
        first token, mean     1.5  s         from the start to an agent's first token
        first token, max      2.0  s         the agent that waited longest
        peak memory         156.3  MB        resident at most
        model              m
        libllama           0.5.0
        threads               2              that compute
        own share             1.0  %         of the decode thread's busy time, not libllama's
        overhead             46.3  MB        of the peak beyond the model (100 MB) and the KV (10 MB)

        """)
  }

  @Test func `A newcomer's gaps stand behind, in milliseconds and in steps`() throws {
    var report = BenchReport(title: "")
    let gaps = try #require(
      GapStatistics(
        ordinary: [[0, 0.05, 0.1].map(moment)], disturbed: [[1, 1.2].map(moment)], prefill: (moment(1), moment(2))))
    report.add(gaps, newcomerSeconds: 1.234)
    #expect(report.json.text == #"{"step_ms":50.0,"longest_gap_ms":200.0,"gap_steps":4.0,"newcomer_ttft_s":1.23}"#)
  }

  @Test func `More agents than the KV holds are compared with one that holds them all`() throws {
    var report = BenchReport(title: "")
    report.add(residents: 16, outcome(seconds: 11), everybody: outcome(seconds: 10))
    #expect(
      report.json.text
        == #"{"residents":16,"restored":77,"everybody_wall_s":10.0,"everybody_prefilled":1203,"ratio":1.1}"#)
  }

  @Test func `Permits are told without a model`() throws {
    let report = BenchReport(
      try amounts { $0.bench.workload = .permits }, permits: .init(permit: 120.4, grant: 512.2, handOver: 4321.6))
    #expect(
      report.json.text
        == #"{"workload":"permits","waiters":1000,"permit_ns":120,"grant_ns":512,"handover_ns":4322}"#)
  }

  @Test func `A model's name moves no cursor`() {
    var report = BenchReport(title: "t")
    report.add("model", .string("a\u{1B}[2Jb\n"), "model")
    #expect(!report.table.contains("\u{1B}"))
    #expect(report.table.split(separator: "\n").count == 2)
  }
}
