#if canImport(Glibc)

  import Foundation
  import OrderedJSON
  import Testing

  @testable import Agents

  /// Attempts to get out of the sandbox. Each runs as an agent's command would; after each, nothing outside may have
  /// changed, nothing secret may have been said, nobody may have heard anything, and nothing may live.
  @Suite(.serialized) struct BreakOutTests {
    /// Why the attempts are not made here, as a sentence; nil where they are.
    private static let absence: String? =
      SandboxProbe.machine.program == nil
      ? "\(BreakOut.attempts.count) attempts are not made: \(SandboxProbe.machine.reason)" : nil

    @Test(.enabled(if: absence == nil, Comment(rawValue: absence ?? "")), arguments: BreakOut.attempts)
    func noAttemptGetsOut(attempt: BreakOut.Attempt) throws {
      let place = try BreakOut()
      let said = place.run(attempt.script, in: place.sandbox)
      #expect(try place.damage(said) == [], "\(attempt.name): \(said)")
    }

    /// What the attempts do where nothing lies beneath them: a test that cannot fail says nothing.
    @Test(arguments: [
      "echo x > $OUT/new", "echo x >> $OUT/canary", "rm $OUT/canary", "cat $OUT/secret", "cat sub/.env",
      "echo evil > .git/hooks/pre-commit", "mv .git g; mkdir .git", "echo {} > .agent-tui.json", "cat state/journal",
      "exec 3<>/dev/tcp/127.0.0.1/$PORT && echo hello >&3", "echo x > /dev/udp/127.0.0.1/$PORT",
      "python3 -c 'import socket; socket.socket(socket.AF_UNIX).connect(\"$OUT/socket\")'",
    ])
    func whatHasNoSandboxGetsOut(script: String) throws {
      let place = try BreakOut()
      let said = place.run(script, in: .none)
      #expect(try place.damage(said) != [], "\(said)")
    }

    @Test(.enabled(if: absence == nil, Comment(rawValue: absence ?? "")))
    func whatIsProtectedAndWasNotThereIsTakenAway() throws {
      let place = try BreakOut()
      try FileManager.default.removeItem(atPath: place.workspace + "/.git")
      try FileManager.default.removeItem(atPath: place.workspace + "/.agent-tui.json")
      let said = place.run(
        "git init -q .; echo evil > .git/hooks/pre-commit; echo {} > .agent-tui.json", in: place.sandbox)
      #expect(said.contains(".git/hooks was taken away again") && said.contains(".agent-tui.json was taken away again"))
      let names = try FileManager.default.contentsOfDirectory(atPath: place.workspace)
      #expect(!names.contains(".agent-tui.json") && names.contains(".git"))
      #expect(!FileManager.default.fileExists(atPath: place.workspace + "/.git/hooks"))
    }

    @Test func thereAreEnoughAttempts() { #expect(BreakOut.attempts.count >= 40) }

    @Test(.enabled(if: absence == nil, Comment(rawValue: absence ?? "")))
    func whatIsAllowedWorks() throws {
      let place = try BreakOut()
      let script = """
        set -e; echo a > a; mkdir -p b/c; mv a b/c/a; cat b/c/a; git add b; git -c user.name=a -c user.email=b commit -qm x
        git log --oneline | wc -l; echo t > /tmp/t; cat /tmp/t; echo h > ~/h; cat ~/h; ls -d /usr/bin/env; test -w /dev/null
        python3 -c 'import os; print(os.getcwd() == os.environ["PWD"])'
        """
      let said = place.run(script, in: place.sandbox)
      #expect(said == "exit status 0\na\n1\nt\nh\n/usr/bin/env\nTrue")
    }

    @Test(.enabled(if: absence == nil, Comment(rawValue: absence ?? "")))
    func whatIsPrivateIsKeptForTheNextCommandAndSeenByNoOtherAgent() throws {
      let place = try BreakOut()
      let (one, other) = (ShellState(), ShellState())
      #expect(
        place.run("echo TOP-SECRET > /tmp/t; echo TOP-SECRET > ~/h", in: place.sandbox, one).hasPrefix("exit status 0"))
      #expect(place.run("cat /tmp/t ~/h", in: place.sandbox, one) == "exit status 0\nTOP-SECRET\nTOP-SECRET")
      let said = place.run("cat /tmp/t ~/h; grep -rs TOP-SECRET /tmp ~ /var /run /dev/shm", in: place.sandbox, other)
      #expect(!said.contains("TOP-SECRET"))
    }

    @Test(.enabled(if: absence == nil, Comment(rawValue: absence ?? "")))
    func theNetworkIsThereWhereItIsAllowed() throws {
      let place = try BreakOut()
      let sandbox = CommandSandbox(
        SandboxSettings(hasNetwork: true, hidden: [place.state]), workspace: place.workspace)
      let said = place.run("exec 3<>/dev/tcp/127.0.0.1/$PORT && echo hello >&3", in: sandbox)
      #expect(try place.damage(said) == ["somebody was reached"])
    }

    @Test(.enabled(if: absence == nil, Comment(rawValue: absence ?? "")))
    func aCommandInTheSandboxIsAskedToEndBeforeItIsKilled() throws {
      let place = try BreakOut()
      let said = place.run("trap 'echo bye; exit 3' TERM; echo up; sleep 1000 & wait", in: place.sandbox, seconds: 1)
      #expect(said == "up\nbye\n(ended after its 1 second; timeout can be up to 600)")
    }
  }

#endif
