import Agents
import Orchestrator
import TerminalUI
import Testing

@testable import AgentTUI

@Suite struct UpdateTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var keys: String
    var effects: [Effect]
    var testDescription: String { keys }
    init(_ keys: String, _ effects: Effect...) {
      self.keys = keys
      self.effects = effects
    }
  }

  @Test(arguments: [
    Case("esc n", .addAgent), Case("esc x", .closeAgent("ada")), Case("esc m", .setMode(.acceptEdits, of: "ada")),
    Case("esc l m", .setMode(.acceptEdits, of: "bob")), Case("esc 3 x", .closeAgent("cyd")),
    Case("esc v +", .resizeSlots(5)), Case("esc v -", .resizeSlots(3)),
    Case("esc v + + -", .resizeSlots(5), .resizeSlots(6), .resizeSlots(5)), Case("ctrl-l", .redraw),
    Case("ctrl-z", .suspend), Case("ctrl-g", .openEditor("")), Case("esc q", .quit),
    Case("esc t down", .setTheme("gruvbox", isChosen: false)),
    Case("esc t down enter", .setTheme("gruvbox", isChosen: false), .setTheme("gruvbox", isChosen: true)),
    Case("esc t down esc", .setTheme("gruvbox", isChosen: false), .setTheme("terminal", isChosen: false)),
    Case("esc r backspace enter", .rename("ada", to: "ad")), Case("esc r enter"), Case("esc r x esc"),
    Case("ctrl-p q u i t enter", .quit), Case("ctrl-p esc"), Case("esc s"),
  ])
  func keysHaveTheirEffects(test: Case) {
    var state = ConsoleFixture.console()
    #expect(state.press(test.keys) == test.effects)
  }

  @Test func actionThatIsNotPossibleSaysWhy() {
    var state = ConsoleFixture.console()
    state.press("esc s")
    #expect(state.notice?.text == "ada has no run to stop")
  }

  @Test(arguments: [("y", "y"), ("q", "q"), ("!", "!"), ("?", "?")])
  func lettersAreTextInTheComposerAlsoWhileAnApprovalWaits(key: String, text: String) {
    var state = ConsoleFixture.console()
    state.begin("ada", "clean up")
    state.tell("ada", .permissionRequested(ConsoleFixture.request()))
    #expect(state.press(key) == [])
    #expect(state.composer.input.text == text)
  }

  @Test func firstInterruptStopsTheRunAndASecondWithinASecondOffersToQuit() {
    var state = ConsoleFixture.console()
    state.begin("ada", "work")
    #expect(state.press("ctrl-c") == [.stop("ada")])
    state.wait(0.5)
    #expect(state.press("ctrl-c") == [])
    #expect(state.overlay == .confirmation(.quit))
    #expect(state.press("y") == [.quit])
  }

  @Test func secondInterruptAfterASecondStopsAgain() {
    var state = ConsoleFixture.console()
    state.begin("ada", "work")
    state.press("ctrl-c")
    state.wait(1.5)
    #expect(state.press("ctrl-c") == [.stop("ada")])
    #expect(state.overlay == nil)
  }

  @Test func interruptWithNothingToStopSaysHowToQuit() {
    var state = ConsoleFixture.console()
    #expect(state.press("ctrl-c") == [])
    #expect(state.notice?.text == "nothing to stop here; Esc then q quits, or Ctrl-C again")
  }

  @Test func quittingAsksWhileSomethingRuns() {
    var state = ConsoleFixture.console()
    state.begin("bob", "work")
    #expect(state.press("esc q") == [])
    #expect(state.press("n") == [])
    #expect(!state.isQuitting)
    #expect(state.press("q y") == [.quit])
    #expect(state.isQuitting)
  }

  @Test func quittingAsksWhileTasksWait() {
    var state = ConsoleFixture.console()
    var snapshot = ConsoleFixture.snapshot(["ada", "bob"], slots: 2)
    snapshot.unassignedTasks = 1
    snapshot.agents[1].queuedTasks = 2
    _ = state.update(.snapshot(snapshot))
    #expect(state.press("esc q") == [])
    #expect(state.screen.contains { $0.contains("Nothing runs, and 3 tasks wait. Drop them and quit?") })
    #expect(state.press("y") == [.quit])
  }

  @Test(arguments: [
    (0, 0, "Nothing runs any more. Quit?"), (1, 0, "One run is on. Stop it and quit?"),
    (2, 0, "2 runs are on. Stop them and quit?"), (0, 1, "Nothing runs, and one task waits. Drop it and quit?"),
    (0, 2, "Nothing runs, and 2 tasks wait. Drop them and quit?"),
    (1, 1, "One run is on and one task waits. Stop and drop them, and quit?"),
    (3, 5, "3 runs are on and 5 tasks wait. Stop and drop them, and quit?"),
  ])
  func questionBeforeQuittingCountsWhatRunsAndWaitsWhileItStands(running: Int, queued: Int, question: String) {
    #expect(Confirmation.quit.question(running: running, queued: queued) == question)
  }

  @Test func closingAnAgentThatWorksAsksFirst() {
    var state = ConsoleFixture.console()
    state.begin("ada", "work")
    #expect(state.press("esc x") == [])
    #expect(state.overlay == .confirmation(.close(agent: "ada")))
    #expect(state.press("y") == [.closeAgent("ada")])
  }

  @Test func lastAgentIsNotClosed() {
    var state = ConsoleFixture.console(["ada"])
    #expect(state.press("esc x") == [])
    #expect(state.notice?.text == "it is the last agent")
  }

  @Test func orderOfAgentsStaysWhateverTheyDo() {
    var state = ConsoleFixture.console()
    state.begin("cyd", "a")
    state.tell("cyd", .runFinished(.init(reason: .done, text: "")))
    state.begin("bob", "b")
    #expect(state.agents.map(\.name) == ["ada", "bob", "cyd", "dot"])
  }

  @Test func escapeLeavesOneThingAfterTheOther() {
    var state = ConsoleFixture.console()
    state.begin("ada", "find me")
    state.press("esc z / f i n d enter")
    #expect(state.focused?.search != nil)
    state.press("esc")
    #expect(state.focused?.search == nil)
    #expect(state.zoom == .full)
    state.press("esc")
    #expect(state.zoom == .normal)
    #expect(state.place == .panes)
    state.press("esc")
    #expect(state.place == .panes, "who presses it twice to be sure does not write what was meant as a key")
  }

  @Test func zoomKeysGoThroughItsSizes() {
    var state = ConsoleFixture.console()
    state.press("esc +")
    #expect(state.zoom == .half)
    state.press("+")
    #expect(state.zoom == .full)
    state.press("_ _")
    #expect(state.zoom == .normal)
    state.press("z")
    #expect(state.zoom == .full)
  }

  @Test(arguments: [("l", 1), ("j", 2), ("l j", 3), ("l j h", 2), ("l j k", 1), ("h", 0), ("tab tab tab tab", 0)])
  func focusMovesAsThePanesStand(keys: String, focus: Int) {
    var state = ConsoleFixture.console()
    state.press("esc " + keys)
    #expect(state.focus == focus)
  }

  @Test func signalEndsTheConsole() {
    var state = ConsoleFixture.console()
    state.begin("ada", "work")
    #expect(state.update(.input(.terminated(signal: 15))) == [.quit])
    #expect(state.signal == 15)
  }

  @Test(arguments: [("esc v", "Slots and KV memory"), ("esc L", "Log"), ("esc t", "Themes"), ("ctrl-p", "Commands")])
  func helpGoesBackToWhereItWasAskedFor(keys: String, title: String) {
    var state = ConsoleFixture.console()
    state.press(keys)
    let before = state.overlay
    #expect(before != nil && state.screen.contains { $0.contains(title) })
    state.press("f1 esc")
    #expect(state.overlay == before)
    state.press("f1 f1 esc")
    #expect(state.overlay == before)
    state.press("esc")
    #expect(state.overlay == nil)
  }

  @Test func themeThatWasOnlyLookedAtIsNotKeptBehindHelp() {
    var state = ConsoleFixture.console()
    let before = state.settings.theme
    state.press("esc t down")
    #expect(state.settings.theme != before)
    state.press("f1")
    #expect(state.settings.theme == before)
  }

  @Test func helpIsSearchedAlsoWhereNothingHasBeenSaid() {
    var state = ConsoleFixture.console()
    state.press("esc ? /")
    state.type("slot")
    #expect(state.screen.contains { $0.contains("One slot more") })
    #expect(!state.screen.contains { $0.contains("Rename the agent") })
  }

  @Test func whatWasToldGoesWithTheNextKeyAndAProblemStaysItsTime() {
    var state = ConsoleFixture.console()
    state.press("esc s")
    #expect(state.notice?.text == "ada has no run to stop")
    state.press("z")
    #expect(state.notice == nil)
    _ = state.update(.refused("it cannot be"))
    state.press("z")
    #expect(state.notice?.text == "it cannot be")
    state.wait(ConsoleState.noticeSeconds)
    #expect(state.notice == nil)
  }

  @Test func screenshotHasTheKeyThatItIsGivenAlsoOverWhatLiesOverThePanes() {
    var state = ConsoleFixture.console(keys: ["screenshot": "f12"])
    #expect(state.press("f12") == [.screenshot])
    for place in ["esc v", "esc t", "esc ?", "esc y", "ctrl-p"] {
      var state = state
      state.press(place)
      #expect(state.press("f12") == [.screenshot], "\(place)")
    }
  }
}
