// `agent-tui bench`: the same work as the raw loop that it is compared with, through the program's own path.

import AgentTUI
import Inference
import OrderedJSON
import Orchestrator
import Threading

/// Measures this machine.
struct BenchProgram {
  let options: ResolvedOptions
  let environment: ProgramEnvironment
  let log: MessageLog
  let interruption: Cancellation

  /// Does the work and prints the result. Returns the exit status: 0 done, 1 it failed, 130 interrupted.
  func run() throws(UsageError) -> Int32 {
    let amounts = try BenchAmounts(options)
    let config = amounts.workload.needsModel ? try self.config(amounts) : nil
    let line = ProgressLine("starting")
    let report = Result { try measure(amounts, config, BenchProgress(line)) }
    line?.end()
    if interruption.isCancelled {
      log.say("Interrupted: nothing was measured.")
      return 130
    }
    switch report {
    case .success(let report):
      Output.standard.write(options.format == .json ? report.json.text + "\n" : report.table)
      return 0
    case .failure(let error as UsageError): throw error
    case .failure(let error as InferenceError) where error.code.isUsage: throw UsageError(error.description)
    case .failure(let error):
      log.say("The measurement failed: \(error)")
      return 1
    }
  }

  /// What to load, for these amounts; refused where the model's header says that it cannot be.
  private func config(_ amounts: BenchAmounts) throws(UsageError) -> InferenceConfig {
    let model = try ModelChoice.choose(options, from: ModelFinder(environment: environment).candidates())
    if let note = model.note { log.say(note) }
    var config = try options.inferenceConfig(model: model.path)
    config.sequences = amounts.agents
    config.slots = amounts.slots
    config.contextLength = amounts.contextLength
    if let header = ModelHeader.read(model.path) { try amounts.check(header, config) }
    return config
  }

  private func measure(
    _ amounts: BenchAmounts, _ config: InferenceConfig?, _ progress: BenchProgress
  ) throws -> BenchReport {
    guard let config else {
      if amounts.workload == .transcript {
        let transcript = TranscriptMeasurement(
          lines: amounts.lines, folder: "\(ProgramPaths(environment).stateFolder)/bench")
        return BenchReport(amounts, transcript: try transcript.run(progress, interruption: interruption))
      }
      let permits = PermitMeasurement(waiters: amounts.waiters)
      return BenchReport(amounts, permits: try permits.run(progress, interruption: interruption))
    }
    if amounts.design == .contexts { return try measurePool(amounts, config, progress) }
    let fleet = FleetMeasurement(config: config, amounts: amounts, progress: progress, interruption: interruption)
    switch amounts.workload {
    case .decode, .swarm, .permits, .transcript:
      return BenchReport(amounts, try fleet.run { BenchAgent(name: $0.name, engine: $0.engine, work: $1) })
    case .newcomer:
      return try measureNewcomer(amounts, fleet)
    case .residents:
      return try measureResidents(amounts, fleet)
    }
  }

  private func measureNewcomer(_ amounts: BenchAmounts, _ fleet: FleetMeasurement) throws -> BenchReport {
    let stage = NewcomerStage(streamers: amounts.agents - 1)
    let outcome = try fleet.run { NewcomerAgent(name: $0.name, engine: $0.engine, work: $1, stage: stage) }
    guard let gaps = stage.statistics, let seconds = stage.newcomerSeconds else {
      throw InferenceError(
        .decodeFailed, "there was no moment at which all streamed; give more tokens with --generate")
    }
    var report = BenchReport(amounts, outcome)
    report.add(gaps, newcomerSeconds: seconds)
    return report
  }

  private func measureResidents(_ amounts: BenchAmounts, _ fleet: FleetMeasurement) throws -> BenchReport {
    var few = fleet
    few.config.sequences = amounts.residents
    let outcome = try few.run(what: "KV for \(amounts.residents): ") {
      BenchAgent(name: $0.name, engine: $0.engine, work: $1)
    }
    let everybody = try fleet.run(what: "KV for all: ") { BenchAgent(name: $0.name, engine: $0.engine, work: $1) }
    var report = BenchReport(amounts, outcome)
    report.add(residents: amounts.residents, outcome, everybody: everybody)
    return report
  }

  private func measurePool(
    _ amounts: BenchAmounts, _ config: InferenceConfig, _ progress: BenchProgress
  ) throws -> BenchReport {
    let pool = PoolMeasurement(config: config, amounts: amounts, progress: progress, interruption: interruption)
    let (record, start, end) = try pool.run()
    return BenchReport(
      amounts, record, start: start, end: end, peakMegabytes: ProcessMemory.peakMegabytes,
      setting: .init(
        model: config.modelPath.split(separator: "/").last.map(String.init) ?? config.modelPath,
        libraryVersion: InferenceEngine.libraryVersion, threads: options.threads ?? Processors.physicalCores))
  }
}
