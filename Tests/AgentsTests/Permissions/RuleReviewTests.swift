import Testing

@testable import Agents

@Suite struct RuleReviewTests {
  @Test(
    arguments: [
      (["allow bash(git *)", "deny bash(git push *)"], []),
      (["deny bash(rm *)", "deny bash"], []),
      (
        ["allow bash(ls)", "deny bash(ls)"],
        ["The rule 'allow bash(ls)' is contradicted by 'deny bash(ls)', which counts since it comes later."]
      ),
      (
        ["deny edit(src/**)", "allow *"],
        ["The rule 'deny edit(src/**)' never counts: 'allow *' comes later and speaks of all that it speaks of."]
      ),
      (
        ["allow bash(a *; b)"],
        [
          "The rule 'allow bash(a *; b)' can never match: what is allowed with a '*' is one program with its arguments, "
            + "and holds no ';'."
        ]
      ),
      (["allow bash(a; b)"], []),
      (["deny bash(curl * | sh)"], []),
      (["deny read(../x)"], ["The rule 'deny read(../x)' can never match: paths are compared without '..'."]),
      (["deny web(x)"], ["The rule 'deny web(x)' speaks of no tool: there are read, edit, bash."]),
    ] as [([String], [String])])
  func aRuleThatNeverCountsIsSaid(texts: [String], sentences: [String]) throws {
    let rules = try texts.map { text in
      let parts = text.split(separator: " ", maxSplits: 1)
      return try PermissionRule(String(parts[1]), ruling: try #require(PermissionRuling(rawValue: String(parts[0]))))
    }
    #expect(RuleReview(rules, tools: ["read", "edit", "bash"]).sentences == sentences)
  }

  @Test func aRuleThatMayOnlyNarrowContradictsNothing() throws {
    var narrowing = try PermissionRule("bash(ls)", ruling: .ask)
    narrowing.onlyNarrows = true
    let rules = PermissionRules(configured: [try PermissionRule("bash(ls)", ruling: .deny), narrowing])
    #expect(RuleReview(rules.configured, tools: ["bash"]).sentences == [])
    #expect(rules.last { _ in true }?.ruling == .deny)
    let allowed = PermissionRules(configured: [try PermissionRule("bash(ls)", ruling: .allow), narrowing])
    #expect(allowed.last { _ in true }?.ruling == .ask)
  }
}
