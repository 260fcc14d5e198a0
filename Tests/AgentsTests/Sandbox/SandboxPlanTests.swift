import OrderedJSON
import Testing
import Threading

@testable import Agents

/// What a plan makes of a workspace and a machine.
@Suite struct SandboxPlanTests {
  /// A machine of which everything is known.
  private static let machine: [String: SandboxPlan.Kind] = [
    "/usr": .folder, "/bin": .link("usr/bin"), "/lib": .folder, "/etc": .folder, "/opt": .folder,
    "/home/ada": .folder, "/home/ada/.ssh": .folder, "/home/ada/.cargo/bin": .folder, "/home/ada/.gitconfig": .file,
    "/home/ada/.config/agent-tui": .folder, "/home/ada/.local/state/agent-tui": .folder, "/home/ada/tools/bin": .folder,
    "/home/ada/work": .folder, "/home/ada/work/.git": .folder, "/home/ada/work/.git/config": .file,
    "/home/ada/work/.git/hooks": .folder, "/home/ada/work/.agent-tui.json": .file,
    "/home/ada/work/.envrc": .link("/etc/x"), "/home/ada/work/sub/.git": .file, "/data": .folder,
    "/run/systemd/resolve": .folder,
  ]

  private func facts(workspace: String = "/home/ada/work") -> SandboxFacts {
    var facts = SandboxFacts(workspace: workspace, folder: workspace, home: "/home/ada") { Self.machine[$0] }
    facts.temporary = "/tmp/p/tmp"
    facts.privateHome = "/tmp/p/home"
    return facts
  }

  @Test func theSystemIsReadAndTheWorkspaceWritten() {
    let plan = SandboxPlan(SandboxSettings(), facts())
    #expect(
      plan.readable == ["/usr", "/lib", "/opt", "/etc", "/home/ada/.cargo/bin", "/home/ada/.gitconfig"])
    #expect(plan.links == [.init(path: "/bin", target: "usr/bin")])
    #expect(
      plan.replaced == [
        .init(source: "/tmp/p/tmp", path: "/tmp"), .init(source: "/tmp/p/tmp", path: "/var/tmp"),
        .init(source: "/tmp/p/home", path: "/home/ada"),
      ])
    #expect(plan.writable == ["/home/ada/work", "/home/ada/work/.git"])
    #expect(!plan.hasNetwork)
  }

  @Test func whatTheRulesProtectIsReadOnlyAndALinkIsLeftAlone() {
    let plan = SandboxPlan(SandboxSettings(), facts())
    #expect(
      plan.protected == [
        "/home/ada/work/.git/config", "/home/ada/work/.git/hooks", "/home/ada/work/.agent-tui.json",
      ])
  }

  @Test func theFileOfARepositoryElsewhereIsProtected() {
    var facts = facts()
    facts.repositories = ["/home/ada/work/sub"]
    #expect(SandboxPlan(SandboxSettings(), facts).protected.last == "/home/ada/work/sub/.git")
  }

  @Test(arguments: [
    ("/home/ada/tools/bin", true), ("/home/ada", false), ("/", false), ("relative", false), ("/usr/bin", false),
    ("/bin", false), ("/nowhere", false), ("/home", false), ("/data", true),
  ])
  func aFolderOfProgramsIsSeenUnlessItHoldsMore(path: String, isAdded: Bool) {
    var facts = facts()
    facts.programs = [path]
    #expect(SandboxPlan(SandboxSettings(), facts).readable.contains(path) == isAdded)
    facts.programs = []
    #expect(SandboxPlan(SandboxSettings(readable: [path]), facts).readable.contains(path) == isAdded)
  }

  @Test func aWorkspaceThatHoldsTheHomeHidesWhatIsSecretInIt() {
    var facts = facts(workspace: "/home/ada")
    facts.secretFolders = ["/home/ada/.ssh"]
    let hidden = ["/home/ada/.config/agent-tui", "/home/ada/.local/state/agent-tui", "/root/.config/agent-tui"]
    let plan = SandboxPlan(SandboxSettings(hidden: hidden), facts)
    #expect(plan.replaced.map(\.path) == ["/tmp", "/var/tmp"])
    #expect(plan.hiddenFolders == ["/home/ada/.ssh"] + hidden.dropLast())
  }

  @Test func ofASettingsFolderInAPrivateHomeNothingNeedsToBeHidden() {
    let plan = SandboxPlan(SandboxSettings(hidden: ["/home/ada/.config/agent-tui"]), facts())
    #expect(plan.hiddenFolders.isEmpty)
  }

  @Test func theNetworkComesWithWhatNamesAreLookedUpBy() {
    let plan = SandboxPlan(SandboxSettings(hasNetwork: true), facts())
    #expect(plan.hasNetwork)
    #expect(plan.readable.contains("/run/systemd/resolve"))
  }

  @Test func theArgumentsAreInTheOrderInWhichThingsLieOnEachOther() {
    var plan = SandboxPlan()
    plan.links = [.init(path: "/bin", target: "usr/bin")]
    plan.readable = ["/usr", "/home/ada/.cargo/bin"]
    plan.replaced = [.init(source: "/p/tmp", path: "/tmp"), .init(source: "/p/home", path: "/home/ada")]
    plan.writable = ["/home/ada/w"]
    plan.protected = ["/home/ada/w/.git/hooks"]
    plan.hiddenFolders = ["/home/ada/w/.ssh"]
    plan.hiddenFiles = ["/home/ada/w/.env"]
    plan.folder = "/home/ada/w/src"
    let words = BubblewrapArguments.make(plan, "/bin/bash", ["-c", "x"]) { $0 == "--size" }
    let text = words.joined(separator: " ")
    #expect(
      text == """
        --unshare-user --unshare-ipc --unshare-pid --unshare-uts --unshare-cgroup-try --die-with-parent --cap-drop ALL \
        --hostname sandbox --unshare-net --ro-bind-try /usr /usr --symlink usr/bin /bin --proc /proc --remount-ro /proc --dev /dev \
        --size 1073741824 --tmpfs /dev/shm --remount-ro /dev --bind /p/tmp /tmp --bind /p/home /home/ada \
        --ro-bind-try /home/ada/.cargo/bin /home/ada/.cargo/bin --bind /home/ada/w /home/ada/w \
        --ro-bind-try /home/ada/w/.git/hooks /home/ada/w/.git/hooks --perms 0000 --tmpfs /home/ada/w/.ssh \
        --remount-ro /home/ada/w/.ssh --ro-bind /dev/null /home/ada/w/.env --remount-ro / --chdir /home/ada/w/src \
        --setenv TMPDIR /tmp -- /bin/bash -c x
        """)
  }

  @Test func withTheNetworkNothingIsTakenFromItAndNamespacesAreClosedWhereThatIsKnown() {
    var plan = SandboxPlan()
    plan.hasNetwork = true
    let words = BubblewrapArguments.make(plan, "/bin/true", []) { $0 == "--disable-userns" }
    #expect(!words.contains("--unshare-net"))
    #expect(words.contains("--disable-userns"))
    #expect(!words.contains("--size"))
  }

  @Test func theProfileOfAnotherSystemSaysTheSame() {
    var plan = SandboxPlan()
    plan.readable = ["/opt/x"]
    plan.writable = ["/w \"a\"", "/w \"a\"/.git"]
    plan.protected = ["/w/.git/hooks"]
    plan.hiddenFiles = ["/w/.env"]
    let lines = SeatbeltProfile.make(plan, temporary: "/t").split(separator: "\n").map(String.init)
    #expect(lines.prefix(2) == ["(version 1)", "(deny default)"])
    #expect(lines.contains { $0.hasPrefix("(allow file-read*") && $0.contains(#"(subpath "/opt/x")"#) })
    #expect(
      lines.contains(#"(allow file-write* (subpath "/w \"a\"") (subpath "/w \"a\"/.git") (subpath "/t"))"#))
    #expect(lines.contains(#"(deny file-write* (subpath "/w/.git/hooks"))"#))
    #expect(lines.contains(#"(deny file-read* file-write* (subpath "/w/.env"))"#))
    #expect(lines.contains(#"(deny file-write-unlink (literal "/w \"a\"/.git"))"#))
    #expect(!lines.contains { $0.contains("network") })
  }

  // MARK: - What holds

  @Test(
    arguments: [
      (SandboxMode.off, "", nil, SandboxStatus.off),
      (.auto, "not installed", nil, .missing(reason: "not installed")),
      (.required, "not installed", nil, .refused(reason: "not installed")),
      (.auto, "", "the workspace is /", .missing(reason: "the workspace is /")),
      (.required, "", "the workspace is /", .refused(reason: "the workspace is /")),
      (.off, "not installed", "the workspace is /", .off),
    ] as [(SandboxMode, String, String?, SandboxStatus)])
  func whatHoldsFollowsFromWhatIsWantedAndWhatThereIs(
    mode: SandboxMode, reason: String, obstacle: String?, status: SandboxStatus
  ) {
    let probe = SandboxProbe(program: reason.isEmpty ? "/usr/bin/bwrap" : nil, reason: reason)
    #expect(CommandSandbox.status(mode, probe, obstacle: obstacle) == status)
  }

  @Test func withOneThatWorksItHolds() {
    let probe = SandboxProbe(program: "/usr/bin/bwrap")
    #expect(CommandSandbox.status(.auto, probe, obstacle: nil).holds)
    #expect(CommandSandbox.status(.required, probe, obstacle: nil).holds)
  }

  @Test func onlyWhatIsMissingIsWaived() {
    func waived(_ status: SandboxStatus) -> SandboxStatus {
      CommandSandbox(settings: SandboxSettings(), status: status, options: []).waived().status
    }
    #expect(waived(.missing(reason: "x")) == .waived(reason: "x"))
    for status in [SandboxStatus.bubblewrap, .seatbelt, .off, .refused(reason: "x"), .waived(reason: "x")] {
      #expect(waived(status) == status)
    }
  }

  @Test func whereOneIsRequiredAndMissingNothingRuns() {
    let sandbox = CommandSandbox(
      settings: SandboxSettings(mode: .required), status: .refused(reason: "not installed"), options: [])
    let child = ChildProcess(executable: "/bin/true", arguments: [], folder: "/")
    let error = #expect(throws: ChildError.self) { try sandbox.confine(child, in: "/", ShellState()) }
    #expect(error?.description == "not run: there is no sandbox (not installed), and none may run without one")
  }

  // MARK: - What is asked

  @Test(arguments: [
    (SandboxStatus.bubblewrap, PermissionMode.acceptEdits, "make", "allow"),
    (.seatbelt, .acceptEdits, "make", "allow"),
    (.off, .acceptEdits, "make", "ask"),
    (.missing(reason: ""), .acceptEdits, "make", "ask"),
    (.waived(reason: ""), .acceptEdits, "make", "ask"),
    (.bubblewrap, .acceptEdits, "rm -rf /", "ask"),
    (.bubblewrap, .ask, "make", "ask"),
    (.bubblewrap, .auto, "make", "allow"),
    (.off, .auto, "make", "allow"),
    (.waived(reason: ""), .auto, "make", "allow"),
    (.missing(reason: ""), .auto, "make", "ask"),
    (.bubblewrap, .plan, "make", "deny"),
  ])
  func whatLiesBeneathCountsWhereOnlyTheModeDecides(
    status: SandboxStatus, mode: PermissionMode, command: String, expected: String
  ) {
    let verdict = PermissionPolicy().decide(
      tool: BashTool(), arguments: ["command": .string(command)], mode: mode, workspace: "/nowhere",
      confinement: status.confinement)
    switch verdict {
    case .allow: #expect(expected == "allow")
    case .ask: #expect(expected == "ask")
    case .deny: #expect(expected == "deny")
    }
  }

  @Test func aRuleBeatsTheSandbox() throws {
    let policy = PermissionPolicy(rules: [try PermissionRule("bash(make *)", ruling: .deny)])
    let verdict = policy.decide(
      tool: BashTool(), arguments: ["command": "make test"], mode: .acceptEdits, workspace: "/nowhere",
      confinement: .sandboxed)
    guard case .deny = verdict else {
      Issue.record("\(verdict)")
      return
    }
  }

  // MARK: - Working trees

  @Test(
    arguments: [
      ("gitdir: /r/.git/worktrees/a", "/w/.git", "../..", "/r/.git"),
      // Another repository, which does not know of the tree.
      ("gitdir: /r/.git/worktrees/a", "/elsewhere/.git", "../..", nil),
      ("gitdir: /r/.git/worktrees/a", nil, "../..", nil),
      // A common folder that its part does not lie in.
      ("gitdir: /r/.git/worktrees/a", "/w/.git", "/secret", nil),
      ("something", "/w/.git", "../..", nil),
      (nil, "/w/.git", "../..", nil),
    ] as [(String?, String?, String, String?)])
  func aRepositoryElsewhereIsBelievedWhereItKnowsTheTree(
    file: String?, back: String?, common: String, expected: String?
  ) {
    let files = [
      "/w/.git": file, "/r/.git/worktrees/a/gitdir": back, "/r/.git/worktrees/a/commondir": common,
      "/r/.git/HEAD": "ref: refs/heads/main", "/secret/HEAD": "x",
    ]
    #expect(WorkingTree.commonRepository(of: "/w") { files[$0] ?? nil } == expected)
  }

  // MARK: - What comes into being

  @Test(arguments: [
    ("[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = false\n\tlogallrefupdates = true\n", true),
    ("[user]\n name = a\n email = b\n[branch \"main\"]\n remote = origin\n", true), ("# nothing\n\n", true),
    ("[core]\n\tfsmonitor = evil\n", false), ("[core]\n hooksPath = /tmp\n", false),
    ("[alias]\n st = !evil\n", false), ("[include]\n path = x\n", false), ("[core] fsmonitor = evil\n", false),
    ("[filter \"x\"]\n clean = evil\n", false), ("[core]\n bare = \\\nfalse\n", false), ("fsmonitor = x", false),
    ("[remote \"o\"]\n url = ext::evil\n", false), ("[CORE]\n\tSSHCommand = evil\n", false),
    ("[user]\n name = a\n[core]\n\teditor=evil", false),
  ])
  func settingsOfARepositoryAreKnownToBeHarmlessOrAreNot(text: String, areHarmless: Bool) {
    #expect(GitSettings.areHarmless(text) == areHarmless)
  }

  @Test(
    arguments: [
      ([".agent-tui.json"], [], "", [".agent-tui.json"]),
      ([".git/hooks", ".git/config"], ["pre-commit.sample"], "[core]\nbare = false", []),
      ([".git/hooks", ".git/config"], ["pre-commit"], "[core]\nbare = false", [".git/hooks"]),
      ([".git/hooks", ".git/config"], ["a.sample"], "[alias]\na = !b", [".git/config"]),
      ([".vscode", "src", ".envrc"], [], "", [".envrc", ".vscode"]),
      ([], [], "", []),
    ] as [([String], [String], String, [String])])
  func whatIsProtectedAndWasMadeByACommandMayNotStay(
    made: [String], hooks: [String], settings: String, found: [String]
  ) {
    let isAfter = Monitor(false)
    let arrivals = ProtectedArrivals(in: "/w") { path in
      guard isAfter.withLock({ $0 }) else { return nil }
      guard made.contains(where: { "/w/" + $0 == path }) else { return nil }
      return path.hasSuffix("hooks") || path.hasSuffix(".vscode") ? .folder : .file
    }
    isAfter.withLock { $0 = true }
    #expect(arrivals.found(hooks: { _ in hooks }, settings: { _ in settings }) == found)
  }

  @Test func whatWasThereBeforeStays() {
    let arrivals = ProtectedArrivals(in: "/w") { _ in .file }
    #expect(arrivals.found(hooks: { _ in ["evil"] }, settings: { _ in "[alias]\na = !b" }) == [])
  }
}
