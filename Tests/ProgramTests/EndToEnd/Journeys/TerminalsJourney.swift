import AgentTUI
import TerminalUI
import Testing
import TestSupport

@testable import Program

extension Journeys {
  /// Terminals that can do less. No model is needed for that, and none is in the new home.
  @Suite struct TerminalsJourney {
    private let size = Size(width: 80, height: 24)

    @Test func terminalThatCannotMoveItsCursorIsToldOfTheCommandThatNeedsNone() throws {
      try ConsoleJourney.opened(at: size, [], environment: ["TERM": "dumb"]) { console in
        try console.ends(with: 2)
        let screen = try console.sees("agent-tui run")
        try console.isPictured(as: "dumb")
        #expect(screen.text.contains("dumb"))
        try console.seesTheTerminalAsItWas()
      }
    }

    @Test func withoutAModelTheConsoleSaysHowToGetOne() throws {
      try ConsoleJourney.opened(at: size, []) { console in
        try console.sees("no model was found on this machine")
        try console.isPictured(as: "no-model")
        try console.quits()
        try console.seesTheTerminalAsItWas()
      }
    }

    @Test func withNoColorNothingIsSentThatColours() throws {
      for (environment, isColoured) in [(["NO_COLOR": "1"], false), ([:], true)] {
        try ConsoleJourney.opened(at: size, ["--theme", "nord"], environment: environment) { console in
          try console.sees("4 dot")
          if !isColoured { try console.isPictured(as: "no-color", renewed: .whenMissing) }
          try console.quits()
          #expect(console.terminal.screen.isColoured == isColoured)
        }
      }
    }

    @Test func withoutUTF8EveryCharacterIsASCII() throws {
      try ConsoleJourney.opened(at: size, [], environment: ["LC_ALL": "C", "LANG": "C"]) { console in
        let screen = try console.sees("4 dot")
        try console.isPictured(as: "ascii")
        #expect(screen.text.unicodeScalars.filter { !$0.isASCII } == [])
        #expect(screen.lines[1].hasPrefix("+ 1 ada"))
        try console.quits()
      }
    }

    @Test func onTheLinuxConsoleItHasSixteenColoursAndItsKeys() throws {
      try ConsoleJourney.opened(at: size, [], environment: ["TERM": "linux"]) { console in
        try console.sees("4 dot")
        console.types("\u{1B}[[A")  // F1, as only this terminal sends it.
        let help = try console.sees("Help")
        try console.isPictured(as: "linux")
        #expect(help.isColoured)
        let looks = ["Help", "Composer"].compactMap(help.look(of:))
        #expect(looks.count == 2)
        for look in looks {
          for colour in [look.foreground, look.background] where colour != .none {
            guard case .indexed(let index) = colour, index < 16 else {
              Issue.record("\(colour) is none of sixteen")
              continue
            }
          }
        }
        console.presses(.escape)
        try console.sees("no help") { !$0.text.contains("Help") }
        try console.quits()
        try console.seesTheTerminalAsItWas()
      }
    }

    @Test func withinTmuxItIsDrawnAndLeftAsAnywhere() throws {
      let options = ConsoleJourney.model(agents: 2, maxTokens: 8)
      try ConsoleJourney.opened(at: size, options, environment: ["TMUX": ""], in: .tmux) { console in
        try console.seesSlots(0, of: 2)
        console.gives("hello")
        try console.sees("the end of the run") { $0.isDone(pane: 1) && !$0.letters(ofPane: 1).isEmpty }
        console.resizes(to: 60, 16)
        try console.sees("a list and one pane") { $0.lines[2].hasPrefix("│›1 ada") }
        try console.isPictured(as: "tmux")
        // Escape comes through tmux alone, and is no Alt of the next key.
        try console.quits()
        try console.sees("[exited]")
        #expect(console.terminal.isCooked && !console.terminal.screen.isAlternate)
      }
    }

    @Test func suspendedWhileStreamingTheShellHasItsTerminalAndTheRunGoesOnAfterwards() throws {
      let options = ConsoleJourney.model(agents: 1, context: 4096, maxTokens: 2000) + ["--temperature", "1"]
      try ConsoleJourney.opened(at: size, options, in: .shell) { console in
        try console.seesSlots(0, of: 1)
        console.gives("Tell a very long story.")
        try console.sees("a line of text") { $0.letters(ofPane: 1).count > 20 }
        try isAwayForAWhile(console)
        console.presses(.interrupt)
        try console.sees("the end of the run") { $0.title(ofPane: 1).contains("stopped") }
        try console.goesToThePanes()
        console.types("q")
        try console.sees("the shell") { !$0.isAlternate && $0.text.contains("1 run: 0 done, 1 stopped") }
        console.gives("exit")
        try console.ends(with: 0)
        try console.seesTheTerminalAsItWas()
      }
    }

    /// Suspended, the terminal is the shell's; gone on, the picture and the stream are back.
    private func isAwayForAWhile(_ console: ConsoleJourney) throws {
      console.presses(.suspend)
      try console.sees("the shell") { $0.text.contains("Stopped") && !$0.isAlternate && $0.isCursorVisible }
      console.gives("echo $((40 + 2)) is the answer")
      try console.sees("42 is the answer")
      console.gives("fg")
      let back = try console.sees("the console") { $0.isAlternate && $0.title(ofPane: 1).contains("decode") }
      let before = back.letters(ofPane: 1)
      try console.sees("the stream goes on") { $0.letters(ofPane: 1) != before }
      try console.isPictured(as: "suspended", renewed: .whenMissing)
    }
  }
}
