import Agents
import Orchestrator
import TerminalUI
import Testing

@testable import AgentTUI

@Suite struct NoticeTests {
  private let done = FleetEvent.Kind.runFinished(.init(reason: .done, text: ""))

  @Test func whoeverLooksAtThePaneIsNotTold() {
    var state = ConsoleFixture.console()
    #expect(state.tell("ada", done) == [])
    #expect(state.tell("bob", done) == [.notify("bob: done")])
  }

  @Test func whoeverWorksInAnotherTerminalIsToldOfEveryPane() {
    var state = ConsoleFixture.console()
    _ = state.update(.input(.focus(false)))
    #expect(state.tell("ada", done) == [.notify("ada: done")])
    #expect(
      state.tell("ada", .permissionRequested(ConsoleFixture.request())) == [.notify("ada asks: bash rm -r build")])
    _ = state.update(.input(.focus(true)))
    #expect(state.tell("ada", done) == [])
  }

  @Test func whoeverLooksAtTheApprovalsIsNotToldOfAnother() {
    var state = ConsoleFixture.console()
    state.tell("ada", .permissionRequested(ConsoleFixture.request("p1")))
    state.press("esc !")
    #expect(state.tell("bob", .permissionRequested(ConsoleFixture.request("p2"))) == [])
  }

  @Test func runThatWasStoppedTellsNobody() {
    var state = ConsoleFixture.console()
    #expect(state.tell("bob", .runFinished(.init(reason: .stopped, text: ""))) == [])
    #expect(
      state.tell("bob", .runFinished(.init(reason: .failed, text: "", error: "x"))) == [.notify("bob: failed")])
  }

  @Test func fleetThatEndsTogetherRingsOnce() {
    var state = ConsoleFixture.console()
    let events = ["bob", "cyd", "dot"].map { FleetEvent(seq: 1, time: 0, agent: $0, run: "r", kind: done) }
    #expect(state.update(.events(events)) == [.notify("bob: done, and 2 more")])
  }
}
