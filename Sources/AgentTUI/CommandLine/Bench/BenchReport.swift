import OrderedJSON
import Threading

/// The result of a measurement.
struct BenchReport: Sendable, Equatable {
  var workload: String
  var design: String
  var agents: Int
  var slots: Int
  var wallSeconds: Double
  var decodeTokensPerSecond: Double
  var prefilled: Int
  var reused: Int
  var generated: Int
  var meanSecondsToFirstToken: Double
  var maxSecondsToFirstToken: Double
  var peakMegabytes: Double
  var model: String
  var libraryVersion: String
  var threads: Int

  /// What `record` says of work that began at `start` and ended at `end`.
  init(
    _ options: ResolvedOptions, record: BenchRecord, start: MonotonicTime, end: MonotonicTime, peakMegabytes: Double,
    model: String, libraryVersion: String, threads: Int
  ) {
    workload = options.bench.workload.rawValue
    design = options.bench.design.rawValue
    agents = options.agents
    slots = options.slotCount
    wallSeconds = end.seconds(since: start)
    let generating = record.generatingSeconds
    decodeTokensPerSecond = generating > 0 ? Double(record.generated) / generating : 0
    prefilled = record.prefilled
    reused = record.reused
    generated = record.generated
    let waits = record.firstTokens.map { $0.seconds(since: start) }
    meanSecondsToFirstToken = waits.isEmpty ? 0 : waits.reduce(0, +) / Double(waits.count)
    maxSecondsToFirstToken = waits.max() ?? 0
    self.peakMegabytes = peakMegabytes
    self.model = model
    self.libraryVersion = libraryVersion
    self.threads = threads
  }

  /// For scripts: the names are a promise.
  var json: JSON {
    [
      "workload": .string(workload), "agents": .integer(agents), "slots": .integer(slots),
      "wall_s": .number(Self.rounded(wallSeconds, 100)), "decode_tps": .number(Self.rounded(decodeTokensPerSecond, 10)),
      "prefilled": .integer(prefilled), "reused": .integer(reused), "generated": .integer(generated),
      "ttft_mean_s": .number(Self.rounded(meanSecondsToFirstToken, 100)),
      "ttft_max_s": .number(Self.rounded(maxSecondsToFirstToken, 100)),
      "peak_rss_mb": .number(Self.rounded(peakMegabytes, 10)), "model": .string(model),
      "llama_version": .string(libraryVersion), "threads": .integer(threads), "design": .string(design),
    ]
  }

  /// For people.
  var table: String {
    let rows: [(String, String)] = [
      ("workload", "\(workload), \(design == "shared" ? "one shared context" : "a pool of contexts")"),
      ("agents, slots", "\(agents), \(slots)"),
      ("wall time", "\(Self.rounded(wallSeconds, 100)) s"),
      ("decode", "\(Self.rounded(decodeTokensPerSecond, 10)) tokens/s, all agents together"),
      ("prefilled", "\(prefilled) tokens"),
      ("reused", "\(reused) tokens"),
      ("generated", "\(generated) tokens"),
      (
        "first token",
        "\(Self.rounded(meanSecondsToFirstToken, 100)) s mean, \(Self.rounded(maxSecondsToFirstToken, 100)) s at most"
      ),
      ("peak memory", "\(Self.rounded(peakMegabytes, 10)) MB"),
      ("model", model),
      ("libllama", "\(libraryVersion), \(threads) threads"),
    ]
    let width = rows.map(\.0.count).max() ?? 0
    return rows.map { $0.0 + String(repeating: " ", count: width - $0.0.count + 2) + $0.1 + "\n" }.joined()
  }

  private static func rounded(_ value: Double, _ parts: Double) -> Double {
    (value * parts).rounded() / parts
  }
}
