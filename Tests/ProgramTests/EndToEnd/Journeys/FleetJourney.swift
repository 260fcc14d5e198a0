import TerminalUI
import Testing
import TestSupport

@testable import Program

extension Journeys {
  @Suite struct FleetJourney {
    @Test func fourAgentsShareThreeSlotsThenAFourthAndAreStoppedTogether() throws {
      let options =
        ConsoleJourney.model(agents: 4, context: 4096, maxTokens: 900) + [
          "--slots", "3", "--theme", "tokyo-night", "--repeat-penalty", "1.1",
        ]
      try ConsoleJourney.opened(
        at: Size(width: 120, height: 30), options, environment: ["COLORTERM": "truecolor", "COLORFGBG": "15;0"]
      ) { console in
        try console.seesSlots(0, of: 3)
        // Each is given when the one before has its slot: whoever asks last is the one that waits.
        for (active, task) in [
          "@ada Write a story about a terminal.", "@bob Explain at length what a scheduler is.",
          "@cyd Explain how a language model writes text.",
        ].enumerated() {
          console.gives(task)
          try console.seesSlots(active + 1, of: 3)
        }
        console.gives("@dot Name sorting algorithms, with a sentence for each.")
        try console.sees("three streams, and one that waits") { screen in
          screen.lines[0].contains("queued 1") && screen.title(ofPane: 4).contains("queued #1")
            && (1...3).allSatisfy {
              screen.title(ofPane: $0).contains("tok/s") && screen.letters(ofPane: $0).count > 90
            }
        }
        try console.isPictured(as: "four-agents", renewed: .whenMissing)

        try console.goesToThePanes()
        console.types("v")
        try console.sees("Waiting for a slot: 1")
        try console.isPictured(as: "slots", renewed: .whenMissing)
        console.types("+")
        try console.seesSlots(4, of: 4)
        try console.sees("Nobody waits for a slot")
        console.presses(.escape)
        try console.sees("text of the fourth") { !$0.letters(ofPane: 4).isEmpty }
        console.types("S")
        try console.sees("four that are stopped") { screen in
          (1...4).allSatisfy { screen.title(ofPane: $0).contains("stopped") }
        }
        try console.seesSlots(0, of: 4)
        try console.quits(fromPanes: true)
        try console.seesTheTerminalAsItWas()
        #expect(try console.journal("run.finished", "reason") == Array(repeating: "stopped", count: 4))
      }
    }
  }
}
