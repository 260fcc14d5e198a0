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

  /// What holds a generation.
  struct Hold {
    /// What the prompt ends with, in place of the model's writing it: the mark of a call that must be made. Out of its
    /// grammar's mouth it could come in letters, which is not what the model was trained on.
    var lead = ""
    var constraint = GenerationConstraint.none
  }

  /// - Parameter parser: in the state in which the generation begins.
  func hold(_ demand: Demand, _ parser: ToolCallParser) -> Hold {
    switch (demand, approach.form) {
    case (.free, _), (.valid, .blocks): return Hold()
    case (.call(let tools, let paths), .blocks):
      return Hold(constraint: .whole(grammar: BlockGrammar.fromFirstToken(tools, paths: paths)))
    case (.valid(let tools), .native):
      let offered = tools.map(OfferedTool.init)
      let grammar = CallGrammar(approach.format, offered, severalCalls: approach.severalCalls)
      if grammar.isTriggered { return Hold(constraint: .whole(grammar: grammar.afterTrigger)) }
      return Hold(constraint: .triggered(CallTrigger(parser, grammar: grammar, tools: offered)))
    case (.call(let tools, _), .native):
      let format = approach.format
      let thought: CallGrammar.Thought =
        parser.isThinking ? .open : format.reasoning.isLearnt && parser.isFresh ? .optional : .none
      let grammar = CallGrammar(
        format, tools.map(OfferedTool.init), severalCalls: approach.severalCalls, thought: thought)
      guard thought == .none, parser.isFresh, grammar.beginsWithMark else {
        return Hold(constraint: .whole(grammar: grammar.whole))
      }
      return Hold(lead: grammar.trigger, constraint: .whole(grammar: grammar.afterTrigger))
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
