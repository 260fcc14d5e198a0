import TerminalUI
import Testing
import TestSupport

@testable import Program

extension Journeys {
  /// What an agent wrote, and undone again. The model decides only that it runs something; what, the
  /// person says in its place.
  @Suite struct ChangesJourney {
    /// Fourteen stations, with a train at two of them.
    private static func line(_ trains: (third: String, twelfth: String)) -> String {
      (1...14).map { "station \($0)" + ($0 == 3 ? trains.third : $0 == 12 ? trains.twelfth : "") + "\n" }.joined()
    }

    @Test func whatAnAgentWroteIsLookedAtHunkByHunkOneIsUndoneAndThenTheWholeRun() throws {
      let options =
        ConsoleJourney.model(agents: 1, context: 2048, tools: "bash", maxTokens: 120) + [
          "--tool-choice", "bash", "--max-iterations", "1", "--temperature", "0", "--theme", "tokyo-night",
        ]
      try ConsoleJourney.opened(
        at: Size(width: 100, height: 28), options, environment: ["COLORTERM": "truecolor", "COLORFGBG": "15;0"],
        files: ["line.txt": Self.line((" waits", " waits"))]
      ) { console in
        try console.seesSlots(0, of: 1)
        // What a small model would edit is not known beforehand; a command that the person writes is.
        try console.letsRun("sed -i 's/ waits/ departs/' line.txt")
        try console.sees("what the command did") { $0.lines.contains { $0.contains("▸ bash sed") } }
        try console.stopsTheRest()
        #expect(try console.file("line.txt") == Self.line((" departs", " departs")))

        try looksAtTheHunks(console)
        console.types("ju")
        try console.sees("hunk 1 of 1")
        #expect(try console.file("line.txt") == Self.line((" departs", " waits")))

        console.types("U")
        try console.sees("Undo all that this run wrote, in line.txt?")
        console.types("y")
        try console.sees("Nothing that this agent wrote is there to undo.")
        #expect(try console.file("line.txt") == Self.line((" waits", " waits")))
        console.presses(.escape)
        try console.sees("how the run ended") { !$0.text.contains("What ada wrote") }
        console.types("q")
        try console.ends(with: 0)
        try console.seesTheTerminalAsItWas()
        #expect(try console.journal("permission.resolved", "decision").first == "edited")
      }
    }

    @Test func whatACommandChangedMadeAndRemovedIsLookedAtAndUndone() throws {
      let options =
        ConsoleJourney.model(agents: 1, context: 2048, tools: "bash", maxTokens: 120) + [
          "--tool-choice", "bash", "--max-iterations", "1", "--temperature", "0",
        ]
      try ConsoleJourney.opened(
        at: Size(width: 100, height: 28), options, files: ["line.txt": Self.line(("", "")), "old.txt": "old\n"]
      ) { console in
        try console.letsRun("sed -i s/station/stop/ line.txt; mv old.txt new.txt")
        try console.sees("what the command did") { $0.lines.contains { $0.contains("▸ bash sed") } }
        try console.stopsTheRest()
        #expect(try console.file("new.txt") == "old\n")

        console.types("d")
        let parts = ["line.txt", "+14 -14", "new.txt", "old.txt", "-station 1", "+stop 1", "is ignored, in .git"]
        try console.sees("all three files") { screen in parts.allSatisfy(screen.text.contains) }
        console.types("G")
        try console.sees("old.txt removed")
        console.types("U")
        try console.sees("Undo all that this run wrote")
        console.types("y")
        try console.sees("Nothing that this agent wrote is there to undo.")
        #expect(try console.file("line.txt") == Self.line(("", "")))
        #expect(try console.file("old.txt") == "old\n")
        console.presses(.escape)
        try console.sees("how the run ended") { !$0.text.contains("What ada wrote") }
        console.types("q")
        try console.ends(with: 0)
      }
    }

    /// The diff stands beside the list of files, in its colours.
    private func looksAtTheHunks(_ console: ConsoleJourney) throws {
      console.types("d")
      let lines = ["hunk 1 of 2", "-station 3 waits", "+station 3 departs", "-station 12 waits", "+station 12 departs"]
      let screen = try console.sees("both hunks") { screen in lines.allSatisfy(screen.text.contains) }
      let (removed, added) = (screen.look(of: "-station 3"), screen.look(of: "+station 3"))
      #expect(removed != nil && removed != added && removed != screen.look(of: "station 4"))
      try console.isPictured(as: "changes")
    }
  }
}
