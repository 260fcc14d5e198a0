@testable import Inference

/// Agents that speak, go on, rewrite their past, are stopped and leave, at random beside the steps of a core over a real
/// context; every generation is compared with what the oracle says. One seed is one life.
struct TinyLives {
  struct Seen {
    var finished = 0, cancelled = 0, reused = 0, waiting = 0, restored = 0

    mutating func add(_ other: Seen) {
      finished += other.finished
      cancelled += other.cancelled
      reused += other.reused
      waiting += other.waiting
      restored += other.restored
    }
  }

  private struct Agent {
    var lane: Int
    var history: [Token]
    var job: GenerationJob?
  }

  private let tiny: TinyCore
  private let oracle: Oracle
  private let contextLength: Int
  private var random: RandomNumbers
  private var agents: [Agent] = []
  private var lanes = 0
  private let systems: [[Token]]
  private(set) var problems: [String] = []
  private(set) var seen = Seen()

  init(_ kind: TinyModel, oracle: Oracle, agents count: Int, seed: UInt64, _ arrangement: TinyCore.Arrangement) throws {
    tiny = try TinyCore(kind, model: oracle.model, arrangement)
    self.oracle = oracle
    contextLength = arrangement.contextLength
    random = RandomNumbers(seed: seed)
    systems = [tinyTokens(60, seed: 1), tinyTokens(60, seed: 1) + tinyTokens(25, seed: 2), tinyTokens(40, seed: 3)]
    for _ in 0..<count { agents.append(newcomer()) }
  }

  /// Everybody begins, then come so many turns of the dice, then everybody finishes.
  mutating func live(turns: Int) throws {
    for index in agents.indices { try submit(index) }
    for _ in 0..<turns where problems.isEmpty {
      let index = Int.random(in: agents.indices, using: &random)
      switch Int.random(in: 0..<100, using: &random) {
      case 0..<60: if agents[index].job == nil { try submit(index) }
      case 60..<66: agents[index].job?.cancel()
      case 66..<70: try leave(index)
      default: break
      }
      for _ in 0..<Int.random(in: 0...8, using: &random) { try step() }
    }
    var left = 20_000
    while tiny.core.hasWork, problems.isEmpty, left > 0 {
      try step()
      left -= 1
    }
    if left == 0 { problems.append("it does not come to an end") }
    seen.restored = tiny.core.restoredTokens
  }

  private mutating func newcomer() -> Agent {
    lanes += 1
    tiny.open(lanes)
    return Agent(lane: lanes, history: systems[Int.random(in: systems.indices, using: &random)])
  }

  private mutating func submit(_ index: Int) throws {
    var prompt = agents[index].history
    switch Int.random(in: 0..<6, using: &random) {
    case 0: prompt.removeLast(Int.random(in: 0..<min(prompt.count, 70), using: &random))
    case 1: prompt[Int.random(in: prompt.indices, using: &random)] = 300
    default: break
    }
    prompt += tinyTokens(Int.random(in: 1...20, using: &random), seed: Int.random(in: 0..<5, using: &random))
    if prompt.count > contextLength - 40 {
      prompt = systems[Int.random(in: systems.indices, using: &random)] + [Token(10 + index)]
    }
    agents[index].history = prompt
    agents[index].job = try tiny.submit(
      agents[index].lane, prompt, maxTokens: Int.random(in: 1...12, using: &random))
  }

  private mutating func leave(_ index: Int) throws {
    guard agents[index].job == nil else { return }
    tiny.core.close(LaneID(value: agents[index].lane))
    agents[index] = newcomer()
  }

  private mutating func step() throws {
    guard tiny.core.hasWork else { return }
    for agent in agents {
      if case .waiting? = tiny.lane(agent.lane)?.work?.phase { seen.waiting += 1 }
    }
    let moved = tiny.core.step()
    if !moved && tiny.core.hasWork { problems.append("it stands still") }
    for index in agents.indices where tiny.lane(agents[index].lane)?.work == nil { try judge(index) }
  }

  private mutating func judge(_ index: Int) throws {
    guard let job = agents[index].job else { return }
    agents[index].job = nil
    let result = try job.wait { _ in }
    switch result.reason {
    case .cancelled: seen.cancelled += 1
    case .maxTokens: seen.finished += 1
    case .contextFull, .endOfTurn, .watch: problems.append("agent \(agents[index].lane) ended with \(result.reason)")
    }
    let isWhole = result.reason == .cancelled || result.tokens.count == job.maxTokens
    if try !isWhole || !oracle.says(result.tokens, after: job.prompt) {
      problems.append(
        "agent \(agents[index].lane), prompt of \(job.prompt.count), \(result.reusedTokens) reused: \(result.tokens)")
    }
    seen.reused += result.reusedTokens
    agents[index].history = job.prompt + result.tokens
  }
}
