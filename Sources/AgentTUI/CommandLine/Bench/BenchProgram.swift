// `agent-tui bench`: the same work as the raw loop that it is compared with, through the program's own path.

import Inference
import OrderedJSON
import Orchestrator
import Threading

/// Measures this machine.
struct BenchProgram {
  let options: ResolvedOptions
  let model: String
  let log: MessageLog
  let interruption: Cancellation

  /// Does the work and prints the result. Returns the exit status.
  func run() throws(UsageError) -> Int32 {
    do {
      let report: BenchReport
      switch options.bench.design {
      case .shared: report = try measureFleet()
      case .contexts: report = try measureContexts()
      }
      Output.standard.write(options.format == .json ? report.json.text + "\n" : report.table)
      return 0
    } catch let error as UsageError {
      throw error
    } catch let error as InferenceError where error.code.isUsage {
      throw UsageError(error.description)
    } catch {
      if interruption.isCancelled { return 130 }
      log.say("The measurement failed: \(error)")
      return 1
    }
  }

  /// Tokens that one agent needs: a few more than its turns, as the raw loop has it.
  private var contextLength: Int {
    amounts.prefix + amounts.turns * (amounts.turn + amounts.generate) + 8
  }

  private var amounts: ResolvedOptions.Bench {
    var amounts = options.bench
    if amounts.workload == .decode { amounts.turns = 1 }
    return amounts
  }

  private func config() throws(UsageError) -> InferenceConfig {
    var config = try options.inferenceConfig(model: model)
    config.contextLength = contextLength
    return config
  }

  /// The program's own way: one shared context, a scheduler, an agent a thread, all told in one stream.
  private func measureFleet() throws -> BenchReport {
    let interruption = interruption
    let engine = try InferenceEngine.load(try config()) { _ in !interruption.isCancelled }
    let facts = engine.facts
    let record = Monitor(BenchRecord())
    let work = BenchAgent.Work(prompt: BenchPrompt(vocabularySize: facts.vocabularySize), amounts: amounts)
    let events = try EventStream()
    let tally = Monitor(RunTally())
    let mailbox = events.observe(.join)
    let reader = try WorkerThread(name: "bench") {
      while let events = mailbox.waitForEvents() {
        tally.withLock { tally in for event in events { tally.count(event) } }
      }
    }
    let fleet = try Fleet(
      settings: FleetSettings(agents: options.agents, slots: options.slotCount, model: model),
      session: SessionID.make(), events: events,
      makeAgent: { BenchAgent(name: $0.name, engine: $0.engine, work: work, record: record) })
    let registration = interruption.onCancel { fleet.stopAll() }
    defer { interruption.removeHandler(registration) }
    try fleet.attach(engine)
    let names = fleet.snapshot().agents.map(\.name)
    let start = MonotonicTime.now
    for (number, name) in names.enumerated() { _ = try fleet.submit(String(number), to: .agent(name)) }
    fleet.waitUntilIdle()
    let end = MonotonicTime.now
    fleet.shutdown()
    reader.join()
    if let failure = tally.withLock({ $0.failures.first }) { throw InferenceError(.decodeFailed, failure) }
    if interruption.isCancelled { throw InferenceError(.cancelled, "interrupted") }
    return BenchReport(
      options, record: record.withLock { $0 }, start: start, end: end, peakMegabytes: ProcessMemory.peakMegabytes,
      model: facts.name, libraryVersion: facts.libraryVersion, threads: facts.threads)
  }

  /// For comparison: a pool of contexts, each cleared when it is given back, so that each turn computes its whole
  /// history again.
  private func measureContexts() throws -> BenchReport {
    let pool = try ContextPool(try config(), contexts: options.slotCount, contextLength: contextLength)
    let prompt = BenchPrompt(vocabularySize: pool.vocabularySize)
    let record = Monitor(BenchRecord())
    let failure = Monitor<InferenceError?>(nil)
    let (amounts, interruption) = (amounts, interruption)
    let start = MonotonicTime.now
    let threads = try (0..<options.agents).map { agent in
      try WorkerThread(name: "agent \(agent)", stackBytes: 4 << 20) {
        var tokens = prompt.prefix(amounts.prefix)
        for turn in 0..<amounts.turns where !interruption.isCancelled {
          tokens += prompt.turn(amounts.turn, agent: agent, turn: turn)
          var first: MonotonicTime?
          do throws(InferenceError) {
            let generated = try pool.generate(tokens, count: amounts.generate) { first = $0 }
            let last = MonotonicTime.now
            record.withLock { record in
              record.prefilled += tokens.count
              record.generated += generated.count
              record.intervals.append(.init(first: first ?? last, last: last))
              if turn == 0 { record.firstTokens.append(first ?? last) }
            }
            tokens += generated
          } catch {
            failure.withLock { $0 = error }
            return
          }
        }
      }
    }
    for thread in threads { thread.join() }
    let end = MonotonicTime.now
    if let failure = failure.withLock({ $0 }) { throw failure }
    if interruption.isCancelled { throw InferenceError(.cancelled, "interrupted") }
    return BenchReport(
      options, record: record.withLock { $0 }, start: start, end: end, peakMegabytes: ProcessMemory.peakMegabytes,
      model: model.split(separator: "/").last.map(String.init) ?? model, libraryVersion: InferenceEngine.libraryVersion,
      threads: options.threads ?? Processors.physicalCores)
  }
}
