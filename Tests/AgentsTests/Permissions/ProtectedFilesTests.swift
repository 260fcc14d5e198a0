import Testing

@testable import Agents

@Suite struct ProtectedFilesTests {
  private func decide(
    _ mode: PermissionMode, _ tool: String, _ path: String, _ rules: [String] = [], there: Set<String> = []
  ) throws -> String {
    let resolver = PathResolver(
      workspace: "/ws", home: "/home/ada", readLink: { _ in nil }, exists: { there.contains($0) })
    var all = PermissionRules(configured: try rules.map { try PermissionRule($0, ruling: .allow) })
    all.own = OwnFolders(settings: "/home/ada/.config/agent-tui", state: "/home/ada/.local/state/agent-tui")
    let decision = all.decide(
      tool: tool, effect: tool == "write" ? .writes : .reads, path: try #require(resolver.resolve(path)),
      resolver: resolver, mode: mode)
    switch decision {
    case .allow: return "allow"
    case .ask: return "ask"
    case .deny: return "deny"
    }
  }

  @Test(arguments: [
    ".git/config", "sub/.GIT/hooks/x", ".agent-tui.json", ".vscode/tasks.json", ".idea/x.xml", ".envrc", ".bashrc",
    "~/.profile", ".husky/pre-commit", "x.code-workspace", ".cargo/config.toml", "HEAD", "sub/config",
    "x/refs/heads/main", "x/objects/ab/cd", "x/objects/info/alternates", "~/.config/agent-tui/config.json",
  ])
  func whatDecidesWhatIsRunIsAskedAboutInEveryMode(path: String) throws {
    for mode in [PermissionMode.ask, .acceptEdits, .auto] {
      #expect(try decide(mode, "write", path) == "ask")
      #expect(try decide(mode, "write", path, ["write", "*", "write(**)"]) == "ask")
    }
    #expect(try decide(.plan, "write", path) == "deny")
  }

  @Test(arguments: ["src/a.c", "git/config.c", "objects/a.c", "src/refs/a.c", ".gitignore", ".github/workflows/x.yml"])
  func filesLikeOthersAreNot(path: String) throws {
    #expect(try decide(.acceptEdits, "write", path) == "allow")
  }

  @Test func aRuleThatNamesThemAllowsThem() throws {
    #expect(try decide(.ask, "write", ".git/hooks/x", ["write(.git/**)"]) == "allow")
    #expect(try decide(.ask, "write", "HEAD", ["write(./HEAD)"]) == "allow")
    #expect(try decide(.ask, "write", ".vscode/a", ["edit(.vscode/*)"]) == "allow")
    let settings = "~/.config/agent-tui/config.json"
    #expect(try decide(.ask, "write", settings, ["write(~/.config/agent-tui/**)"]) == "allow")
  }

  @Test func whatLiesInARepositoryOfAnotherNameIsAPartOfIt() throws {
    let there: Set<String> = ["/ws/x/HEAD", "/ws/x/objects"]
    #expect(try decide(.auto, "write", "x/description", there: there) == "ask")
    #expect(try decide(.auto, "write", "y/description", there: there) == "allow")
  }

  @Test func whatSessionsHaveLeftIsNotReadUnasked() throws {
    let journal = "~/.local/state/agent-tui/sessions/1.jsonl"
    for mode in PermissionMode.allCases { #expect(try decide(mode, "read", journal) == "ask") }
    #expect(try decide(.auto, "read", journal, ["read(**)"]) == "ask")
    #expect(try decide(.auto, "read", journal, ["read(~/.local/state/agent-tui/**)"]) == "allow")
    #expect(try decide(.auto, "read", "~/.config/agent-tui/config.json") == "allow")
    var rules = PermissionRules()
    rules.own = OwnFolders(state: "/state")
    let resolver = PathResolver(workspace: "/ws", home: "/home/ada", readLink: { _ in nil }, exists: { _ in false })
    #expect(
      !rules.mayShow(ResolvedPath(absolute: "/state/x", workspace: "/ws"), to: "grep", .reads, resolver: resolver))
    let decision = rules.decide(
      tool: "bash", command: CommandAnalysis("cat /state/x | wc -l"), resolver: resolver, mode: .auto)
    #expect(decision == .ask(rule: "what sessions have left is nobody else's"))
  }
}
