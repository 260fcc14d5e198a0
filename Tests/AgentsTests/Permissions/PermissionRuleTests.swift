import Testing

@testable import Agents

@Suite struct PermissionRuleTests {
  @Test(
    arguments: [
      ("read", "read", nil),
      ("*", "*", nil),
      (" bash(git diff *) ", "bash", "git diff *"),
      ("edit(src/**)", "edit", "src/**"),
      ("bash(echo $(date))", "bash", "echo $(date)"),
      ("*( x )", "*", "x"),
      ("web.fetch-2(https://*)", "web.fetch-2", "https://*"),
    ] as [(String, String, String?)])
  func rulesAreTakenApart(text: String, tool: String, pattern: String?) throws {
    let rule = try PermissionRule(text, ruling: .allow)
    #expect(rule == PermissionRule(ruling: .allow, tool: tool, pattern: pattern))
  }

  @Test(arguments: [
    ("", "it names no tool"),
    ("(x)", "it names no tool"),
    ("bash(", "the bracket is not closed"),
    ("bash(x", "the bracket is not closed"),
    ("bash(x) y", "the bracket is not closed"),
    ("bash()", "there is nothing in the brackets"),
    ("bash( )", "there is nothing in the brackets"),
    ("git diff", "'git diff' cannot be a tool's name"),
    ("bsh(x)", "there is no tool 'bsh', only read, bash and *"),
  ])
  func aMalformedRuleSaysWhatIsWrongAndWhatIsAccepted(text: String, problem: String) {
    #expect(throws: PermissionRuleError(text, problem)) {
      try PermissionRule(text, ruling: .deny, tools: ["read", "bash"])
    }
    #expect(PermissionRuleError(text, problem).description.contains("bash(git diff *)"))
  }

  @Test func aRuleIsWrittenAsItWasRead() throws {
    #expect(try PermissionRule("bash(git diff *)", ruling: .deny).description == "deny bash(git diff *)")
    #expect(try PermissionRule("read", ruling: .ask).description == "ask read")
  }

  @Test(arguments: [
    ("git diff *", "git diff", true),
    ("git diff *", "git diff HEAD~1 -- x", true),
    ("git diff *", "git difftool", false),
    ("git*", "git", true),
    ("git*", "github", true),
    ("* --version", "swift --version", true),
    ("ls", "ls", true),
    ("ls", "ls -l", false),
    ("rm \\*.o", "rm *.o", true),
    ("rm \\*.o", "rm a.o", false),
    ("a*b*c", "aXbYbZc", true),
    ("a*b*c", "aXbYbZ", false),
    ("", "", true),
  ])
  func commandPatternsMatchWholeTexts(pattern: String, text: String, matches: Bool) {
    #expect(CommandPattern(pattern).matches(text) == matches)
  }

  @Test func anEscapedCommandMatchesItselfOnly() {
    let command = #"find . -name '*.o' -exec rm {} \;"#
    let pattern = CommandPattern(CommandPattern.escaping(command))
    #expect(pattern.isExact)
    #expect(pattern.matches(command))
    #expect(!pattern.matches(#"find . -name 'a.o' -exec rm {} \;"#))
  }

  @Test func aPatternOfManyStarsIsAnsweredAtOnce() {
    let pattern = CommandPattern(String(repeating: "a*", count: 250) + "b")
    #expect(!pattern.matches(String(repeating: "a", count: 4000)))
  }

  @Test(arguments: [
    ("src/**", "/ws/src/a/b.swift", true, true),
    ("src/**", "/ws/src", true, true),
    ("src/**", "/ws/source/a", false, false),
    ("src/*", "/ws/src/a", true, true),
    ("src/*", "/ws/src/a/b", false, false),
    ("src/", "/ws/src/a/b", true, true),
    ("*.md", "/ws/docs/a.md", true, true),
    ("*.md", "/else/a.md", false, true),
    ("./*.md", "/ws/a.md", true, true),
    ("./*.md", "/ws/docs/a.md", false, false),
    ("**", "/ws/a/b", true, true),
    ("**", "/else", false, false),
    ("**/x/*.c", "/ws/a/b/x/y.c", true, true),
    ("/etc/**", "/etc/hosts", true, true),
    ("~/notes/**", "/home/ada/notes/x", true, true),
    ("node_modules", "/ws/node_modules/x/y", false, true),
    ("SRC/A", "/ws/src/a", false, true),
    ("a?c", "/ws/abc", true, true),
    ("a\\*c", "/ws/abc", false, false),
  ])
  func pathPatternsMatchFromTheWorkspace(pattern: String, path: String, allows: Bool, forbids: Bool) {
    let path = ResolvedPath(absolute: path, workspace: "/ws")
    let pattern = PathPattern(pattern, home: "/home/ada")
    #expect(pattern.matches(path, forbidding: false) == allows)
    #expect(pattern.matches(path, forbidding: true) == forbids)
  }

  @Test(arguments: ["/ws/a", "/ws/src/a*b", "/ws/~/x", "/etc/h?sts", "/ws/we[i]rd (1)"])
  func thePatternThatNamesAPathMatchesItOnly(absolute: String) {
    let path = ResolvedPath(absolute: absolute, workspace: "/ws")
    let pattern = PathPattern(PathPattern.naming(path), home: "/home/ada")
    #expect(pattern.matches(path, forbidding: false))
    #expect(!pattern.matches(ResolvedPath(absolute: absolute + "x", workspace: "/ws"), forbidding: false))
    #expect(!pattern.matches(ResolvedPath(absolute: "/ws/sub" + absolute, workspace: "/ws"), forbidding: false))
  }
}
