import OrderedJSON
import Testing
import Threading

@testable import Agents

@Suite struct BashToolTests {
  private let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  @Test(arguments: [
    ("echo hello", true, "exit status 0\nhello"),
    (":", true, "exit status 0\n(no output)"),
    ("echo a; exit 4", false, "exit status 4\na"),
    ("exit 4", false, "exit status 4\n(no output)"),
    ("printf a; kill -9 $$", false, "a\n(ended by signal 9 (kill))"),
    ("echo $TERM $GIT_PAGER", true, "exit status 0\ndumb cat"),
    ("sleep 1000 & echo a", true, "exit status 0\na\n(what it had left running was ended)"),
    (
      "printf 'a\\303b\\377'", true,
      "exit status 0\na\u{FFFD}b\u{FFFD}\n(bytes that are not UTF-8 are shown as \u{FFFD})"
    ),
    ("printf '\u{FFFD}'", true, "exit status 0\n\u{FFFD}"),
    ("for i in 10 50 100; do printf '\\r%s %%' $i; done; echo; echo done", true, "exit status 0\n100 %\ndone"),
    ("printf '\\033[31mred\\033[0m\\n'", true, "exit status 0\nred"),
    (
      "touch \"$(printf 'a\\377')\"; ls", true,
      "exit status 0\na\u{FFFD}\n(bytes that are not UTF-8 are shown as \u{FFFD})"
    ),
  ])
  func whatACommandDidIsTold(command: String, ok: Bool, output: String) {
    #expect(sandbox.run(BashTool(), ["command": .string(command)]) == ToolResult(ok: ok, output: output))
  }

  @Test func itRunsInTheWorkspaceAndIsShownAsItRuns() {
    let result = sandbox.run(BashTool(), ["command": "pwd; printf '\\033[1m1 %%\\r2 %%'"])
    #expect(result == ToolResult(ok: true, output: "exit status 0\n\(sandbox.path)\n2 %"))
    // The screen knows what to make of it.
    #expect(sandbox.output == sandbox.path + "\n\u{1B}[1m1 %\r2 %")
  }

  @Test func muchOutputIsBoundedForTheModelAndShownWhole() {
    let result = sandbox.run(BashTool(), ["command": "seq 1 1000000"])
    #expect(result.ok)
    #expect(result.output.utf8.count < ToolLimits.result + 200)
    #expect(result.output.hasPrefix("exit status 0\n1\n2\n3\n"))
    #expect(result.output.hasSuffix("999999\n1000000"))
    #expect(
      result.output.contains(
        "lines (6.9 MB) left out; to see it, run the command again with | head, | tail or | grep …"))
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
    #expect(
      result == ToolResult(ok: false, output: "(no output)\n(ended after its 1 second; timeout can be up to 600)"))
  }

  @Test func aCommandIsEndedWithItsRun() {
    let context = ToolContext(workspace: sandbox.path, cancellation: sandbox.cancellation) { [sandbox] _ in
      sandbox.cancellation.cancel(reason: "stopped by ada")
    }
    let result = BashTool().run(["command": "echo begun; sleep 1000"], in: context)
    #expect(result == ToolResult(ok: false, output: "begun\n(ended with the run: stopped by ada)"))
  }
}
