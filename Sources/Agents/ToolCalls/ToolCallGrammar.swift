// A tool call that the sampler cannot write wrong: its name is one of those offered, its arguments are those of
// that tool's schema, in the schema's order. The form is the one that models are trained on, a line break at
// either end included; line breaks are free but bounded, because free space is what small models get lost in.

public import Inference
import OrderedJSON

/// What a model may write as tool calls, as GBNF grammars with the rule `root`.
public enum ToolCallGrammar {
  /// Most calls of one generation.
  public static let maxCalls = 8

  /// What may follow the marker `<tool_call>`: a call up to and including `</tool_call>`, and further calls.
  public static func afterMarker(_ tools: [any Tool]) -> String {
    text(tools, root: "body more")
  }

  /// One call at least from the first token on, marker included.
  public static func fromFirstToken(_ tools: [any Tool]) -> String {
    text(tools, root: "\(GrammarRules.literal(ToolMarkup.callStart)) body more")
  }

  /// The constraint for a generation in which these tools are offered: free text until a call begins, or a call
  /// from the first token on.
  public static func constraint(_ tools: [any Tool], isCallRequired: Bool = false) -> GenerationConstraint {
    guard !tools.isEmpty else { return .none }
    if isCallRequired { return .whole(grammar: fromFirstToken(tools)) }
    return .after(marker: ToolMarkup.callStart, grammar: afterMarker(tools))
  }

  private static func text(_ tools: [any Tool], root: String) -> String {
    var rules = GrammarRules()
    _ = rules.define("root") { _ in root }
    _ = rules.define("body") { rules in
      let calls = tools.enumerated().map { index, tool in call(tool, number: index + 1, in: &rules) }
      return "nl (\(calls.joined(separator: " | "))) nl \(GrammarRules.literal(ToolMarkup.callEnd))"
    }
    _ = rules.define("more") { _ in
      "(nl nl \(GrammarRules.literal(ToolMarkup.callStart)) body){0,\(maxCalls - 1)}"
    }
    _ = rules.define("nl") { _ in #""\n"?"# }
    _ = rules.define("sp") { _ in #"" "?"# }
    return rules.text
  }

  /// A rule of its own for each tool; named after its place, because a tool's name may hold what a rule's cannot.
  private static func call(_ tool: any Tool, number: Int, in rules: inout GrammarRules) -> String {
    rules.define("call-\(number)") { rules in
      let arguments = tool.parameters.grammarRule(in: &rules, style: .either)
      let name = GrammarRules.literal(JSON.string(tool.name).text + ",")
      return #""{\"name\":" sp \#(name) sp "\"arguments\":" sp \#(arguments) "}""#
    }
  }
}
