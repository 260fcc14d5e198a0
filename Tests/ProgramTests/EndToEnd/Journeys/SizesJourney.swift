import TerminalUI
import Testing
import TestSupport

@testable import Program

extension Journeys {
  @Suite struct SizesJourney {
    @Test func resizedWhileStreamingEverySizeShowsTheStreamAndTakesATask() throws {
      let options = ConsoleJourney.model(agents: 4, context: 8192, maxTokens: 4000) + ["--temperature", "1.5"]
      try ConsoleJourney.opened(at: Size(width: 120, height: 36), options) { console in
        try console.seesSlots(0, of: 4)
        console.gives("Tell a very long story.")
        try console.sees("text in the first pane") { !$0.letters(ofPane: 1).isEmpty }

        console.resizes(to: 80, 24)
        try console.sees("four panes in 80×24") { screen in
          (1...4).allSatisfy { !screen.title(ofPane: $0).isEmpty } && screen.lines[22].hasPrefix("ada › ")
            && screen.title(ofPane: 1).contains("decode") && !screen.letters(ofPane: 1).isEmpty
        }

        console.resizes(to: 50, 15)
        try console.sees("a list and one pane in 50×15") { screen in
          screen.lines[2].hasPrefix("│›1 ada") && screen.lines[8].hasPrefix("│ 4 dot")
            && screen.lines[1].contains("┌ 1 ada ● decode") && screen.lines[13].hasPrefix("ada › ")
        }

        try console.isPictured(as: "narrow", renewed: .whenMissing)

        console.resizes(to: 20, 5)
        try console.sees("one agent in 20×5") {
          $0.lines[0].hasPrefix("1 ada ● decode") && $0.lines[4].hasPrefix("ada › ")
            && $0.lines[1...3].joined().contains(where: \.isLetter)
        }
        console.gives("@bob Tell a long story.")
        try console.sees("the one that got a task in 20×5") { $0.lines[0].hasPrefix("2 bob") }

        try console.isPictured(as: "small", renewed: .whenMissing)

        console.resizes(to: 12, 3)
        try console.sees("a word that it is too small") { $0.text.contains("small") }

        console.resizes(to: 120, 36)
        try console.sees("two streams in 120×36") { screen in
          screen.text.contains("2/4") && (1...2).allSatisfy { !screen.letters(ofPane: $0).isEmpty }
        }

        // The one with the focus is stopped, the other goes on; so quitting asks.
        console.presses(.interrupt)
        try console.sees("the second one stopped") { $0.title(ofPane: 2).contains("stopped") }
        try console.goesToThePanes()
        console.types("q")
        try console.sees("and quit?")
        console.types("y")
        try console.ends(with: 0)
        try console.seesTheTerminalAsItWas()
        try console.sees("2 runs: 0 done, 2 stopped")
        let reasons = try console.journal("run.finished", "reason")
        #expect(reasons == ["stopped", "stopped"])
      }
    }
  }
}
