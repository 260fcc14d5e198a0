import Inference
import System
import TerminalUI

/// How much work a measurement does: what was given, and for the rest what suits the workload. What cannot be measured
/// is refused here, before a model is loaded.
struct BenchAmounts: Sendable, Equatable {
  let workload: ResolvedOptions.Workload
  let design: ResolvedOptions.Design
  var agents: Int
  var slots: Int
  /// Tokens that all agents share.
  var prefix: Int
  /// Tokens of its own that an agent appends each turn.
  var turn: Int
  /// Tokens generated each turn.
  var generate: Int
  var turns: Int
  /// Agents whose KV there is room for.
  var residents: Int
  /// Threads that wait for a slot.
  var waiters: Int
  /// Lines of a transcript.
  var lines: Int

  /// - Throws: `UsageError` where the amounts contradict each other.
  init(_ options: ResolvedOptions) throws(UsageError) {
    let given = options.bench
    workload = given.workload
    design = given.design
    // An agent of 200 holds few tokens of its own, so that all of them fit once for comparison, and the whole takes minutes.
    let usual: (agents: Int, prefix: Int, turn: Int, generate: Int, turns: Int) =
      switch given.workload {
      case .decode: (options.agents, 1000, 100, 64, 1)
      case .swarm: (options.agents, 1000, 100, 64, 3)
      case .newcomer: (8, 128, 2000, 64, 1)
      case .residents: (200, 64, 16, 8, 3)
      case .permits, .transcript: (1, 0, 1, 1, 1)
      }
    agents = options.givenAgents ?? usual.agents
    prefix = given.prefix ?? usual.prefix
    turn = given.turn ?? usual.turn
    generate = given.generate ?? usual.generate
    turns = usual.turns == 1 ? 1 : given.turns ?? usual.turns
    residents = given.residents ?? 16
    waiters = given.waiters ?? 1000
    lines = given.lines ?? 1_000_000
    slots = options.slots ?? (given.workload == .residents ? min(8, agents) : agents)
    try check()
  }

  /// Tokens that one agent needs: a few more than it uses, as the raw loop has it.
  var contextLength: Int {
    let tokens =
      switch workload {
      case .decode, .swarm, .residents, .permits, .transcript: prefix + turns * (turn + generate) + 8
      // Who streams goes on for as long as the newcomer's prompt takes, a token a step.
      case .newcomer: prefix + 1 + generate + longestStream + 8
      }
    return max(InferenceConfig.contextLengths.lowerBound, tokens)
  }

  /// Most tokens that an agent streams while the newcomer prefills: each step takes at least one token of its prompt.
  var longestStream: Int { turn + 64 }

  /// What is measured, for people.
  var title: String {
    let agents = "\(agents) \(agents == 1 ? "agent" : "agents") on \(slots) \(slots == 1 ? "slot" : "slots")"
    let way = design == .shared ? "one shared context" : "a pool of contexts, each cleared when it is given back"
    let turns = "\(self.turns) \(self.turns == 1 ? "turn" : "turns") of \(turn) + \(generate) tokens"
    return switch workload {
    case .decode, .swarm: "\(workload.rawValue): \(agents), prefix \(prefix), \(turns); \(way)"
    case .newcomer:
      "newcomer: \(self.agents - 1) stream on a prefix of \(prefix), and one comes with \(turn) tokens to prefill"
    case .residents: "residents: \(agents), KV for \(residents), prefix \(prefix), \(turns)"
    case .permits: "permits: a slot taken and given back; then \(waiters) threads wait for one"
    case .transcript: "transcript: an agent with \(lines) lines or a few more, on a screen of 120×40"
    }
  }

  private func check() throws(UsageError) {
    switch workload {
    case .decode, .swarm, .permits, .transcript: break
    case .newcomer:
      guard agents >= 2 else {
        throw UsageError(
          "--workload newcomer needs 2 agents or more, those who stream and the newcomer, but --agents \(agents) was given."
        )
      }
      guard slots >= agents else {
        throw UsageError(
          "--workload newcomer needs a slot for each of its \(agents) agents, but --slots \(slots) was given.")
      }
      guard generate >= 8 else {
        throw UsageError(
          "--workload newcomer takes the ordinary step from at least 8 tokens, but --generate \(generate) was given.")
      }
    case .residents:
      guard residents < agents else {
        throw UsageError(
          "A KV for \(residents) holds all \(agents) agents, and nothing would be put away; give fewer with --residents."
        )
      }
    }
    guard design == .shared || workload == .decode || workload == .swarm else {
      throw UsageError("--design contexts measures decode and swarm; leave it out for \(workload.rawValue).")
    }
  }

  /// Refuses what this model cannot do, as far as its header tells.
  ///
  /// - Parameter allowedBytes: what the KV may take.
  func check(_ header: ModelHeader, _ config: InferenceConfig) throws(UsageError) {
    if let trained = header.trainedContext, contextLength > trained {
      throw UsageError(
        "These amounts take a context of \(contextLength) tokens, and the model was trained on \(trained); give fewer with --prefix, --turn, --generate or --turns."
      )
    }
    guard let bytes = header.cacheBytesPerToken(keys: config.keyType, values: config.valueType) else { return }
    let sequences = workload == .residents ? agents : 1
    let (needed, isBeyond) = (contextLength * sequences).multipliedReportingOverflow(by: bytes)
    guard isBeyond || needed > config.allowedCacheBytes else { return }
    let whose = sequences == 1 ? "one agent" : "all \(agents) agents, which is the comparison,"
    let which = config.kvBudget == nil ? "a quarter of this machine's memory" : "--kv-budget"
    throw UsageError(
      "The KV of \(whose) takes \(isBeyond ? "more than there is" : Figures.bytes(needed)), and \(which) is \(Figures.bytes(config.allowedCacheBytes)); give fewer agents or tokens."
    )
  }
}
