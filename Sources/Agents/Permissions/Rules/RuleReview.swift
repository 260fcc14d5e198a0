/// What is wrong with rules that are all well formed: one that can never count says something else than whoever wrote
/// it believes, and for a rule that forbids that is a hole.
public struct RuleReview: Sendable {
  /// A sentence for each rule that can never match or that another contradicts; in the order of the rules.
  public let sentences: [String]

  /// - Parameters:
  ///   - rules: in the order in which they count.
  ///   - tools: the names of all tools.
  public init(_ rules: [PermissionRule], tools: [String]) {
    sentences = rules.indices.compactMap { index in
      let rule = rules[index]
      if rule.tool != "*", !tools.contains(rule.tool) {
        return "The rule '\(rule)' speaks of no tool: there are \(tools.joined(separator: ", "))."
      }
      if let reason = Self.reasonNeverToMatch(rule) { return "The rule '\(rule)' can never match: \(reason)." }
      guard let later = rules[(index + 1)...].first(where: { Self.covers($0, rule) && $0.ruling != rule.ruling }) else {
        return nil
      }
      return later.text == rule.text
        ? "The rule '\(rule)' is contradicted by '\(later)', which counts since it comes later."
        : "The rule '\(rule)' never counts: '\(later)' comes later and speaks of all that it speaks of."
    }
  }

  /// Whether the one speaks of all that the other does.
  private static func covers(_ wide: PermissionRule, _ narrow: PermissionRule) -> Bool {
    guard !wide.onlyNarrows, wide.tool == "*" || wide.tool == narrow.tool else { return false }
    guard let pattern = wide.pattern else { return true }
    return pattern == narrow.pattern || wide.tool == "bash" && CommandPattern(pattern).isUniversal
  }

  private static func reasonNeverToMatch(_ rule: PermissionRule) -> String? {
    guard let pattern = rule.pattern else { return nil }
    switch rule.tool {
    case "bash":
      let command = CommandPattern(pattern)
      guard rule.ruling == .allow, !command.isExact else { return nil }
      // Rules that allow are compared with one program at a time.
      let signs = [" | ", " && ", " || ", "; ", " > ", " < ", " >> "]
      return signs.first(where: pattern.contains).map {
        "what is allowed with a '*' is one program with its arguments, and holds no '\($0.filter { $0 != " " })'"
      }
    case "read", "write", "edit", "list", "glob", "grep":
      return pattern.pathNames.contains("..") ? "paths are compared without '..'" : nil
    default:
      return nil
    }
  }
}
