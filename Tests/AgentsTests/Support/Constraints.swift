import Inference

@testable import Agents

extension GenerationConstraint {
  /// What it holds to, to be compared.
  var sketch: String {
    switch self {
    case .none: "free"
    case .whole(let grammar): "whole\n" + grammar
    case .triggered(let trigger): "triggered\n" + (trigger.expected ?? "")
    }
  }

  /// A call of one of these behind the mark that the prompt ends with, in the general format.
  static func required(_ tools: [any Tool]) -> GenerationConstraint {
    .whole(grammar: CallGrammar(.general, tools.map { OfferedTool($0) }).afterTrigger)
  }

  /// Free text up to a call of one of these, in the general format.
  static func valid(_ tools: [any Tool]) -> GenerationConstraint {
    let offered = tools.map { OfferedTool($0) }
    return .triggered(
      CallTrigger(ToolCallParser(tools: ToolRegistry(tools)), grammar: CallGrammar(.general, offered), tools: offered))
  }
}
