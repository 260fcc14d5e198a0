import OrderedJSON
import TerminalUI
import Testing
import TestSupport

@testable import Program

extension Journeys {
  /// A line that takes a byte a millisecond, or nothing at all. Only the picture is late.
  @Suite struct SlowTerminalJourney {
    @Test func overASlowLineTheFleetGoesOnKeysWorkAndItQuitsAtOnce() throws {
      let options = ConsoleJourney.model(agents: 2, maxTokens: 60) + ["--temperature", "0"]
      try ConsoleJourney.opened(at: Size(width: 80, height: 24), options, pace: .slow) { console in
        // The first frame alone takes seconds. What is typed before the program has the line is no Enter.
        try console.sees("ada › ")
        console.gives("@all count to five")
        try console.journalHolds("two runs that are done") { events in
          events.count { $0["event"]?.string == "run.finished" } == 2
        }
        console.gives("@ada Tell a very long story.")
        try console.journalHolds("text of a third run") { events in
          events.last?["event"]?.string == "text" && events.last?["run"]?.string == "r3"
        }
        console.presses(.interrupt)
        try console.journalHolds("the stop of the third run") { events in
          events.contains { $0["event"]?.string == "run.finished" && $0["reason"]?.string == "stopped" }
        }
        let seen = console.terminal.received
        quitsUnseen(console)
        try console.ends(with: 0)
        // The end did not wait for the picture.
        #expect(console.terminal.received < seen + 5_000)
        try console.seesTheTerminalAsItWas()
        try console.sees("3 runs: 2 done, 1 stopped")
        try console.isPictured(as: "slow-line", renewed: .whenMissing)
      }
    }

    /// The end of the run is in the journal a moment before the console knows: until then it asks.
    private func quitsUnseen(_ console: ConsoleJourney) {
      console.presses(.escapeAtOnce)
      console.types("qy")
    }

    @Test func suspendedWithAFullLineTheShellHasItsTerminalAndAfterwardsThePictureIsWhole() throws {
      let size = Size(width: 80, height: 24)
      try ConsoleJourney.opened(at: size, [], in: .shell) { console in
        try console.sees("no model was found on this machine")
        let before = console.terminal.screen.lines
        try console.fillsTheLine()
        console.presses(.suspend)
        try console.clearsTheLine()
        console.terminal.takes(.fast)
        try console.sees("the shell") { $0.text.contains("Stopped") && !$0.isAlternate && $0.isCursorVisible }
        console.gives("echo $((40 + 2)) is the answer")
        try console.sees("42 is the answer")
        console.gives("fg")
        try console.sees("the console as it was") { $0.isAlternate && $0.lines == before }
        try console.isPictured(as: "back-on-a-full-line", renewed: .whenMissing)
        try console.goesToThePanes()
        console.types("q")
        try console.sees("the shell") { !$0.isAlternate && $0.isCursorVisible }
        console.gives("exit")
        try console.ends(with: 0)
        try console.seesTheTerminalAsItWas()
      }
    }
  }
}
