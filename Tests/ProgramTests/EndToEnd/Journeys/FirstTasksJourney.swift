import OrderedJSON
import TerminalUI
import Testing
import TestSupport

@testable import Program

extension Journeys {
  @Suite struct FirstTasksJourney {
    @Test func fromTheFirstFrameOverOneTaskAndOneForAllToATerminalAsItWas() throws {
      let options = ConsoleJourney.model(agents: 4, maxTokens: 40)
      try ConsoleJourney.opened(at: Size(width: 120, height: 36), options) { console in
        try seesTheFirstFrame(console)
        try givesOneTask(console)
        try givesATaskToAll(console)
        try console.isPictured(as: "first-tasks", renewed: .whenMissing)
        try console.quits()
        try console.seesTheTerminalAsItWas()
        try console.sees("5 runs: 5 done")
        let events = try console.journal().map { $0["event"]?.string ?? "" }
        #expect(events.filter { $0 == "run.finished" }.count == 5)
        #expect(events.last == "session.finished")
      }
    }

    /// There is something to see, and to type into, before the model is loaded.
    private func seesTheFirstFrame(_ console: ConsoleJourney) throws {
      let first = try console.sees("a composer below a header without slots") {
        $0.lines[0].contains("slots -/-") && $0.lines[34].hasPrefix("ada › ")
      }
      #expect(first.isAlternate)
      for pane in 1...4 { #expect(first.title(ofPane: pane).contains("idle")) }
      try console.seesSlots(0, of: 4)
    }

    private func givesOneTask(_ console: ConsoleJourney) throws {
      // Of a short answer nothing but its end would be seen: what comes before it is computed already.
      console.gives("Tell me a long story.")
      try console.seesSlots(1, of: 4)
      try console.sees("> Tell me a long story.")
      let begun = try console.sees("text in the first pane") { !$0.letters(ofPane: 1).isEmpty }
      let length = begun.letters(ofPane: 1).count
      try console.sees("more text in the first pane") { $0.letters(ofPane: 1).count > length }
      let done = try console.sees("the end of the run") { $0.isDone(pane: 1) }
      try console.seesSlots(0, of: 4)
      for pane in 2...4 { #expect(done.letters(ofPane: pane) == "") }
    }

    private func givesATaskToAll(_ console: ConsoleJourney) throws {
      console.gives("@all count to five")
      try console.seesSlots(4, of: 4)
      for pane in 1...4 {
        try console.sees("an answer in pane \(pane)") { $0.isDone(pane: pane) && !$0.letters(ofPane: pane).isEmpty }
      }
      try console.seesSlots(0, of: 4)
    }
  }
}
