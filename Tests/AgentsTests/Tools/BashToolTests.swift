import OrderedJSON
import Testing
import Threading

@testable import Agents

@Suite struct BashToolTests {
  private let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  @Test(arguments: [
    ("echo hello", true, "hello\n"),
    (":", true, "(exit status 0)"),
    ("echo a; exit 4", false, "a\n(exit status 4)"),
    ("printf a; kill -9 $$", false, "a\n(ended by signal 9 (kill))"),
    ("echo $TERM $GIT_PAGER", true, "dumb cat\n"),
    ("sleep 1000 & echo a", true, "a\n(what it had left running was ended)"),
    ("printf '\\303'", true, "\u{FFFD}"),
  ])
  func whatACommandDidIsTold(command: String, ok: Bool, output: String) {
    #expect(sandbox.run(BashTool(), ["command": .string(command)]) == ToolResult(ok: ok, output: output))
  }

  @Test func itRunsInTheWorkspaceAndIsShownAsItRuns() {
    let result = sandbox.run(BashTool(), ["command": "pwd"])
    #expect(result == ToolResult(ok: true, output: sandbox.path + "\n"))
    #expect(sandbox.output == sandbox.path + "\n")
  }

  @Test func muchOutputIsBoundedForTheModelAndShownWhole() {
    let result = sandbox.run(BashTool(), ["command": "seq 1 1000000"])
    #expect(result.ok)
    #expect(result.output.utf8.count < ToolLimits.result + 100)
    #expect(result.output.hasPrefix("1\n2\n3\n"))
    #expect(result.output.hasSuffix("999999\n1000000\n"))
    #expect(result.output.contains("lines (6.8 MB) left out …"))
    // All of it is shown as it comes, and so stands in the journal.
    #expect(sandbox.output == (1...1_000_000).map { "\($0)\n" }.joined())
  }

  @Test func outputWithoutEndIsBoundedForTheScreen() {
    let result = sandbox.run(BashTool(), ["command": "seq 1 2000000"])
    #expect(result.ok)
    #expect(sandbox.output.utf8.count < ToolLimits.streamed + (64 << 10) + 100)
    #expect(sandbox.output.hasSuffix("… what follows is not shown while it runs …\n"))
  }

  @Test func aCommandPastItsTimeIsEnded() {
    let result = sandbox.run(BashTool(), ["command": "sleep 1000", "timeout": 1])
    #expect(result == ToolResult(ok: false, output: "(ended after its 1 second; timeout can be up to 600)"))
  }

  @Test func aCommandIsEndedWithItsRun() {
    let context = ToolContext(workspace: sandbox.path, cancellation: sandbox.cancellation) { [sandbox] _ in
      sandbox.cancellation.cancel(reason: "stopped by ada")
    }
    let result = BashTool().run(["command": "echo begun; sleep 1000"], in: context)
    #expect(result == ToolResult(ok: false, output: "begun\n(ended with the run: stopped by ada)"))
  }

  @Test func theToolsComeInTheirFixedOrder() {
    #expect(BuiltInTools.all.map(\.name) == ["read", "write", "edit", "list", "glob", "grep", "bash"])
    #expect(BuiltInTools.all.map(\.effect) == [.reads, .writes, .writes, .reads, .reads, .reads, .executes])
  }
}
