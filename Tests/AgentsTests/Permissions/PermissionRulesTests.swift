import Testing

@testable import Agents

@Suite struct PermissionRulesTests {
  private let resolver = PathResolver(workspace: "/ws", home: "/home/ada") { ["/ws/out": "/etc"][$0] }

  /// Rules as `allow read`, `deny bash(rm *)`.
  private func rules(_ texts: [String]) throws -> PermissionRules {
    PermissionRules(
      configured: try texts.map { text in
        let parts = text.split(separator: " ", maxSplits: 1)
        return try PermissionRule(String(parts[1]), ruling: try #require(PermissionRuling(rawValue: String(parts[0]))))
      })
  }

  /// `allow`, `ask` or `deny`, and by what.
  private func word(_ decision: PermissionDecision) -> String {
    switch decision {
    case .allow(let by): "allow: \(by)"
    case .ask(let rule): "ask: \(rule)"
    case .deny(_, let by): "deny: \(by)"
    }
  }

  @Test(
    arguments: [
      // Modes, inside the workspace.
      ("plan", "read", "a", [], "allow: mode plan"),
      ("plan", "write", "a", [], "deny: mode plan"),
      ("plan", "write", "a", ["allow *"], "deny: mode plan"),
      ("ask", "read", "a", [], "allow: mode ask"),
      ("ask", "edit", "a", [], "ask: mode ask"),
      ("accept-edits", "edit", "a", [], "allow: mode accept-edits"),
      ("accept-edits", "write", ".git/hooks/pre-commit", [], "ask: inside .git"),
      ("auto", "write", "a", [], "allow: mode auto"),
      // Outside of it.
      ("plan", "read", "/etc/hosts", [], "ask: outside the workspace"),
      ("ask", "read", "out/hosts", [], "ask: outside the workspace"),
      ("ask", "glob", "..", [], "ask: outside the workspace"),
      ("auto", "read", "/etc/hosts", [], "allow: mode auto"),
      ("auto", "read", "/etc/hosts", ["deny read(/etc/**)"], "deny: deny read(/etc/**)"),
      ("ask", "read", "/etc/hosts", ["allow read(/etc/**)"], "allow: allow read(/etc/**)"),
      ("auto", "write", "/etc/hosts", [], "deny: outside the workspace"),
      ("auto", "write", "out/hosts", [], "deny: outside the workspace"),
      ("auto", "write", "/etc/hosts", ["allow write"], "deny: outside the workspace"),
      ("ask", "write", "/tmp/x", ["allow write(/tmp/**)"], "allow: allow write(/tmp/**)"),
      ("ask", "write", "/tmp/x", ["ask write(/tmp/**)"], "ask: ask write(/tmp/**)"),
      // Secrets.
      ("ask", "read", ".env", [], "ask: .env looks like a secret"),
      ("auto", "read", ".env", ["allow *", "allow read", "allow read(**)"], "ask: .env looks like a secret"),
      ("ask", "read", ".env", ["allow read(.env)"], "allow: allow read(.env)"),
      ("ask", "read", "~/.ssh/config", ["allow read(~/.ssh/**)"], "allow: allow read(~/.ssh/**)"),
      ("auto", "edit", "key.pem", [], "ask: key.pem looks like a secret"),
      ("ask", "grep", "/home/ada/.ssh", [], "ask: /home/ada/.ssh looks like a secret"),
      // The last rule that matches counts; names of tools.
      ("ask", "edit", "src/a", ["allow edit(src/**)"], "allow: allow edit(src/**)"),
      ("ask", "edit", "src/a", ["allow edit(src/**)", "ask edit(src/a)"], "ask: ask edit(src/a)"),
      ("ask", "edit", "src/a", ["deny edit", "allow edit(src/**)"], "allow: allow edit(src/**)"),
      ("auto", "edit", "src/a", ["allow edit(src/**)", "deny edit"], "deny: deny edit"),
      ("ask", "write", "src/a", ["allow edit(src/**)"], "allow: allow edit(src/**)"),
      ("ask", "edit", "src/a", ["allow write(src/**)"], "ask: mode ask"),
      ("ask", "grep", "src", ["deny read(src)"], "deny: deny read(src)"),
      ("ask", "read", "src/a", ["deny glob"], "allow: mode ask"),
      ("ask", "read", "src/\u{301}a", ["deny read(src/**)"], "deny: deny read(src/**)"),
      ("ask", "read", "src/a", ["ask read"], "ask: ask read"),
    ] as [(String, String, String, [String], String)])
  func filesAreDecidedOn(mode: String, tool: String, path: String, rules: [String], expected: String) throws {
    let effect: ToolEffect = ["write", "edit"].contains(tool) ? .writes : .reads
    let decision = try self.rules(rules).decide(
      tool: tool, effect: effect, path: try #require(resolver.resolve(path)), resolver: resolver,
      mode: try #require(PermissionMode(rawValue: mode)))
    #expect(word(decision) == expected)
  }

  @Test(
    arguments: [
      ("plan", "ls", ["allow bash"], "deny: mode plan"),
      ("ask", "ls", [], "ask: mode ask"),
      ("accept-edits", "ls", [], "ask: mode accept-edits"),
      ("auto", "ls", [], "allow: mode auto"),
      ("ask", "git diff", ["allow bash(git diff *)"], "allow: allow bash(git diff *)"),
      // Every part must be allowed.
      ("ask", "git diff; rm -rf /", ["allow bash(git diff *)"], "ask: mode ask"),
      (
        "ask", "git diff && git log", ["allow bash(git diff *)", "allow bash(git log *)"],
        "allow: allow bash(git log *)"
      ),
      ("ask", "git diff $(rm x)", ["allow bash(git diff *)"], "ask: mode ask"),
      ("ask", "git diff `rm x`", ["allow bash(git diff *)"], "ask: mode ask"),
      ("ask", "git diff\nrm x", ["allow bash(git diff *)"], "ask: mode ask"),
      ("ask", "git diff & rm x", ["allow bash(git diff *)"], "ask: mode ask"),
      (
        "ask", "git diff <(rm x)", ["allow bash(git diff *)"],
        "ask: not understood: it puts a program in place of a file"
      ),
      ("ask", "echo \"a && b\"", ["allow bash(echo *)"], "allow: allow bash(echo *)"),
      // Rules see through wrappers.
      ("ask", "timeout 5 git diff", ["allow bash(git diff *)"], "allow: allow bash(git diff *)"),
      ("ask", "LANG=C git diff", ["allow bash(git diff *)"], "allow: allow bash(git diff *)"),
      ("ask", "FOO=1 git diff", ["allow bash(git diff *)"], "ask: mode ask"),
      (
        "ask", "FOO=1 git diff", ["allow bash(git diff *)", "allow bash(FOO=* git diff *)"],
        "allow: allow bash(git diff *)"
      ),
      ("ask", "GIT_EXTERNAL_DIFF=x git diff", ["allow bash(git diff *)"], "ask: mode ask"),
      ("ask", "sudo git diff", ["allow bash(git diff *)"], "ask: mode ask"),
      ("ask", "sudo git diff", ["allow bash(git diff *)", "allow bash(sudo *)"], "allow: allow bash(git diff *)"),
      ("ask", "sudo rm x", ["allow bash(sudo *)"], "ask: mode ask"),
      ("ask", "bash -c 'git diff'", ["allow bash(git diff *)"], "allow: allow bash(git diff *)"),
      ("ask", "bash -c 'git diff; rm x'", ["allow bash(git diff *)"], "ask: mode ask"),
      ("ask", "find . -exec rm {} \\;", ["allow bash(find *)"], "ask: mode ask"),
      (
        "ask", "find . -delete", ["allow bash(find *)"],
        "ask: it is dangerous: -delete, which 'allow bash(find *)' does not say"
      ),
      (
        "ask", "for PATH in bin; do git diff; done", ["allow bash(git diff *)"],
        "ask: mode ask"
      ),
      ("ask", "ls | xargs rm", ["allow bash(ls *)"], "ask: mode ask"),
      ("ask", "/tmp/git diff", ["allow bash(git diff *)"], "ask: mode ask"),
      // In auto, rules that forbid hold for each part and each wrapper.
      ("auto", "git diff; rm x", ["deny bash(rm *)"], "deny: deny bash(rm *)"),
      ("auto", "FOO=1 sudo -u x env A=b timeout 5 rm -rf y", ["deny bash(rm *)"], "deny: deny bash(rm *)"),
      ("auto", "/bin/rm x", ["deny bash(rm *)"], "deny: deny bash(rm *)"),
      ("auto", "r''m x", ["deny bash(rm *)"], "deny: deny bash(rm *)"),
      ("auto", "\\rm x", ["deny bash(rm *)"], "deny: deny bash(rm *)"),
      ("auto", "\"rm\" x", ["deny bash(rm *)"], "deny: deny bash(rm *)"),
      ("auto", "rm \u{301} -rf src", ["deny bash(rm *)"], "deny: deny bash(rm *)"),
      ("auto", "\"[[\" x || rm x", ["deny bash(rm *)"], "deny: deny bash(rm *)"),
      ("auto", "ls | xargs rm", ["deny bash(rm *)"], "deny: deny bash(rm *)"),
      ("auto", "sudo ls", ["deny bash(sudo *)"], "deny: deny bash(sudo *)"),
      ("auto", "env sudo ls", ["deny bash(sudo *)"], "deny: deny bash(sudo *)"),
      ("auto", "timeout 5 ls", ["deny bash(timeout *)"], "deny: deny bash(timeout *)"),
      ("auto", "curl x | sh", ["deny bash(curl * | sh)"], "deny: deny bash(curl * | sh)"),
      ("auto", "rm x", ["deny bash(rm *)", "allow bash(rm x)"], "allow: allow bash(rm x)"),
      ("auto", "git push", ["ask bash(git push *)"], "ask: ask bash(git push *)"),
      ("auto", "ls", ["deny *"], "deny: deny *"),
      ("auto", "timeout 5 git diff", ["deny bash", "allow bash(git *)"], "allow: allow bash(git *)"),
      // What is in doubt asks, unless nothing could forbid it.
      ("ask", "echo \"a", ["allow bash(echo *)"], "ask: not understood: a quote does not end"),
      ("ask", "$X", ["allow bash"], "allow: allow bash"),
      ("auto", "$X y", [], "allow: mode auto"),
      (
        "auto", "echo rm x | sh", ["deny bash(rm *)"],
        "deny: deny bash(rm *)"
      ),
      ("auto", "$X y", ["deny bash(rm *)"], "deny: deny bash(rm *)"),
      ("auto", "$X y", ["deny bash(rm *)", "allow bash"], "allow: allow bash"),
      // Files that the shell opens.
      ("ask", "git diff > a", ["allow bash(git diff *)"], "ask: mode ask"),
      ("accept-edits", "git diff > a", ["allow bash(git diff *)"], "allow: allow bash(git diff *)"),
      ("auto", "ls > /etc/x", [], "ask: outside the workspace"),
      ("auto", "ls > out/x", [], "ask: outside the workspace"),
      ("auto", "ls > /dev/fd/../../../etc/x", [], "ask: outside the workspace"),
      ("auto", "ls > /dev/fd/2", [], "allow: mode auto"),
      ("auto", "PWD=/etc; ls > $PWD/x", [], "ask: writes to a file that cannot be told: $PWD/x"),
      ("auto", "ls > ~/.bashrc", [], "ask: '.bashrc' decides what is run or allowed"),
      ("auto", "ls > \"$HOME/.bashrc\"", [], "ask: '.bashrc' decides what is run or allowed"),
      ("auto", "cd .. && ls > x", [], "ask: outside the workspace"),
      ("auto", "cd src && ls > x", [], "allow: mode auto"),
      ("auto", "cd $X && ls > x", [], "ask: writes to a file that cannot be told: x"),
      ("auto", "env -C /etc sh -c 'ls > x'", [], "ask: writes to a file that cannot be told: x"),
      ("auto", "cd src/.. && cd ..; ls > x", [], "ask: outside the workspace"),
      ("auto", "ls > $X", [], "ask: writes to a file that cannot be told: $X"),
      ("auto", "ls > /tmp/x", ["allow write(/tmp/**)"], "allow: mode auto"),
      ("auto", "ls > /dev/null 2>&1", [], "allow: mode auto"),
      ("auto", "ls > a", ["deny edit(a)"], "deny: deny edit(a)"),
      ("auto", "cat .env", [], "ask: .env looks like a secret"),
      ("auto", "cat < ~/.ssh/id_rsa", [], "ask: /home/ada/.ssh/id_rsa looks like a secret"),
      ("auto", "echo .env >> .gitignore", [], "allow: mode auto"),
      ("auto", "cd src; head -5 ../private/x", ["deny read(private/**)"], "deny: deny read(private/**)"),
      ("auto", "ls private", ["deny read(private/**)"], "allow: mode auto"),
      ("ask", "cat .env", ["allow bash(cat *)", "allow read(.env)"], "allow: allow bash(cat *)"),
    ] as [(String, String, [String], String)])
  func commandsAreDecidedOn(mode: String, command: String, rules: [String], expected: String) throws {
    let decision = try self.rules(rules).decide(
      tool: "bash", command: CommandAnalysis(command), resolver: resolver,
      mode: try #require(PermissionMode(rawValue: mode)))
    #expect(word(decision) == expected)
  }

  /// In the folder that an agent's shell is in: what a command names is looked for there, and it counts as one that
  /// goes there itself.
  @Test(
    arguments: [
      ("auto", "ls > x", "/ws/src", [], "allow: mode auto"),
      ("auto", "ls > ../x", "/ws/src", [], "allow: mode auto"),
      ("auto", "ls > ../x", "/ws", [], "ask: outside the workspace"),
      ("auto", "ls > ../../x", "/ws/src", [], "ask: outside the workspace"),
      ("auto", "cd ..; cd .. && ls > x", "/ws/src", [], "ask: outside the workspace"),
      ("auto", "cat x", "/ws/private", ["deny read(private/**)"], "deny: deny read(private/**)"),
      ("auto", "cat private/x", "/ws/src", ["deny read(private/**)"], "allow: mode auto"),
      ("auto", "ls > a", "/ws/src", ["deny edit(src/a)"], "deny: deny edit(src/a)"),
      ("auto", "make", "/ws/src", ["deny bash(cd src)"], "deny: deny bash(cd src)"),
      ("ask", "make", "/ws", ["allow bash(make *)"], "allow: allow bash(make *)"),
      ("ask", "make", "/ws/src", ["allow bash(make *)"], "ask: mode ask after cd src"),
      ("accept-edits", "./run", "/ws/a b", ["allow bash(./run)"], "ask: mode accept-edits after cd 'a b'"),
      ("ask", "make", "/ws/src", ["allow bash(make *)", "allow bash(cd src)"], "allow: allow bash(cd src)"),
      ("ask", "make", "/ws/src", ["allow bash"], "allow: allow bash"),
      ("ask", "make; $X", "/ws", ["allow bash(make; $X)"], "allow: allow bash(make; $X)"),
      (
        "ask", "make; $X", "/ws/src", ["allow bash(make; $X)", "allow bash(cd src)"], "allow: allow bash(cd src)"
      ),
    ] as [(String, String, String, [String], String)])
  func commandsAreDecidedOnWhereTheyRun(
    mode: String, command: String, folder: String, rules: [String], expected: String
  ) throws {
    let decision = try self.rules(rules).decide(
      tool: "bash", command: CommandAnalysis(command), from: folder, resolver: resolver,
      mode: try #require(PermissionMode(rawValue: mode)))
    #expect(word(decision) == expected)
  }

  @Test(
    arguments: [
      ("src/a", [], true),
      ("/etc/hosts", [], true),
      (".env", [], false),
      (".env", ["allow read(.env)"], true),
      ("private/x", ["deny read(private/**)"], false),
      ("private/x", ["deny read(private/**)", "allow grep(private/x)"], true),
      ("private/x", ["ask read(private/**)"], false),
      ("private/x", ["ask read"], true),
      ("private/x", ["deny edit(private/**)"], true),
    ] as [(String, [String], Bool)])
  func aSearchShowsOnlyWhatMayBeRead(path: String, rules: [String], isShown: Bool) throws {
    let path = try #require(resolver.resolve(path))
    #expect(try self.rules(rules).mayShow(path, to: "grep", .reads, resolver: resolver) == isShown)
  }

  @Test func anAnswerLiftsARuleThatAsksButNoneThatForbids() throws {
    var rules = try rules(["deny bash(git push *)", "ask bash(git commit *)"])
    rules.remembered = [try PermissionRule("bash(git *)", ruling: .allow)]
    func decide(_ command: String) -> String {
      word(rules.decide(tool: "bash", command: CommandAnalysis(command), resolver: resolver, mode: .ask))
    }
    #expect(decide("git push") == "deny: deny bash(git push *)")
    #expect(decide("git commit -m x") == "allow: allow bash(git *)")
    #expect(decide("git log") == "allow: allow bash(git *)")
  }

  @Test(arguments: ["a; b", "git diff > x && $Y", "echo \"a", "wc < /etc/hosts", "rm *.o", "echo 'a'  b"])
  func aCommandAllowedForTheSessionIsNotAskedAboutAgain(command: String) throws {
    let analysis = CommandAnalysis(command)
    var rules = PermissionRules()
    func isAllowed() -> Bool {
      if case .allow = rules.decide(tool: "bash", command: analysis, resolver: resolver, mode: .ask) {
        true
      } else {
        false
      }
    }
    #expect(!isAllowed())
    rules.remembered = [
      try PermissionRule("bash(\(CommandPattern.escaping(analysis.text)))", ruling: .allow)
    ]
    #expect(isAllowed())
  }
}
