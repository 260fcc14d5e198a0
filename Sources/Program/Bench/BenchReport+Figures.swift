import Inference
import OrderedJSON
import Threading

extension BenchReport {
  /// How it was computed.
  struct Setting: Sendable, Equatable {
    var model: String
    var libraryVersion: String
    var threads: Int
  }

  /// The figures that every measurement with a model has; their names and order are fixed.
  init(
    _ amounts: BenchAmounts, _ record: BenchRecord, start: MonotonicTime, end: MonotonicTime, peakMegabytes: Double,
    setting: Setting
  ) {
    self.init(title: amounts.title)
    let waits = record.firstTokens.map { $0.seconds(since: start) }
    let mean = waits.isEmpty ? 0 : waits.reduce(0, +) / Double(waits.count)
    add("workload", .string(amounts.workload.rawValue))
    add("agents", .integer(amounts.agents))
    add("slots", .integer(amounts.slots))
    add(
      "wall_s", Self.figure(end.seconds(since: start), places: 2), "wall time", "s",
      "from the first task given to the last run ended")
    add(
      "decode_tps", Self.figure(record.tokensPerSecond, places: 1), "decode", "tokens/s",
      "of all agents together, while at least one generated")
    add("prefilled", .integer(record.prefilled), "prefilled", "tokens", "of prompts, computed")
    add("reused", .integer(record.reused), "reused", "tokens", "of prompts, found in the KV")
    add("generated", .integer(record.generated), "generated", "tokens")
    add(
      "ttft_mean_s", Self.figure(mean, places: 2), "first token, mean", "s", "from the start to an agent's first token")
    add(
      "ttft_max_s", Self.figure(waits.max() ?? 0, places: 2), "first token, max", "s", "the agent that waited longest")
    add("peak_rss_mb", Self.figure(peakMegabytes, places: 1), "peak memory", "MB", "resident at most")
    add("model", .string(setting.model), "model")
    add("llama_version", .string(setting.libraryVersion), "libllama")
    add("threads", .integer(setting.threads), "threads", "", "that compute")
    add("design", .string(amounts.design.rawValue))
  }

  /// The figures of a measurement through the program's own path.
  init(_ amounts: BenchAmounts, _ outcome: FleetMeasurement.Outcome) {
    var record = outcome.record
    // What the decode thread counted: tokens that were put away and computed again are among them.
    record.prefilled = outcome.memory.computedTokens
    let facts = outcome.facts
    self.init(
      amounts, record, start: outcome.start, end: outcome.end, peakMegabytes: outcome.peakMegabytes,
      setting: Setting(model: facts.name, libraryVersion: facts.libraryVersion, threads: facts.threads))
    let share = outcome.meter.ownShare
    add(
      "own_share", Self.figure(share, places: 4), "own share", "%",
      "of the decode thread's busy time, not libllama's", figure: Self.figure(share * 100, places: 2))
    let (model, cache) = (Double(facts.bytes) / 1_048_576, Double(facts.kvBytes) / 1_048_576)
    add(
      "overhead_mb", Self.figure(outcome.peakMegabytes - model - cache, places: 1), "overhead", "MB",
      "of the peak beyond the model (\(Int(model.rounded())) MB) and the KV (\(Int(cache.rounded())) MB)")
  }

  /// The newcomer's figures.
  mutating func add(_ gaps: GapStatistics, newcomerSeconds: Double) {
    add(
      "step_ms", Self.figure(gaps.step * 1000, places: 2), "ordinary step", "ms",
      "between two tokens of an agent (median)")
    add(
      "longest_gap_ms", Self.figure(gaps.longest * 1000, places: 2), "longest gap", "ms", "while the newcomer prefills")
    add("gap_steps", Self.figure(gaps.steps, places: 2), "longest gap", "steps", "the same in ordinary steps")
    add(
      "newcomer_ttft_s", Self.figure(newcomerSeconds, places: 2), "newcomer", "s", "from its coming to its first token")
  }

  /// The figures of more agents than the KV holds, beside the same work with a KV that holds them all.
  mutating func add(residents: Int, _ few: FleetMeasurement.Outcome, everybody: FleetMeasurement.Outcome) {
    add("residents", .integer(residents))
    add(
      "restored", .integer(few.memory.restoredTokens), "restored", "tokens",
      "that had been put away, brought back without computing")
    add(
      "everybody_wall_s", Self.figure(everybody.seconds, places: 2), "wall time", "s",
      "of the same work with a KV that holds everybody")
    add(
      "everybody_prefilled", .integer(everybody.memory.computedTokens), "prefilled", "tokens", "there")
    let ratio = everybody.seconds > 0 ? few.seconds / everybody.seconds : 0
    add("ratio", Self.figure(ratio, places: 3), "ratio", "", "of the two wall times")
  }

  /// What a long transcript costs.
  init(_ amounts: BenchAmounts, transcript: TranscriptMeasurement.Outcome) {
    self.init(title: amounts.title)
    func milliseconds(_ seconds: Double) -> JSON { Self.figure(seconds * 1000, places: 1) }
    add("workload", .string(amounts.workload.rawValue))
    add("lines", .integer(transcript.lines))
    add(
      "open_ms", milliseconds(transcript.open), "open", "ms", "to the first frame of its end, nothing of it formatted")
    add("start_ms", milliseconds(transcript.start), "start", "ms", "from the key to the frame of its first lines")
    add("page_ms", milliseconds(transcript.page), "a page up", "ms", "in its middle, the longest of 200")
    add("search_ms", milliseconds(transcript.search), "search", "ms", "until every line with a match is counted")
    add("found", .integer(transcript.found), "found", "lines")
    add("common_ms", milliseconds(transcript.commonSearch), "search", "ms", "of a word that most lines have")
    add(
      "memory_mb", Self.figure(transcript.memoryMegabytes, places: 1), "memory", "MB",
      "more at its peak than before the first line")
    add("kept_mb", Self.figure(transcript.keptMegabytes, places: 1), "memory", "MB", "of it when all had been taken in")
    add("journal_mb", Self.figure(transcript.journalMegabytes, places: 1), "journal", "MB")
  }

  /// What permits cost.
  init(_ amounts: BenchAmounts, permits: PermitMeasurement.Outcome) {
    self.init(title: amounts.title)
    add("workload", .string(amounts.workload.rawValue))
    add("waiters", .integer(amounts.waiters))
    add(
      "permit_ns", .integer(Int(permits.permit.rounded())), "permit", "ns",
      "taken and given back, with nobody else there (median)")
    add(
      "grant_ns", .integer(Int(permits.grant.rounded())), "grant", "ns",
      "from one thread's giving it back to its being the next one's (median)")
    add(
      "handover_ns", .integer(Int(permits.handOver.rounded())), "hand-over", "ns",
      "until the next one runs with it: its waking included (median)")
  }
}
