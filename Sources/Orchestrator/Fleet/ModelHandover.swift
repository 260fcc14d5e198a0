// What comes along when another model takes over, and what does not: decided here, without threads or engines.
//
//   conversation    comes along as text; the new model's template says it, its tokenizer counts it
//   KV              stays behind: what was said is computed again, for each agent when it next speaks
//   tools, rules    are ours, not the model's: they come along
//   slots           come along as they are now, not as they were at the start
//   a chat template of one's own was for a model's sake: it stays behind, and the new model brings its own
//   other options   come along, and what the new model cannot do with them is refused before it is loaded

import Inference

/// A change from one model to another.
struct ModelHandover {
  let before: ModelFacts
  let config: InferenceConfig
  private let leavesTemplate: Bool

  /// - Parameters:
  ///   - config: as the options would load the model in a new start.
  ///   - agents: how many there are now.
  ///   - slots: how many there are now.
  init(from before: ModelFacts, to config: InferenceConfig, agents: Int, slots: Int) {
    self.before = before
    leavesTemplate = config.chatTemplate != .model
    self.config = config.fitting(agents: agents, slots: slots) { $0.chatTemplate = .model }
  }

  /// What is told of it.
  ///
  /// - Parameter prompts: what each agent has said, in tokens of the new model; in the order of the agents.
  func change(to facts: ModelFacts, prompts: [(agent: String, tokens: Int)]) -> ModelChange {
    let spoken = prompts.filter { $0.tokens > 0 }
    var notes: [String] = []
    if !spoken.isEmpty {
      let tokens = spoken.reduce(0) { $0 + $1.tokens }
      let each = spoken.count == 1 ? "when it next speaks" : "each when it next speaks"
      notes.append(
        "what \(Self.list(spoken.map(\.agent))) said (\(tokens) tokens) is computed again, \(each)")
    }
    if facts.contextLength < before.contextLength {
      notes.append("an agent may use \(facts.contextLength) tokens now, and not \(before.contextLength)")
    }
    for (agent, tokens) in spoken where tokens > facts.contextLength {
      notes.append(
        "the conversation of \(agent) has \(tokens) tokens, more than these: "
          + "its older part is summarised first, if that fits")
    }
    if leavesTemplate {
      notes.append("the chat template given for the model before stays behind; this one brings its own")
    }
    return ModelChange(model: facts.path, before: before.path, context: facts.contextLength, notes: notes)
  }

  /// Why the model did not take over.
  func failure(_ reason: any Error) -> String {
    "\(reason); the agents stay with \(before.name)"
  }

  /// `ada`, `ada and bob`, `ada, bob and 5 others`.
  private static func list(_ names: [String]) -> String {
    switch names.count {
    case 0...1: names.first ?? ""
    case 2...3: names.dropLast().joined(separator: ", ") + " and " + names[names.count - 1]
    default: names[0] + ", " + names[1] + " and \(names.count - 2) others"
    }
  }
}

extension InferenceConfig {
  /// The same for a fleet that has grown since the options were read.
  func fitting(agents: Int, slots: Int, _ change: (inout InferenceConfig) -> Void = { _ in }) -> InferenceConfig {
    var config = self
    config.sequences = max(config.sequences, agents)
    config.slots = slots
    change(&config)
    return config
  }
}
