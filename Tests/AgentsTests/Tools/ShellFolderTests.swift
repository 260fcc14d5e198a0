import OrderedJSON
import Testing

@testable import Agents

/// The folder that is kept from one command to the next.
@Suite struct ShellFolderTests {
  private let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try sandbox.write("", to: "src/deep/a")
    try sandbox.write("", to: "docs/b")
  }

  /// Paths begin in the workspace, `/ws`.
  @Test(
    arguments: [
      ("/ws", "/ws", false, nil, nil),
      ("/ws/src", "/ws", true, "/ws/src", "now in src"),
      ("/ws/src", "/ws/src", false, "/ws/src", nil),
      ("/ws", "/ws/src", true, nil, "now in the workspace"),
      (
        "/etc", "/ws/src", true, nil,
        "it ended in /etc, outside the workspace: the next command runs in the workspace"
      ),
      ("/wsx", "/ws", true, nil, "it ended in /wsx, outside the workspace: the next command runs in the workspace"),
      (nil, "/ws/src", false, "/ws/src", nil),
      (nil, "/ws/src", true, "/ws/src", "where it ended is not known: the next command runs in src"),
      (nil, "/ws", true, nil, "where it ended is not known: the next command runs in the workspace"),
    ] as [(String?, String, Bool, String?, String?)])
  func whatFollowsFromWhereACommandHasEnded(
    end: String?, began: String, mayHaveMoved: Bool, next: String?, remark: String?
  ) {
    let resolver = PathResolver(workspace: "/ws") { _ in nil }
    let folder = ShellFolder(after: end, from: began, mayHaveMoved: mayHaveMoved, resolver: resolver)
    #expect(folder.next == next)
    #expect(folder.remark == remark)
  }

  /// Commands one after the other in one shell, and what each of them says.
  @Test(arguments: [
    (["cd src", "pwd -P"], "exit status 0\n(no output)\n(now in src)|exit status 0\n@/src"),
    (["cd src; exit 3", "pwd -P"], "exit status 3\n(no output)\n(now in src)|exit status 0\n@/src"),
    (["set -e; cd src; false; cd ..", "pwd -P"], "exit status 1\n(no output)\n(now in src)|exit status 0\n@/src"),
    (["cd src && (cd deep)", "pwd -P"], "exit status 0\n(no output)\n(now in src)|exit status 0\n@/src"),
    (
      ["trap 'echo bye' EXIT; cd src", "pwd -P"], "exit status 0\nbye\n(now in src)|exit status 0\n@/src"
    ),
    (["trap 'echo $?' EXIT; cd src; (exit 5)"], "exit status 5\n5\n(now in src)"),
    (["cd src; set -x", "pwd -P"], "exit status 0\n(no output)\n(now in src)|exit status 0\n@/src"),
    (["set -C; cd src", "pwd -P"], "exit status 0\n(no output)\n(now in src)|exit status 0\n@/src"),
    (["pwd() { echo no; }; cd src", "pwd -P"], "exit status 0\n(no output)\n(now in src)|exit status 0\n@/src"),
    (
      ["cd src/deep", "cd ..; cd ..", "pwd -P"],
      "exit status 0\n(no output)\n(now in src/deep)|exit status 0\n(no output)\n(now in the workspace)|exit status 0\n@"
    ),
    (["exec true"], "exit status 0\n(no output)"),
    (
      ["cd src; exec true", "pwd -P"],
      "exit status 0\n(no output)\n(where it ended is not known: the next command runs in the workspace)|exit status 0\n@"
    ),
    (
      ["cd /", "pwd -P"],
      "exit status 0\n(no output)\n(it ended in /, outside the workspace: the next command runs in the workspace)|"
        + "exit status 0\n@"
    ),
    (["echo $# $0 \"$@\""], "exit status 0\n0 bash"),
    (["IFS=0; false"], "exit status 1\n(no output)"),
  ])
  func theFolderHoldsFromCallToCall(commands: [String], said: String) {
    let context = sandbox.context
    let outputs = commands.map { BashTool().run(["command": .string($0)], in: context).output }
    #expect(outputs.joined(separator: "|").replacing(sandbox.path, with: "@") == said)
  }

  @Test func aFolderThatIsGoneIsToldAndTheWorkspaceTakesItsPlace() throws {
    let context = sandbox.context
    _ = BashTool().run(["command": "cd src/deep"], in: context)
    #expect(context.shell.folder(in: sandbox.path) == sandbox.path + "/src/deep")
    _ = sandbox.run(BashTool(), ["command": "rm -r src"])
    #expect(context.shell.folder(in: sandbox.path) == sandbox.path)
    #expect(
      BashTool().run(["command": "pwd -P"], in: context)
        == ToolResult(
          ok: true,
          output: "exit status 0\n\(sandbox.path)\n(the folder src/deep is gone: this ran in the workspace)"))
    #expect(BashTool().run(["command": ":"], in: context).output == "exit status 0\n(no output)")
  }

  @Test func aLinkThatTakesTheFoldersPlaceIsNotFollowed() throws {
    let outside = try Sandbox()
    let context = sandbox.context
    _ = BashTool().run(["command": "cd src"], in: context)
    _ = sandbox.run(BashTool(), ["command": "rm -r src"])
    try sandbox.link("src", to: outside.path)
    #expect(context.shell.folder(in: sandbox.path) == sandbox.path)
  }

  @Test func aFolderWhoseNameIsNotUTF8IsNotKept() {
    let context = sandbox.context
    let result = BashTool().run(["command": "d=$(printf 'a\\377b'); mkdir \"$d\"; cd \"$d\"; ls .."], in: context)
    #expect(
      result.output
        == "exit status 0\na\u{FFFD}b\ndocs\nsrc\n(bytes that are not UTF-8 are shown as \u{FFFD}; "
        + "where it ended is not known: the next command runs in the workspace)")
  }

  @Test func eachAgentHasAFolderOfItsOwn() {
    let (ada, bob) = (sandbox.context, sandbox.context)
    _ = BashTool().run(["command": "cd src"], in: ada)
    #expect(BashTool().run(["command": "pwd -P"], in: bob).output == "exit status 0\n\(sandbox.path)")
  }

  @Test func nothingOfItIsLeftBehind() throws {
    // Whatever the shell reports lies in a file, and that is gone with the call.
    let result = sandbox.run(BashTool(), ["command": "trap -p EXIT"])
    let place = try #require(
      result.output.split { "| ".contains($0) }.first { $0.contains("/agent-tui-") }.map(String.init))
    #expect(sandbox.run(BashTool(), ["command": .string("test -e \(place)")]).output == "exit status 1\n(no output)")
  }
}
