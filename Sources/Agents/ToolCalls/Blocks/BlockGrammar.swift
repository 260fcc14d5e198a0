/// What a model may write from the first token on where a block is required, as a GBNF grammar with the rule `root`.
///
/// It holds the frame: which block, a path before a file, and the line that closes it. What stands inside a file or a
/// command is free, but for lines that begin with three backticks.
enum BlockGrammar {
  /// One block of one of these tools.
  ///
  /// - Parameter paths: the files that may be written; none: any. A model that would rather speak begins a path with the
  ///   first word of its sentence.
  static func fromFirstToken(_ tools: [any Tool], paths: [String] = []) -> String {
    var rules = GrammarRules()
    _ = rules.define("root") { rules in
      let blocks = tools.map { tool in
        switch tool.name {
        case "write": return "path \"\\n```\" language \"\\n\" inside"
        case "bash": return "\"```bash\\n\" inside"
        // Its arguments as one JSON object, which is right by its schema.
        default:
          let arguments = tool.parameters.grammarRule(in: &rules, style: .either)
          return GrammarRules.literal("```\(tool.name)\n") + " \(arguments) \"\\n\""
        }
      }
      return "(\(blocks.joined(separator: " | "))) \"```\" \"\\n\"?"
    }
    if tools.contains(where: { $0.name == "write" }) {
      _ = rules.define("path") { _ in
        paths.isEmpty
          ? "[A-Za-z0-9_.] [A-Za-z0-9_./-]{0,200}" : paths.map(GrammarRules.literal).joined(separator: " | ")
      }
      _ = rules.define("language") { _ in "[a-z0-9+]{0,12}" }
    }
    _ = rules.define("inside") { _ in "line line*" }
    _ = rules.define("line") { _ in #"(([^`\n] | "`" [^`\n] | "``" [^`\n]) [^\n]*)? "\n""# }
    return rules.text
  }
}
