import Foundation
import OrderedJSON
import Testing
import Threading

@testable import Agents

@Suite struct JobToolTests {
  private let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  private func begin(_ command: String, in context: ToolContext) -> ToolResult {
    BashTool().run(["command": .string(command), "background": true], in: context)
  }

  /// What a job says, asked until this is in it.
  private func ask(_ number: Int, until text: String, in context: ToolContext) -> String {
    var all = ""
    while !all.contains(text) {
      all += JobTool(patience: 60).run(["id": .integer(number)], in: context).output + "\n"
    }
    return all
  }

  @Test func aJobGoesOnWhileOtherThingsAreDone() throws {
    let context = sandbox.context
    let begun = begin("mkfifo gate; echo begun; read line <gate; echo \"got $line\"; exit 3", in: context)
    #expect(begun.ok)
    #expect(begun.output.hasPrefix("job 1 is running; "))
    #expect(ask(1, until: "begun", in: context) == "job 1 is running\nbegun\n")
    #expect(BashTool().run(["command": "echo word >gate"], in: context).ok)
    // What was told once is not told again; it may be told before the end is.
    let rest = ask(1, until: "ended", in: context)
    #expect(rest.contains("job 1 has ended: exit status 3\n"))
    #expect(rest.split(separator: "got word", omittingEmptySubsequences: false).count == 2)
    #expect(!rest.contains("begun"))
    #expect(
      JobTool().run(["id": 1], in: context)
        == ToolResult(ok: true, output: "job 1 has ended: exit status 3\n(nothing new)"))
  }

  @Test func aJobRunsInTheFolderThatIsKeptAndLeavesItAsItIs() {
    let context = sandbox.context
    _ = BashTool().run(["command": "mkdir src; cd src"], in: context)
    _ = begin("pwd -P; cd /", in: context)
    #expect(ask(1, until: "ended", in: context).contains("\(sandbox.path)/src"))
    #expect(context.shell.folder(in: sandbox.path) == sandbox.path + "/src")
  }

  @Test func aJobIsStoppedWithAllThatItHasStarted() {
    let context = sandbox.context
    _ = begin("sleep 1000 & echo \"child $!\"; wait", in: context)
    let said = ask(1, until: "child ", in: context)
    let child = said.split(whereSeparator: \.isWhitespace).last.flatMap { Int32($0) } ?? 0
    #expect(child > 1 && kill(child, 0) == 0)
    #expect(
      JobTool().run(["id": 1, "stop": true], in: context)
        == ToolResult(ok: true, output: "job 1 was stopped\n(nothing new)"))
    #expect(Self.isGone(child))
  }

  /// Whether a process has ended; one that nobody has taken note of yet has.
  private static func isGone(_ process: Int32) -> Bool {
    guard kill(process, 0) == 0 else { return true }
    let state = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    return state?.split(separator: ")").last?.hasPrefix(" Z") ?? true
  }

  @Test func jobsEndWithTheRunThatHasBegunThem() {
    let context = sandbox.context
    _ = begin("echo up; sleep 1000", in: context)
    _ = ask(1, until: "up", in: context)
    sandbox.cancellation.cancel(reason: "stopped")
    context.shell.jobs.wait()
    #expect(context.shell.jobs[1]?.report().output == "job 1 was stopped\n(nothing new)")
  }

  @Test func jobsEndWithTheirAgent() throws {
    var context: ToolContext? = sandbox.context
    let job = try #require(
      context.map { context in
        _ = begin("echo up; sleep 1000", in: context)
        return context.shell.jobs[1]
      } ?? nil)
    context = nil
    job.wait()
    #expect(job.report().output.hasPrefix("job 1 was stopped\n"))
  }

  @Test func whatCannotBeDoneIsSaid() {
    let context = sandbox.context
    #expect(
      JobTool().run(["id": 7], in: context)
        == ToolResult(ok: false, output: "there is no job 7, and no other; bash with background starts one"))
    for _ in 0..<JobTable.limit { #expect(begin("sleep 1000", in: context).ok) }
    #expect(
      begin("sleep 1000", in: context)
        == ToolResult(ok: false, output: "8 jobs are running (1, 2, 3, 4, 5, 6, 7, 8); stop one with job first"))
    #expect(
      JobTool().run(["id": 9], in: context)
        == ToolResult(ok: false, output: "there is no job 9; there are: 1, 2, 3, 4, 5, 6, 7, 8"))
    context.shell.jobs.cancel()
    context.shell.jobs.wait()
    #expect(begin(":", in: context).ok)
  }

  @Test func muchOutputIsBounded() {
    let context = sandbox.context
    _ = begin("seq 1 100000", in: context)
    context.shell.jobs[1]?.wait()
    let report = JobTool().run(["id": 1], in: context).output
    #expect(report.utf8.count < ToolLimits.result + 300)
    #expect(report.hasPrefix("job 1 has ended: exit status 0\n1\n2\n"))
    #expect(report.contains("left out; ask more often, or let the command write into a file …"))
    #expect(report.hasSuffix("\n100000"))
  }

  @Test func thatItsChangesAreNotFollowedIsNoted() throws {
    let ledger = ChangeLedger()
    let author = ledger.makeAuthor()
    var context = sandbox.context
    context.changes = ledger.beginRun(of: author, task: "serve")
    _ = begin(":", in: context)
    let runs = AgentChanges(ledger: ledger, author: author).runs()
    #expect(runs.map(\.notes) == [["what its job 1 in the background changed is not followed"]])
  }
}
