import OrderedJSON
import Testing

@testable import AgentTUI

extension Journeys {
  /// A line that takes a byte a millisecond. Only the picture is late.
  @Suite struct SlowTerminalJourney {
    @Test func overASlowLineTheFleetGoesOnKeysWorkAndItEndsAtOnce() throws {
      let options = ConsoleJourney.model(agents: 2, maxTokens: 60) + ["--temperature", "0"]
      try ConsoleJourney.opened(at: Size(width: 80, height: 24), options, isSlow: true) { console in
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
        console.isKilled(by: 15)
        try console.ends(with: 128 + 15)
        // The end did not wait for the picture: only then it is let through.
        #expect(console.terminal.received < seen + 20_000)
        console.terminal.hurries()
        try console.seesTheTerminalAsItWas()
      }
    }
  }
}
