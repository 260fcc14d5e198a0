import Testing

@testable import AgentTUI

extension Journeys {
  /// Terminals that can do less. No model is needed for that, and none is in the new home.
  @Suite struct TerminalsJourney {
    private let size = Size(width: 80, height: 24)

    @Test func terminalThatCannotMoveItsCursorIsToldOfTheCommandThatNeedsNone() throws {
      try ConsoleJourney.opened(at: size, [], environment: ["TERM": "dumb"]) { console in
        try console.ends(with: 2)
        let screen = try console.sees("agent-tui run")
        #expect(screen.text.contains("dumb"))
        try console.seesTheTerminalAsItWas()
      }
    }

    @Test func withoutAModelTheConsoleSaysHowToGetOne() throws {
      try ConsoleJourney.opened(at: size, []) { console in
        try console.sees("no model was found on this machine")
        try console.quits()
        try console.seesTheTerminalAsItWas()
      }
    }

    @Test func withNoColorNothingIsSentThatColours() throws {
      for (environment, isColoured) in [(["NO_COLOR": "1"], false), ([:], true)] {
        try ConsoleJourney.opened(at: size, ["--theme", "nord"], environment: environment) { console in
          try console.sees("4 dot")
          try console.quits()
          #expect(console.terminal.screen.isColoured == isColoured)
        }
      }
    }

    @Test func withoutUTF8EveryCharacterIsASCII() throws {
      try ConsoleJourney.opened(at: size, [], environment: ["LC_ALL": "C", "LANG": "C"]) { console in
        let screen = try console.sees("4 dot")
        #expect(screen.text.unicodeScalars.filter { !$0.isASCII } == [])
        #expect(screen.lines[1].hasPrefix("+ 1 ada"))
        try console.quits()
      }
    }
  }
}
