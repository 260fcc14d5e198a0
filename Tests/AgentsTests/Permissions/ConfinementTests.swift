import Testing

@testable import Agents

/// What lies beneath a command counts where no rule speaks of it.
@Suite struct ConfinementTests {
  @Test(
    arguments: [
      ("auto", "ls", "allow", "ask", "allow"),
      ("auto", "declare x; ls", "allow", "ask", "allow"),
      ("auto", "rm -rf x", "allow", "ask", "allow"),
      ("auto", "cat .env", "ask", "ask", "ask"),
      ("auto", "git config core.pager ./x", "ask", "ask", "ask"),
      ("auto", "git -C sub config alias.x y", "ask", "ask", "ask"),
      ("auto", "git reset HEAD x", "allow", "ask", "allow"),
      ("auto", "npm config get x", "allow", "ask", "allow"),
      ("auto", "git checkout refs/heads/main", "allow", "ask", "allow"),
      ("auto", "cp x HEAD", "ask", "ask", "ask"),
      ("auto", "make x/HEAD", "ask", "ask", "ask"),
      ("auto", "git config --get core.pager", "allow", "ask", "allow"),
      ("auto", "echo x > .git/config", "ask", "ask", "ask"),
      ("accept-edits", "ls", "allow", "ask", "ask"),
      ("accept-edits", "declare x; ls", "ask", "ask", "ask"),
      ("accept-edits", "rm -rf x", "ask", "ask", "ask"),
      ("ask", "ls", "ask", "ask", "ask"),
      ("plan", "ls", "deny", "deny", "deny"),
      ("auto", "touch x", "deny", "deny", "deny"),
      ("auto", "declare x", "allow", "ask", "allow"),
    ] as [(String, String, String, String, String)])
  func whereNoRuleSpeaksTheSandboxCounts(
    mode: String, command: String, sandboxed: String, missing: String, off: String
  ) throws {
    let resolver = PathResolver(workspace: "/ws", home: "/home/ada", readLink: { _ in nil }, exists: { _ in false })
    let denied = command == "touch x" ? [try PermissionRule("bash(touch *)", ruling: .deny)] : []
    for (confinement, expected) in [(CommandConfinement.sandboxed, sandboxed), (.missing, missing), (.off, off)] {
      let rules = PermissionRules(configured: denied, confinement: confinement)
      let decision = rules.decide(
        tool: "bash", command: CommandAnalysis(command), resolver: resolver,
        mode: try #require(PermissionMode(rawValue: mode)))
      let word =
        switch decision {
        case .allow: "allow"
        case .ask: "ask"
        case .deny: "deny"
        }
      #expect(word == expected, "\(confinement): \(decision)")
    }
  }

  @Test(arguments: [
    "git -C x push", "git --no-pager -c a=b push origin", "uv run git push", "npx -y git push", "watch git push",
    "X=1 git push", "sudo -n git push", "/usr/bin/git push", "sh -c 'git push'", "echo git push | sh", "$x push",
    "if true; then git push; fi", "echo `git push`",
  ])
  func whatIsForbiddenIsFoundBehindWhatStandsBeforeIt(command: String) throws {
    let resolver = PathResolver(workspace: "/ws", home: "/home/ada", readLink: { _ in nil }, exists: { _ in false })
    let rules = PermissionRules(configured: [try PermissionRule("bash(git push *)", ruling: .deny)])
    let decision = rules.decide(tool: "bash", command: CommandAnalysis(command), resolver: resolver, mode: .auto)
    let isDenied = if case .deny = decision { true } else { false }
    #expect(isDenied, "\(decision)")
    let other = rules.decide(
      tool: "bash", command: CommandAnalysis("git commit -m 'git push'"), resolver: resolver, mode: .auto)
    #expect(other == .allow(by: "mode auto"))
  }

  @Test(arguments: ["git $x", "git \"$x\" origin", "xargs git", "git p*h", "git push$x"])
  func whatMayComeToBeForbiddenIsRefused(command: String) throws {
    let resolver = PathResolver(workspace: "/ws", home: "/home/ada", readLink: { _ in nil }, exists: { _ in false })
    let rules = PermissionRules(configured: [try PermissionRule("bash(git push *)", ruling: .deny)])
    let decision = rules.decide(tool: "bash", command: CommandAnalysis(command), resolver: resolver, mode: .auto)
    #expect(decision != .allow(by: "mode auto"), "\(decision)")
    let other = rules.decide(tool: "bash", command: CommandAnalysis("ls $x"), resolver: resolver, mode: .auto)
    #expect(other == .allow(by: "mode auto"))
  }
}
