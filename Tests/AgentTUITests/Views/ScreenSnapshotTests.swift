import Agents
import Inference
import Orchestrator
import OrderedJSON
import TerminalUI
import Testing
import TestSupport

@testable import AgentTUI

@Suite struct ScreenSnapshotTests {
  /// Four agents that decode, prefill, ask and wait, with text that is hard to lay out.
  private func busy(_ size: Size, isUnicode: Bool = true) -> ConsoleState {
    var state = ConsoleFixture.console(size: size, slots: 2, isUnicode: isUnicode)
    state.begin("ada", "list the tests that fail")
    state.tell("ada", .slotAcquired(waitedMilliseconds: 1))
    state.tell("ada", .reasoning("I should grep the log."))
    state.tell("ada", .text("## Results\nI'll look at **the results** first: 東京タワー 👨‍👩‍👧 and `code`.\n\n- one\n- two"))
    state.tell("ada", .toolStarted(call: "c1", name: "grep", arguments: ["pattern": "FAILED"]))
    state.tell("ada", .toolFinished(call: "c1", name: "grep", ok: true, output: "a\nb\nc", milliseconds: 12))
    state.tell("ada", .slotAcquired(waitedMilliseconds: 1))
    state.tell(
      "ada",
      .usage(
        .init(promptTokens: 1, reusedTokens: 0, generatedTokens: 1, millisecondsToFirstToken: 1, tokensPerSecond: 37)))
    state.tell("ada", .text("Three tests fail: \u{1B}[31mred\u{1B}[0m"))
    state.begin("bob", "explain the scheduler", task: "t2")
    state.tell("bob", .prefill(done: 412, total: 960, reused: 540))
    state.begin("cyd", "clean up", task: "t3")
    state.tell("cyd", .toolStarted(call: "c2", name: "bash", arguments: ["command": "rm -r build"]))
    state.tell("cyd", .permissionRequested(ConsoleFixture.request()))
    state.begin("dot", "write the notes", task: "t4")
    var snapshot = ConsoleFixture.snapshot(
      ["ada", "bob", "cyd", "dot"], slots: 2, holders: ["ada", "bob"], waiters: ["dot"])
    for index in 0..<4 { snapshot.agents[index].isRunning = true }
    snapshot.agents[1].mode = .plan
    _ = state.update(.snapshot(snapshot))
    state.wait(4)
    return state
  }

  @Test(arguments: [(120, 36), (80, 24), (50, 15), (40, 12), (20, 5)])
  func busyFleetAtEverySize(width: Int, height: Int) {
    let state = busy(Size(width: width, height: height))
    SnapshotFixture.expect(ScreenView.surface(state), matches: "busy-\(width)x\(height)")
  }

  @Test func busyFleetInASCII() {
    SnapshotFixture.expect(
      ScreenView.surface(busy(Size(width: 100, height: 30), isUnicode: false)), matches: "busy-ascii-100x30")
  }

  @Test(arguments: [
    ("palette", "ctrl-p z o"), ("help", "esc ?"), ("approvals", "esc !"), ("map", "esc v"), ("themes", "esc t"),
    ("quit", "esc q"), ("zoom-full", "esc z"), ("zoom-half", "esc +"), ("deny", "esc ! n"), ("log", "esc L"),
  ])
  func whatLiesOverThePanes(name: String, keys: String) {
    var state = busy(Size(width: 100, height: 30))
    state.press(keys)
    SnapshotFixture.expect(ScreenView.surface(state), matches: "overlay-\(name)-100x30")
  }

  @Test func mapShowsTheSpeedOfTheLastMinuteAndWhatIsPutAway() {
    var state = busy(Size(width: 100, height: 30))
    // ada decodes, faster and faster; dot and bob lie idle.
    for second in 1...20 {
      state.wait(1)
      var snapshot = ConsoleFixture.snapshot(
        ["ada", "bob", "cyd", "dot"], slots: 3, holders: ["ada", "bob"], waiters: ["dot"])
      snapshot.memory?.lanes = [
        .init(name: "ada", tokens: 900 + second * second, shared: 540, isActive: true),
        .init(name: "bob", tokens: 700, shared: 540, isActive: true),
        .init(name: "cyd", tokens: 540, shared: 540, isActive: false),
        .init(name: "dot", tokens: 810, shared: 540, isActive: false),
      ]
      snapshot.memory?.lanes[2].savedTokens = 1200
      snapshot.memory?.lanes[3].goesNext = true
      snapshot.memory?.lanes[0].lastTurn = .init(prompt: 1200, reused: 1100)
      snapshot.memory?.lanes[1].lastTurn = .init(
        prompt: 700, reused: 540,
        broke: .init(position: 540, dropped: 160, had: "\u{1B}[2J", has: " now", cause: .template))
      snapshot.memory?.savedBytes = 27 << 20
      _ = state.update(.snapshot(snapshot))
    }
    state.press("esc v")
    SnapshotFixture.expect(ScreenView.surface(state), matches: "overlay-map-speed-100x30")
    #expect(state.showsPassingGraph)
    state.wait(61)
    #expect(!state.showsPassingGraph)
  }

  @Test func composerWithManyLinesAndAPaste() {
    var state = ConsoleFixture.console(["ada", "bob"], size: Size(width: 80, height: 24))
    state.type("@bob look at 東京 ")
    _ = state.update(.input(.paste(String(repeating: "line\n", count: 120))))
    state.press("ctrl-j")
    state.type("and say what is wrong with it, in a few words, and why it is wrong")
    SnapshotFixture.expect(ScreenView.surface(state), matches: "composer-80x24")
  }

  @Test func consoleBeforeItsModelIsThere() {
    var state = ConsoleFixture.console(size: Size(width: 80, height: 24))
    var snapshot = FleetSnapshot(model: .loading(0.43), agents: [.init(name: "ada", mode: .ask)])
    snapshot.unassignedTasks = 1
    state.scheduler = nil
    state.memory = nil
    _ = state.update(.snapshot(snapshot))
    SnapshotFixture.expect(ScreenView.surface(state), matches: "loading-80x24")
  }

  @Test func colourIsNeverTheOnlyDifferenceBetweenStates() {
    let words = [
      AgentStatus.idle, .queued(position: 1), .prefill(nil), .decode, .tool(name: "ls", since: ConsoleFixture.start),
      .approval(tool: "ls"), .done, .stopped, .failed,
    ].map { status -> String in
      var state = ConsoleFixture.console(["ada"])
      state.agents[0].status = status
      let text = StatusText(state: state, pane: state.agents[0])
      return "\(text.mark) \(text.words)"
    }
    #expect(Set(words).count == 9)
  }
}
