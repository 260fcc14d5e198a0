import Foundation
import OrderedJSON
import TerminalUI
import Testing
import TestSupport

@testable import Program

extension Journeys {
  @Suite struct ApprovalJourney {
    /// Whatever command the model thinks of: the shell that would run it leaves a mark, and ends before it.
    private static let mark = "shell-ran"

    private func askedForACommand(_ journey: (ConsoleJourney, _ mark: String) throws -> Void) throws {
      let options =
        ConsoleJourney.model(agents: 1, context: 2048, tools: "bash", maxTokens: 300) + [
          "--tool-choice", "bash", "--max-iterations", "1", "--permission-mode", "ask", "--temperature",
          "0",
          // The shell's own start file leaves the mark, outside of the workspace: both must be let through.
          "--sandbox", "off", "--sandbox-env", "BASH_ENV",
        ]
      let place = try TemporaryFolder()
      defer { place.remove() }
      let folder = place.path
      let mark = "\(folder)/\(Self.mark)"
      try "touch '\(mark)'\nexit 0\n".write(toFile: "\(folder)/profile", atomically: true, encoding: .utf8)
      try ConsoleJourney.opened(
        at: Size(width: 100, height: 30), options, environment: ["BASH_ENV": "\(folder)/profile"]
      ) { console in
        try console.seesSlots(0, of: 1)
        console.gives("List the files here with the command: ls")
        try console.sees("approval: bash")
        try console.sees("y once")
        // The question holds no slot, and nothing has run.
        try console.seesSlots(0, of: 1)
        #expect(!FileManager.default.fileExists(atPath: mark))
        try console.goesToThePanes()
        try journey(console, mark)
      }
    }

    @Test func nothingRunsBeforeItIsAllowedAndThenItRunsOnce() throws {
      try askedForACommand { console, mark in
        console.types("y")
        try console.sees("how the command ended") { $0.rows(ofPane: 1)[1].contains("→ (no output)") }
        #expect(FileManager.default.fileExists(atPath: mark))
        let decisions = try console.journal("permission.resolved", "decision")
        #expect(decisions == ["once"])
        let results = try console.journal("tool.finished", "ok")
        #expect(results == ["true"])
      }
    }

    @Test func deniedCallNeverRunsAndTheReasonIsItsResult() throws {
      try askedForACommand { console, mark in
        console.types("n")
        try console.sees("Enter confirm")
        console.gives("not on this machine")
        // Typed, the reason stands on screen before it is given: it counts in the line of the call that it ended.
        try console.sees("the reason in the call's line") {
          $0.rows(ofPane: 1).contains { $0.contains("→") && $0.contains("not on this") }
        }
        try console.isPictured(as: "denied", renewed: .whenMissing)
        #expect(!FileManager.default.fileExists(atPath: mark))
        let decisions = try console.journal("permission.resolved", "decision")
        #expect(decisions == ["deny"])
        let results = try console.journal("tool.finished", "ok")
        #expect(results == ["false"])
        let outputs = try console.journal("tool.finished", "output")
        #expect(outputs.first?.contains("not on this machine") == true)
      }
    }

    private static let options =
      ConsoleJourney.model(agents: 2, context: 2048, tools: "bash", maxTokens: 60) + [
        "--tool-choice", "bash", "--max-iterations", "1", "--temperature", "0", "--theme", "catppuccin",
      ]

    @Test func callIsEditedBeforeItRunsAndWhatTheSessionAllowsIsNotAskedAgain() throws {
      try ConsoleJourney.opened(
        at: Size(width: 100, height: 26), Self.options, environment: ["COLORTERM": "truecolor", "COLORFGBG": "15;0"]
      ) { console in
        try console.seesSlots(0, of: 2)
        console.gives("List the files here with the command: ls")
        // Whoever writes is told how to get to the keys that answer.
        try console.sees("Esc then  y once  a session")
        try console.goesToThePanes()
        try console.isPictured(as: "approval")
        try console.runsInstead("ls -d /tmp")
        try console.sees("▸ bash ls -d /tmp →")
        try console.journalHolds("the edited call's output") { events in
          events.contains {
            $0["event"]?.string == "tool.finished" && $0["output"]?.string?.hasSuffix("\n/tmp") == true
          }
        }
        try console.stopsTheRest()
        try allowsForTheSession(console)
        try console.quits(fromPanes: true)
      }
    }

    /// From here on what the model asks for runs unasked.
    private func allowsForTheSession(_ console: ConsoleJourney) throws {
      try givesItAgain(console, time: 2)
      try console.sees("the question") { $0.title(ofPane: 1).contains("approval") }
      console.types("a")
      try console.journalHolds("the answer") { $0.contains { $0["decision"]?.string == "session" } }
      try console.stopsTheRest()
      try givesItAgain(console, time: 3)
      try console.stopsTheRest()
      let asked = try console.journal("permission.requested", "arguments")
      let decisions = try console.journal("permission.resolved", "decision")
      let allowed = try #require(decisions.firstIndex(of: "session"))
      #expect(!asked[(allowed + 1)...].contains(asked[allowed]))
    }

    /// Gives the task once more, from the panes, and is back there when it has begun.
    private func givesItAgain(_ console: ConsoleJourney, time: Int) throws {
      console.types("i")
      console.gives("List the files here with the command: ls")
      try console.sees("the task") { $0.rows(ofPane: 1).count { $0.hasPrefix(" > List") } == time }
      try console.goesToThePanes()
    }

    @Test func listAnswersTheOldestFirstForTheSessionAndTheOtherWithAReason() throws {
      try ConsoleJourney.opened(
        at: Size(width: 100, height: 26), Self.options, environment: ["COLORTERM": "truecolor", "COLORFGBG": "15;0"]
      ) { console in
        try console.seesSlots(0, of: 2)
        console.gives("@ada List the files here with the command: ls")
        try console.sees("approval: bash")
        console.gives("@bob List the files here with the command: ls")
        try console.sees("! 2")
        try console.goesToThePanes()
        console.types("!")
        let list = try console.sees("both of them, the oldest first") { screen in
          screen.text.contains("2 approvals") && screen.text.contains("ada wants bash")
            && screen.lines.contains { $0.contains("bob: bash ls") }
        }
        for text in ["\(console.home)/work", "asked by: mode ask", "a allows for the session: bash(ls"] {
          #expect(list.text.contains(text), "\(list.text)")
        }
        try console.isPictured(as: "approvals")
        console.types("a")
        try console.sees("bob wants bash")
        console.types("n")
        try console.sees("deny, because")
        console.gives("ask me later")
        try console.journalHolds("the reason as a result") { events in
          events.contains { $0["output"]?.string?.contains("ask me later") == true }
        }
        #expect(try console.journal("permission.resolved", "decision").prefix(2) == ["session", "deny"])
        // What the models want beyond that nobody answers.
        console.presses(.escape)
        console.types("S")
        try console.sees("both at their ends") { screen in
          (1...2).allSatisfy { pane in ["done", "stopped"].contains { screen.title(ofPane: pane).contains($0) } }
        }
        try console.quits(fromPanes: true)
        try console.seesTheTerminalAsItWas()
      }
    }
  }
}
