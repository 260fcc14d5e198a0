import Foundation
import TerminalUI
import Testing
import TestSupport

@testable import Program

extension Journeys {
  @Suite struct EndingsJourney {
    /// Also where the terminal takes nothing: what it had not taken is thrown away.
    @Test(arguments: [SIGTERM, SIGHUP, SIGABRT], [false, true])
    func killedWhileStreamingTheTerminalIsAsItWasAndTheJournalHoldsWhatWasOnScreen(
      signal: Int32, isLineFull: Bool
    ) throws {
      let options = ConsoleJourney.model(agents: 1, context: 4096, maxTokens: 3000) + ["--temperature", "1"]
      try ConsoleJourney.opened(at: Size(width: 80, height: 24), options) { console in
        try console.seesSlots(0, of: 1)
        console.gives("Write a long story about a river.")
        let seen = try console.sees("a line of text") { $0.letters(ofPane: 1).count > 40 }
        if isLineFull { try console.fillsTheLine() }
        console.isKilled(by: signal)
        try console.ends(with: 128 + signal)
        console.terminal.takes(.fast)
        try console.seesTheTerminalAsItWas()
        if signal == SIGTERM, !isLineFull { try console.isPictured(as: "killed", renewed: .whenMissing) }
        let kept = try console.journal("text", "text").joined().filter(\.isLetter)
        #expect(kept.contains(seen.letters(ofPane: 1)), "\(seen.text)\n\(kept)")
      }
    }
  }
}
