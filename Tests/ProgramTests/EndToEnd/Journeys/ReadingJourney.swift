import Foundation
import TerminalUI
import Testing
import TestSupport

@testable import Program

extension Journeys {
  /// A long transcript: found in it, and copied from it. Its length comes from a command that the person writes in place
  /// of the model's.
  @Suite struct ReadingJourney {
    @Test func whatAnAgentsCommandPrintedLongAgoIsFoundAndCopied() throws {
      let options =
        ConsoleJourney.model(agents: 1, context: 4096, tools: "bash", maxTokens: 40) + [
          "--tool-choice", "bash", "--max-iterations", "1", "--temperature", "0", "--theme", "nord",
        ]
      try ConsoleJourney.opened(
        at: Size(width: 100, height: 24), options, environment: ["COLORTERM": "truecolor", "COLORFGBG": "15;0"]
      ) { console in
        try console.letsRun("seq -f 'station %g of the line' 1 60")
        try console.sees("what the command printed, folded") { $0.lines.contains { $0.contains("→ 62 lines") } }
        try console.stopsTheRest()
        try finds(console)
        try copies(console)
        try console.quits(fromPanes: true)
        try console.seesTheTerminalAsItWas()
      }
    }

    private func finds(_ console: ConsoleJourney) throws {
      #expect(!console.terminal.screen.text.contains("station 42 "))
      try console.searches(for: "Station 42")  // Capital letters mean themselves.
      try console.sees("'Station 42' is not in this pane")
      try console.searches(for: "station 5")
      // 5 and 50 to 59, in what was folded away; from the last one, at the end of which one stands, on to the first,
      // back to the last, and on again.
      try console.sees("'station 5' 11/11")
      console.types("n")
      try console.sees("'station 5' 1/11")
      console.types("N")
      try console.sees("'station 5' 11/11")
      console.types("n")
      let screen = try console.sees("'station 5' 1/11")
      #expect(screen.look(of: "station 5 of") != screen.look(of: "station 6 of"))
      try console.isPictured(as: "search")
      console.presses(.escape)
      try console.sees("no search") { !$0.text.contains("1/11") }
    }

    /// Three lines from the lowest one up, by OSC 52.
    private func copies(_ console: ConsoleJourney) throws {
      let lowest = try #require(console.terminal.screen.lines.dropLast(3).last)
      console.types("yvkky")
      try console.sees("copied 3 lines")
      try console.isPictured(as: "copying", renewed: .whenMissing)
      let command = try #require(console.terminal.screen.commands.last { $0.hasPrefix("52;c;") })
      let text = Data(base64Encoded: String(command.dropFirst(5))).map { String(decoding: $0, as: UTF8.self) }
      let lines = try #require(text).split(separator: "\n")
      #expect(lines.count == 3)
      #expect(lines.allSatisfy { $0.contains("station ") })
      // What the command printed, without the bar that is shown before it.
      let printed = lowest.filter { !"│".contains($0) }.trimmingCharacters(in: .whitespaces)
      #expect(lines.last.map(String.init) == printed)
    }
  }
}
