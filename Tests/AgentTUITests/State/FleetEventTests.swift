import Agents
import Inference
import Orchestrator
import OrderedJSON
import TerminalUI
import Testing

@testable import AgentTUI

@Suite struct FleetEventTests {
  @Test func agentThatWasStartedBeginsWithAnEmptyPaneAlsoUnderANameThatWasUsed() {
    var state = ConsoleFixture.console()
    state.tell("eve", .agentStarted(by: "ada"), run: nil)
    state.tell("eve", .text("of the first one"))
    #expect(state.agents.last?.transcript.isEmpty == false)
    state.tell("eve", .agentStarted(by: "bob"), run: nil)
    #expect(state.agents.map(\.name) == ["ada", "bob", "cyd", "dot", "eve"])
    #expect(state.agents.last?.transcript.isEmpty == true)
    #expect(state.agents.last?.startedBy == "bob")
    // A name that a person has taken away from an agent is that agent's no more.
    _ = state.update(.agentRenamed(from: "eve", to: "zed"))
    state.tell("eve", .agentStarted(by: "ada"), run: nil)
    #expect(state.agents.map(\.name) == ["ada", "bob", "cyd", "dot", "zed", "eve"])
  }

  @Test func paneOfAnAgentThatWasStartedShowsByWhomUnderThatOnesPresentName() {
    var state = ConsoleFixture.console(size: Size(width: 160, height: 30))
    state.tell("eve", .agentStarted(by: "ada"), run: nil)
    #expect(state.screen.contains { $0.contains("5 eve ○ idle") && $0.contains(" by ada ") })
    var snapshot = ConsoleFixture.snapshot(["zoe", "bob", "cyd", "dot", "eve"], slots: 4)
    snapshot.agents[4].startedBy = "zoe"
    _ = state.update(.snapshot(snapshot))
    #expect(state.screen.contains { $0.contains(" by zoe ") })
  }

  @Test func stateOfAnAgentFollowsItsEvents() {
    var state = ConsoleFixture.console()
    var seen: [String] = []
    func note(_ state: ConsoleState) { seen.append(StatusText(state: state, pane: state.agents[0]).words) }
    state.begin("ada", "hello")
    note(state)
    state.tell("ada", .slotWaiting(position: 2))
    note(state)
    state.tell("ada", .slotAcquired(waitedMilliseconds: 5))
    note(state)
    state.tell("ada", .prefill(done: 412, total: 960, reused: 540))
    note(state)
    state.tell("ada", .text("Hi"))
    note(state)
    state.tell(
      "ada",
      .usage(
        .init(promptTokens: 9, reusedTokens: 0, generatedTokens: 9, millisecondsToFirstToken: 5, tokensPerSecond: 37)))
    note(state)
    state.tell("ada", .toolStarted(call: "c1", name: "bash", arguments: ["command": "make"]))
    state.wait(3)
    note(state)
    state.tell("ada", .toolFinished(call: "c1", name: "bash", ok: true, output: "ok", milliseconds: 3000))
    state.tell("ada", .runFinished(.init(reason: .done, text: "Hi")))
    note(state)
    #expect(
      seen == [
        "queued", "queued #2", "prefill", "prefill 42%", "decode", "decode 37 tok/s", "tool: bash 3s", "done",
      ])
  }

  @Test(arguments: [
    (RunOutcome(reason: .failed, text: "", error: "the context is full"), AgentStatus.failed),
    (RunOutcome(reason: .stopped, text: ""), .stopped), (RunOutcome(reason: .maxTokens, text: ""), .done),
  ])
  func endOfARunIsShown(outcome: RunOutcome, status: AgentStatus) {
    var state = ConsoleFixture.console()
    state.begin("ada", "hello")
    state.tell("ada", .runFinished(outcome))
    #expect(state.agents[0].status == status)
  }

  @Test func runThatEndsOutOfSightIsToldAndOneInSightIsNot() {
    var state = ConsoleFixture.console()
    state.begin("ada", "hello")
    state.begin("bob", "hello", task: "t2")
    #expect(state.tell("ada", .runFinished(.init(reason: .done, text: ""))) == [])
    #expect(state.tell("bob", .runFinished(.init(reason: .done, text: ""))) == [.notify("bob: done")])
  }

  @Test func piecesOfTextBecomeOneEntryAndAToolCallPartsThem() {
    var state = ConsoleFixture.console()
    state.begin("ada", "go")
    state.tell("ada", .text("I look"))
    state.tell("ada", .text(" first."))
    state.tell("ada", .toolStarted(call: "c1", name: "ls", arguments: .null))
    state.tell("ada", .text("Done."))
    let kinds = state.agents[0].transcript.entries.map(\.searchText)
    #expect(kinds.first == "go")
    #expect(kinds.contains("I look first."))
    #expect(kinds.last == "Done.")
    #expect(kinds.count == 4)
  }

  @Test func diffThatIsAskedAboutBelongsToTheCallThatWasToldLast() {
    var state = ConsoleFixture.console()
    state.begin("ada", "go")
    state.tell("ada", .toolStarted(call: "c1", name: "edit", arguments: ["path": "x"]))
    state.tell("ada", .permissionRequested(ConsoleFixture.request(diff: "-a\n+b")))
    #expect(state.screen.contains { $0.contains("edit x → waits for approval") })
    state.tell("ada", .permissionResolved(request: "p1", decision: "once", by: "person"))
    state.tell("ada", .toolFinished(call: "c1", name: "edit", ok: true, output: "ok", milliseconds: 1))
    state.tell("ada", .toolStarted(call: "c2", name: "edit", arguments: ["path": "y"]))
    #expect(
      state.agents[0].transcript.entries.map { entry in
        if case .tool(let call) = entry.kind { call.diff != nil } else { false }
      } == [false, true, false])
    state.press("esc [ [ o")
    #expect(state.screen.contains { $0.contains("+b") })
  }

  /// Asked or not: what the model is told holds the changed lines too, and an open call shows it once, with its colours.
  @Test(arguments: [true, false])
  func diffOfAChangeIsShownOnceInItsCall(isAsked: Bool) throws {
    let diff = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-old \u{1B}[31m\u{202E}\u{0}\n+new\n"
    var state = ConsoleFixture.console(["ada"])
    state.begin("ada", "go")
    state.tell("ada", .toolStarted(call: "c1", name: "edit", arguments: ["path": "x", "old_string": "old"]))
    if isAsked {
      state.tell("ada", .permissionRequested(ConsoleFixture.request(diff: diff)))
      state.tell("ada", .permissionResolved(request: "p1", decision: "once", by: "person"))
    }
    let output = "x changed:\n-old \u{1B}[31m\u{202E}\u{0}\n+new\n"
    state.tell("ada", .toolFinished(call: "c1", name: "edit", ok: true, output: output, milliseconds: 1, diff: diff))
    #expect(state.screen.contains { $0.contains("▸ edit x → x changed: 1 added, 1 removed, 1 ms") })
    #expect(!state.screen.contains { $0.contains("+new") })
    state.press("esc o")
    let rows = state.screen
    let first = try #require(rows.firstIndex { $0.contains("▾ edit x") })
    #expect(
      rows[(first + 1)...(first + 6)].map { $0.filter { !"│ ".contains($0) } } == [
        "---a/x", "+++b/x", "@@-1+1@@", "-old␛[31m‹U+202E›␀", "+new", "xchanged:1added,1removed",
      ])
    let surface = ScreenView.surface(state)
    #expect(surface[4, first + 4]?.style.role == .removed)
    #expect(surface[4, first + 5]?.style.role == .added)
    state.press("o")
    #expect(state.screen.count { $0.contains("+new") } == 0)
  }

  @Test func diffOfACallThatWasDeniedStaysAndWhatItSaysIsWhole() {
    var state = ConsoleFixture.console(["ada"])
    state.begin("ada", "go")
    state.tell("ada", .toolStarted(call: "c1", name: "edit", arguments: ["path": "x"]))
    state.tell("ada", .permissionRequested(ConsoleFixture.request(diff: "-a\n+b")))
    state.tell("ada", .permissionResolved(request: "p1", decision: "deny", by: "person"))
    state.tell("ada", .toolFinished(call: "c1", name: "edit", ok: false, output: "not run: -a\n+b", milliseconds: 1))
    state.press("esc o")
    #expect(state.screen.count { $0.contains("+b") } == 2)
  }

  @Test func callWhoseArgumentsThePersonChangedIsShownAsItRuns() {
    var state = ConsoleFixture.console()
    state.begin("ada", "go")
    state.tell("ada", .toolStarted(call: "c1", name: "bash", arguments: ["command": "rm -r build"]))
    state.tell("ada", .toolStarted(call: "c1", name: "bash", arguments: ["command": "ls"]))
    state.tell("ada", .toolFinished(call: "c1", name: "bash", ok: true, output: "a\nb", milliseconds: 5))
    #expect(state.screen.contains { $0.contains("▸ bash ls → 2 lines, 5 ms") })
    #expect(state.agents[0].transcript.entries.count == 2)
  }

  @Test func taskForAnyoneShowsItsTextWhereItBegins() {
    var state = ConsoleFixture.console()
    state.tell(nil, .taskQueued(task: "t9", text: "whoever", position: 1), run: nil)
    state.tell("cyd", .runStarted(task: "t9"))
    #expect(state.agents[2].transcript.entries.map(\.kind) == [.person("whoever")])
  }

  @Test func eventsOnTheirWayUnderAnOldNameReachTheAgent() {
    var state = ConsoleFixture.console()
    state.begin("ada", "go")
    _ = state.update(.agentRenamed(from: "ada", to: "eva"))
    state.tell("ada", .text("late"))
    #expect(state.agents[0].name == "eva")
    #expect(state.agents[0].transcript.entries.last?.kind == .text("late"))
    #expect(state.agents.count == 4)
  }

  @Test func eventsOfAClosedAgentDoNotBringItBack() {
    var state = ConsoleFixture.console()
    state.begin("ada", "go")
    _ = state.update(.agentClosed("ada"))
    state.tell("ada", .text("late"))
    state.tell("ada", .runFinished(.init(reason: .stopped, text: "")))
    #expect(state.agents.map(\.name) == ["bob", "cyd", "dot"])
  }

  @Test func speedIsReckonedFromTheGrowthOfTheLaneWhileItDecodes() {
    var state = ConsoleFixture.console()
    state.begin("ada", "go")
    state.tell("ada", .text("x"))
    var snapshot = ConsoleFixture.snapshot(["ada", "bob", "cyd", "dot"], slots: 4, holders: ["ada"])
    snapshot.memory?.lanes[0] = .init(name: "ada", tokens: 100, shared: 0, isActive: true)
    _ = state.update(.snapshot(snapshot))
    state.wait(2)
    snapshot.memory?.lanes[0] = .init(name: "ada", tokens: 180, shared: 0, isActive: true)
    _ = state.update(.snapshot(snapshot))
    #expect(state.agents[0].tokensPerSecond == 40)
  }

  @Test func memoryOfATranscriptIsBounded() {
    var state = ConsoleFixture.console(["ada"])
    state.begin("ada", "flood")
    let line = String(repeating: String(repeating: "x", count: 99) + "\n", count: 100)
    for _ in 0..<400 { state.tell("ada", .text(line)) }
    let transcript = state.agents[0].transcript
    #expect(transcript.entries.reduce(0) { $0 + $1.bytes } <= Transcript.mostBytes)
    #expect(transcript.isCut)
    #expect(state.screen.count == 36)
  }

  @Test func longDiffIsCutAtLinesAndSaysHowMuchIsMissing() {
    var call = TranscriptCall(call: "c", name: "edit", arguments: ["path": "x"], since: ConsoleFixture.start)
    let lines = ["--- a/x", "+++ b/x"] + (0..<10_000).map { "+line \($0)" }
    let diff = lines.joined(separator: "\n") + "\n"
    let output = "x changed:\n+line 0\n… 9,998 lines left out …\n+line 9999\n(one more thing)"
    call.finish(ok: true, output: output, milliseconds: 1, diff: diff)
    #expect(call.output == "x changed: 10000 added, 0 removed\n(one more thing)")
    let kept = (call.diff ?? "").split(separator: "\n")
    let mark = kept.firstIndex { $0.hasPrefix("@@ ") } ?? 0
    #expect(kept[..<mark].elementsEqual(lines.prefix(mark).map { $0[...] }))
    #expect(kept[(mark + 1)...].elementsEqual(lines.suffix(kept.count - mark - 1).map { $0[...] }))
    let left = diff.utf8.count - (call.diff ?? "").utf8.count + kept[mark].utf8.count + 1
    #expect(kept[mark] == "@@ \(left) bytes from its middle are in the journal only @@")
    #expect((call.diff ?? "").utf8.count <= TranscriptCall.mostOutput + 100)
  }

  @Test func outputOfAToolKeepsItsBeginningAndItsEnd() {
    var call = TranscriptCall(call: "c", name: "bash", arguments: .null, since: ConsoleFixture.start)
    for number in 0..<20_000 { call.append("line \(number)\n") }
    #expect(call.output.hasPrefix("line 0\n"))
    #expect(call.output.hasSuffix("line 19999\n"))
    #expect(call.output.utf8.count <= TranscriptCall.mostOutput * 3 / 2)
    #expect(call.omitted > 100_000)
  }
}
