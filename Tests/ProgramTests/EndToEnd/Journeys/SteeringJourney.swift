import AgentTUI
import TerminalUI
import Testing
import TestSupport

@testable import Program

extension Journeys {
  /// The console itself: commands, help, themes, slots, agents. The model is loaded and has nothing to do.
  @Suite struct SteeringJourney {
    @Test func paletteHelpThemesSlotsAndAgents() throws {
      let options = ConsoleJourney.model(agents: 2, maxTokens: 8)
      try ConsoleJourney.opened(
        at: Size(width: 100, height: 30), options, environment: ["COLORTERM": "truecolor", "COLORFGBG": "15;0"]
      ) { console in
        try console.seesSlots(0, of: 2)
        try choosesACommand(console)
        try readsHelp(console)
        try choosesATheme(console)
        try changesTheSlots(console)
        try makesAndClosesAgents(console)
        console.types("q")
        try console.ends(with: 0)
        try console.seesTheTerminalAsItWas()
      }
    }

    /// A few letters are enough; what is not possible says why.
    private func choosesACommand(_ console: ConsoleJourney) throws {
      console.presses(.palette)
      try console.sees("Commands")
      console.types("stop")
      try console.sees("ada has no run to stop")
      try console.isPictured(as: "palette")
      console.presses(.deleteToStart)
      console.types("zm pn bk")
      try console.sees("Zoom the pane, and back")
      console.presses(.enter)
      try console.sees("one pane") { $0.title(ofPane: 2).isEmpty && !$0.title(ofPane: 1).isEmpty }
      try console.goesToThePanes()
      console.types("z")
      try console.sees("two panes") { !$0.title(ofPane: 2).isEmpty }
    }

    private func readsHelp(_ console: ConsoleJourney) throws {
      console.types("?")
      try console.sees("Help")
      console.types("/")
      try console.sees("only lines with")
      console.types("slot")
      let help = try console.sees("the lines about slots") {
        $0.text.contains("One slot more") && !$0.text.contains("Rename")
      }
      #expect(help.text.contains("Slots and KV memory"))
      console.presses(.enter)
      try console.isPictured(as: "help")
      console.types("q")
      try console.sees("the panes") { !$0.text.contains("Help: slot") }
    }

    /// A theme is seen before it is chosen, and gone again when it is not.
    private func choosesATheme(_ console: ConsoleJourney) throws {
      let own = try #require(console.terminal.screen.look(of: "agent-tui"))
      console.types("t")
      try console.sees("Themes")
      console.presses(.down)
      let preview = try console.sees("the next theme on the whole screen") { $0.look(of: "agent-tui") != own }
      #expect(preview.look(of: "1 ada") != nil)
      try console.isPictured(as: "themes")
      console.presses(.escape)
      try console.sees("the theme from before") { $0.look(of: "agent-tui") == own }
      console.types("t")
      try console.sees("Themes")
      console.types("dracula")
      console.presses(.enter)
      try console.sees("theme dracula")
      #expect(console.terminal.screen.look(of: "agent-tui") != own)
    }

    private func changesTheSlots(_ console: ConsoleJourney) throws {
      console.types("v")
      try console.sees("Slots: 0 of 2 held")
      console.types("++")
      try console.seesSlots(0, of: 4)
      console.types("---")
      try console.seesSlots(0, of: 1)
      console.types("-")
      try console.sees("there is one slot, and one is needed")
      console.types("+")
      try console.seesSlots(0, of: 2)
      console.presses(.escape)
      try console.sees("the panes") { !$0.text.contains("Slots: 0") }
    }

    private func makesAndClosesAgents(_ console: ConsoleJourney) throws {
      console.types("n")
      try console.sees("a third pane with the focus") { $0.lines.contains { $0.hasPrefix("cyd › ") } }
      console.types("r")
      try console.sees("new name of cyd")
      console.presses(.deleteToStart)
      console.gives("scout")
      try console.sees("3 scout")
      console.types("m")
      try console.sees("the next mode") { $0.title(ofPane: 3).contains("accept-edits") }
      console.types("x")
      try console.sees("two panes") { $0.title(ofPane: 3).isEmpty }
    }
  }
}
