// What the sampler holds a generation to. Decided once a turn from what the person and the loop want of it; made into a
// grammar when it is known where in its text the generation begins.

import Inference

extension AgentRun {
  /// What a generation must or may write.
  enum Demand {
    /// Anything.
    case free
    /// Anything; where a call begins, a valid one.
    case valid([any Tool])
    /// A call of one of these from the first word on.
    case call([any Tool], paths: [String] = [])
  }

  func demand(_ tools: ToolRegistry) throws(Interruption) -> Demand {
    switch settings.toolChoice {
    case .none:
      return .free
    case .required where !hasCalled:
      guard !tools.isEmpty else {
        throw .failed("a tool call is required, and in the mode \(agent.mode.rawValue) no tool is offered")
      }
      return .call(tools.tools)
    case .tool(let name) where !hasCalled:
      guard let tool = tools[name] else {
        throw .failed("a call of '\(name)' is required, but \(tools.sentence(forMissing: name))")
      }
      return .call([tool])
    case .auto, .required, .tool:
      let acting = tools.tools.filter { mustAct.contains($0.name) }
      if !acting.isEmpty { return .call(acting, paths: likelyPaths()) }
      return approach.form == .native && !tools.isEmpty ? .valid(tools.tools) : .free
    }
  }

  /// - Parameter parser: in the state in which the generation begins.
  func constraint(_ demand: Demand, _ parser: ToolCallParser) -> GenerationConstraint {
    switch (demand, approach.form) {
    case (.free, _), (.valid, .blocks): return .none
    case (.call(let tools, let paths), .blocks):
      return .whole(grammar: BlockGrammar.fromFirstToken(tools, paths: paths))
    case (.valid(let tools), .native):
      let offered = tools.map(OfferedTool.init)
      let grammar = CallGrammar(approach.format, offered, severalCalls: approach.severalCalls)
      if grammar.isTriggered { return .whole(grammar: grammar.afterTrigger) }
      return .triggered(CallTrigger(parser, grammar: grammar, tools: offered))
    case (.call(let tools, _), .native):
      let format = approach.format
      let thought: CallGrammar.Thought =
        parser.isThinking ? .open : format.reasoning.isLearnt && parser.isFresh ? .optional : .none
      let grammar = CallGrammar(
        format, tools.map(OfferedTool.init), severalCalls: approach.severalCalls, thought: thought)
      return .whole(grammar: grammar.whole)
    }
  }

  /// Most tokens of a thought: what is left of the generation's must hold an answer.
  func thoughtLimit(of tokens: Int) -> Int { tokens / 4 * 3 }
}

extension ToolCallParser {
  /// Whether what comes now is a thought.
  var isThinking: Bool { if case .reasoning = state { true } else { false } }
  /// Whether no word has come yet.
  var isFresh: Bool { !hasText && !isBehindCall }
}
