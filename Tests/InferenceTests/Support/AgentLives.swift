import Threading

@testable import Inference

/// Lets agents open, submit, cancel and close at random beside the steps of a core, and compares every generation
/// with what it gives alone. One seed is one life.
struct AgentLives {
  /// What happened, so that a test can tell that it has tested something.
  struct Seen {
    var finished = 0, cancelled = 0, closed = 0, failed = 0, shared = 0, waiting = 0, paused = 0
    var restored = 0, fetching = 0

    mutating func add(_ other: Seen) {
      finished += other.finished
      cancelled += other.cancelled
      closed += other.closed
      failed += other.failed
      shared += other.shared
      waiting += other.waiting
      paused += other.paused
      restored += other.restored
      fetching += other.fetching
    }
  }

  private struct Agent {
    var lane: Int
    var history: [Token]
    var job: GenerationJob?
    var isCancelled = false
    var firstDisturbance = 0
  }

  private let fake: FakeCore
  private let archive: FakeArchive?
  private let disturbances: Bool
  private var random: RandomNumbers
  private var agents: [Agent] = []
  private var lanes = 0
  private(set) var problems: [String] = []
  private(set) var seen = Seen()
  private let systems: [[Token]]

  init(_ arrangement: DecodeScheduleTests.Arrangement, seed: UInt64, disturbances: Bool = false) {
    self.disturbances = disturbances
    random = RandomNumbers(seed: seed)
    systems = [tokens(25, seed: 1), tokens(25, seed: 1) + tokens(12, seed: 2), tokens(18, seed: 3)]
    let dice = Monitor(RandomNumbers(seed: seed &+ 2))
    let isFailing = disturbances
    archive =
      arrangement.saving.disk == 0
      ? nil : FakeArchive { isFailing && dice.withLock { Int.random(in: 0..<4, using: &$0) } == 0 }
    fake = FakeCore(
      .init(
        cells: arrangement.cells, sequences: arrangement.sequences, batchTokens: arrangement.batchTokens,
        outputs: arrangement.sequences, forgetsParts: arrangement.forgetsParts, sharesParts: arrangement.sharesParts),
      contextLength: arrangement.contextLength, prefillChunk: arrangement.prefillChunk, saving: arrangement.saving,
      archive: archive)
    var window = RandomNumbers(seed: seed &+ 3)
    fake.backend.refusesToShare = { arrangement.losesBeginnings && Bool.random(using: &window) }
    for _ in 0..<arrangement.agents { agents.append(newcomer()) }
    if disturbances {
      fake.backend.takesBack = { dice.withLock { Int.random(in: 0..<5, using: &$0) } > 0 }
      var dice = RandomNumbers(seed: seed &+ 1)
      fake.backend.outcome = {
        switch Int.random(in: 0..<60, using: &dice) {
        case 0: .failed(-3)
        case 1...4: .noRoom
        default: .done
        }
      }
    }
  }

  /// So many turns of the dice, then until everybody has finished.
  mutating func live(turns: Int) {
    for _ in 0..<turns where problems.isEmpty {
      let index = Int.random(in: agents.indices, using: &random)
      switch Int.random(in: 0..<100, using: &random) {
      case 0..<55: if agents[index].job == nil { submit(index) }
      case 55..<63: cancel(index)
      case 63..<67: close(index)
      default: break
      }
      for _ in 0..<Int.random(in: 0...5, using: &random) { step() }
    }
    var left = 20_000
    while fake.core.hasWork, problems.isEmpty, left > 0 {
      step()
      left -= 1
    }
    if left == 0 { problems.append("it does not come to an end") }
    for index in agents.indices where agents[index].job != nil { problems.append("\(agents[index].lane) never ended") }
    seen.shared = fake.backend.sharedTokens
    seen.restored = fake.backend.restoredTokens
  }

  private mutating func newcomer() -> Agent {
    lanes += 1
    fake.open(lanes)
    return Agent(lane: lanes, history: systems[Int.random(in: systems.indices, using: &random)])
  }

  private mutating func submit(_ index: Int) {
    var prompt = agents[index].history
    if Int.random(in: 0..<6, using: &random) == 0 {
      prompt.removeLast(Int.random(in: 0..<prompt.count, using: &random))  // the past is rewritten
    }
    prompt += tokens(Int.random(in: 1...12, using: &random), seed: Int.random(in: 0..<5, using: &random))
    if prompt.count >= fake.contextLength {
      prompt = systems[Int.random(in: systems.indices, using: &random)] + [Token(1 + index)]
    }
    agents[index].history = prompt
    agents[index].isCancelled = false
    agents[index].firstDisturbance = fake.backend.disturbed.count
    agents[index].job = fake.submit(
      agents[index].lane, prompt, maxTokens: Int.random(in: 1...40, using: &random), ignoresEnd: false)
  }

  private mutating func cancel(_ index: Int) {
    guard let job = agents[index].job else { return }
    job.cancel()
    agents[index].isCancelled = true
  }

  private mutating func close(_ index: Int) {
    fake.core.close(LaneID(value: agents[index].lane))
    seen.closed += 1
    if let job = agents[index].job {
      do throws(InferenceError) {
        _ = try job.wait { _ in }
        problems.append("\(agents[index].lane) was closed and its generation ended well")
      } catch {
        if error.code != .closed { problems.append("closed: \(error)") }
      }
    }
    agents[index] = newcomer()
    problems += fake.contradictions()
  }

  private mutating func step() {
    guard fake.core.hasWork else { return }
    for index in agents.indices {
      guard let work = fake.lane(agents[index].lane)?.work else { continue }
      switch work.phase {
      case .waiting: seen.waiting += 1
      case .paused: seen.paused += 1
      case .fetching: seen.fetching += 1
      case .planning, .running: break
      }
    }
    // The disk answers now and then, and at the latest when nothing else goes on.
    if Int.random(in: 0..<3, using: &random) == 0 { listen() }
    let moved = fake.core.step()
    let states = fake.core.saved
    if states.memoryBytes > states.budget.memory { problems.append("\(states.memoryBytes) bytes are kept in memory") }
    if let archive, archive.mostBytes > states.budget.disk { problems.append("\(archive.mostBytes) bytes are on disk") }
    if !moved, fake.core.hasWork, !listen() { problems.append("it stands still") }
    problems += fake.contradictions()
    for index in agents.indices where fake.lane(agents[index].lane)?.work == nil { judge(index) }
  }

  @discardableResult
  private func listen() -> Bool {
    let news = archive?.takeNews() ?? []
    for item in news { fake.core.hear(item) }
    return !news.isEmpty
  }

  /// Compares an ended generation with what it gives alone.
  private mutating func judge(_ index: Int) {
    guard let job = agents[index].job else { return }
    agents[index].job = nil
    let alone = FakeModel.alone(
      job.prompt, maxTokens: job.maxTokens, contextLength: fake.contextLength, cells: fake.backend.limits.cells)
    let disturbed = fake.backend.disturbed[agents[index].firstDisturbance...]
    do throws(InferenceError) {
      var prefill: GenerationEvent?
      let result = try job.wait { if case .prefill = $0 { prefill = $0 } }
      let name = "agent \(agents[index].lane), prompt \(job.prompt.count), max \(job.maxTokens)"
      if result.text != FakeModel.text(of: result.tokens) { problems.append("\(name): text \(result.text)") }
      let expected = alone ?? FakeModel.Alone(reason: .contextFull, tokens: [])
      if result.reason == .cancelled || (result.reason == .contextFull && !disturbed.isEmpty) {
        if result.reason == .cancelled, !agents[index].isCancelled { problems.append("\(name): nobody cancelled it") }
        if !expected.tokens.starts(with: result.tokens) {
          problems.append("\(name): \(result) is no part of \(expected)")
        }
        seen.cancelled += result.reason == .cancelled ? 1 : 0
      } else if FakeModel.Alone(reason: result.reason, tokens: result.tokens) != expected {
        problems.append("\(name): \(result.reason) \(result.tokens), alone \(expected)")
      } else {
        seen.finished += 1
        if case .prefill(let done, let total, let reused)? = prefill {
          if done != total || reused != result.reusedTokens || reused >= total {
            problems.append("\(name): \(prefill!)")
          }
        } else {
          problems.append("\(name): no report of its prefill")
        }
      }
      agents[index].history = job.prompt + result.tokens
    } catch {
      judge(error, of: job, alone: alone, disturbed: Array(disturbed))
      agents[index].history = systems[0]
    }
  }

  private mutating func judge(
    _ error: InferenceError, of job: GenerationJob, alone: FakeModel.Alone?,
    disturbed: [(outcome: DecodeOutcome, lanes: Set<LaneID>)]
  ) {
    switch error.code {
    case .contextFull:
      if alone == nil { return }
      if !disturbed.contains(where: { $0.outcome == .noRoom }) { problems.append("\(job.lane): \(error)") }
    case .decodeFailed:
      seen.failed += 1
      if !disturbed.contains(where: { $0.outcome == .failed(-3) && $0.lanes.contains(job.lane) }) {
        problems.append("\(job.lane) was in no step that failed: \(error)")
      }
    default:
      problems.append("\(job.lane): \(error)")
    }
  }
}
