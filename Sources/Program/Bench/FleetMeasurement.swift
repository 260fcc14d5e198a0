import Agents
import Inference
import Orchestrator
import Threading

/// A measurement on the program's own way: one shared context, a scheduler, an agent a thread, all told in one stream.
struct FleetMeasurement {
  /// What it found.
  struct Outcome: Sendable {
    var record: BenchRecord
    var start: MonotonicTime
    var end: MonotonicTime
    var facts: ModelFacts
    var meter: StepMeter
    /// The KV at the end, with what was computed and brought back until then.
    var memory: MemorySnapshot
    var peakMegabytes: Double

    var seconds: Double { end.seconds(since: start) }
  }

  var config: InferenceConfig
  let amounts: BenchAmounts
  let progress: BenchProgress
  let interruption: Cancellation

  /// Loads the model, lets every agent do its work, and frees the model.
  ///
  /// - Parameters:
  ///   - what: said in front of the progress, where there are several measurements in one.
  ///   - makeAgent: makes an agent that takes its number as its task.
  /// - Throws: an error when a run did not come to its end; when interrupted, any.
  func run(
    what: String = "", makeAgent: @escaping @Sendable (AgentBlueprint, BenchWork) -> any FleetAgent
  ) throws -> Outcome {
    let engine = try InferenceEngine.load(config) { fraction in
      progress.load(fraction)
      return !interruption.isCancelled
    }
    let facts = engine.facts
    let work = BenchWork(
      amounts: amounts, prompt: BenchPrompt(vocabularySize: facts.vocabularySize), record: Monitor(BenchRecord()),
      progress: progress)
    let events = try EventStream()
    let tally = Monitor(RunTally())
    let mailbox = events.observe(.join())
    let reader = try WorkerThread(name: "bench") {
      while let events = mailbox.waitForEvents() {
        tally.withLock { tally in for event in events { tally.count(event) } }
      }
    }
    let fleet = try Fleet(
      settings: FleetSettings(agents: amounts.agents, slots: amounts.slots, model: config.modelPath),
      session: SessionID.make(), events: events, makeAgent: { makeAgent($0, work) })
    let registration = interruption.onCancel { fleet.stopAll() }
    defer { interruption.removeHandler(registration) }
    try fleet.attach(engine)
    progress.begin(agents: amounts.agents, turns: amounts.turns, what: what)
    let names = fleet.snapshot().agents.map(\.name)
    let start = MonotonicTime.now
    for (number, name) in names.enumerated() { _ = try fleet.submit(String(number), to: .agent(name)) }
    // Who interrupted before all tasks were there stopped only those that were.
    if interruption.isCancelled { fleet.stopAll() }
    fleet.waitUntilIdle()
    let end = MonotonicTime.now
    let peak = ProcessMemory.peakMegabytes
    fleet.shutdown()
    reader.join()
    let ended = tally.withLock { $0 }
    if let failure = ended.failures.first { throw InferenceError(.decodeFailed, failure) }
    guard ended.ended[.done] == amounts.agents else {
      throw InferenceError(.cancelled, "not every run came to its end: \(ended.sentence)")
    }
    return Outcome(
      record: work.record.withLock { $0 }, start: start, end: end, facts: facts, meter: engine.meter,
      memory: engine.memorySnapshot(), peakMegabytes: peak)
  }
}
