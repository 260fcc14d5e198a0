import Foundation
import OrderedJSON
import TerminalUI
import Testing
import TestSupport
import Threading

@testable import Program

extension Journeys {
  /// A transcript of which most is in the journal only: scrolled to, searched, and copied from. It becomes long by logs that
  /// the person pastes, which are too long for the model.
  @Suite struct JournalJourney {
    private static let logs = (1...5).map { log in
      (1...6000).map { "log \(log), entry \($0): nothing to report from here" }.joined(separator: "\n")
    }

    @Test func whatIsInTheJournalOnlyIsScrolledToSearchedAndCopied() throws {
      let place = try TemporaryFolder()
      defer { place.remove() }
      let bin = place.path
      // What it is given appears all at once.
      try "#!/bin/sh\ncat > '\(bin)/new' && mv '\(bin)/new' '\(bin)/clipboard'\n"
        .write(toFile: "\(bin)/xclip", atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: "\(bin)/xclip")
      let options =
        ConsoleJourney.model(agents: 1, context: 4096, tools: "bash", maxTokens: 40) + [
          "--tool-choice", "bash", "--max-iterations", "1", "--temperature", "0", "--theme", "nord",
        ]
      let environment = [
        "COLORTERM": "truecolor", "COLORFGBG": "15;0", "PATH": "\(bin):/usr/local/bin:/usr/bin:/bin", "DISPLAY": ":9",
      ]
      try ConsoleJourney.opened(at: Size(width: 100, height: 24), options, environment: environment) { console in
        try works(console)
        try scrolls(console)
        try finds(console)
        try copies(console, clipboard: "\(bin)/clipboard")
        try console.quits(fromPanes: true)
        try console.seesTheTerminalAsItWas()
      }
    }

    /// A command that prints, and the logs.
    private func works(_ console: ConsoleJourney) throws {
      try console.letsRun("seq -f 'station %g of the line' 1 60")
      try console.sees("what the command printed, folded") { screen in
        screen.lines.contains { $0.contains("seq -f") && $0.contains(" lines, ") }
      }
      try console.stopsTheRest()
      for (number, log) in Self.logs.enumerated() {
        console.types("i\u{1B}[200~\(log)\u{1B}[201~")
        try console.sees("[pasted 6000 lines]")
        console.presses(.enter)
        try console.sees("it is not kept in the history beyond this session")
        try console.journalHolds("the end of a run that is too long") {
          $0.count { $0["event"]?.string == "run.finished" } == number + 2
        }
        try console.sees("failed")
        try console.goesToThePanes()
      }
    }

    private func scrolls(_ console: ConsoleJourney) throws {
      #expect(!console.terminal.screen.text.contains("> List the files"))
      console.types("g")
      try console.sees("> List the files here with the command: ls")
      try console.sees("bash seq -f 'station %g of the line' 1 60 → ")
      console.types("G")
      try console.sees("log 5, entry 6000")
      // On from the start, a page after the other.
      console.types("g")
      try console.sees("> List the files here with the command: ls")
      console.types("\u{1B}[6~\u{1B}[6~")
      try console.sees("the first log") { screen in
        screen.text.contains("log 1, entry 3") && !screen.text.contains("> List the files")
      }
      console.types("G")
      try console.sees("log 5, entry 6000")
    }

    private func finds(_ console: ConsoleJourney) throws {
      try console.searches(for: "station 42 of")
      try console.sees("'station 42 of' 1/1")
      let screen = try console.sees("the line that was found, in its own colours") { screen in
        screen.lines.contains { $0.contains("│ station 42 of the line") }
      }
      #expect(screen.look(of: "station 42 of") != screen.look(of: "station 43 of"))
      try console.isPictured(as: "journal")
      try console.searches(for: ", entry 17:")
      // One in each log; the first of them below the command's output.
      try console.sees("', entry 17:' 1/5")
      for number in 2...5 {
        console.types("n")
        try console.sees("', entry 17:' \(number)/5")
        try console.sees("log \(number), entry 17:")
      }
      console.types("n")
      try console.sees("log 1, entry 17:")
      console.presses(.escape)
      try console.sees("no search") { !$0.text.contains("1/5") }
    }

    /// What the clipboard tool was given, as soon as it has all of it.
    private func given(to clipboard: String) throws -> String {
      let end = MonotonicTime.now.advanced(bySeconds: 90)
      // Nothing tells when a file appears: it is looked at again.
      while !FileManager.default.fileExists(atPath: clipboard), MonotonicTime.now < end { poll(nil, 0, 20) }
      return try String(contentsOfFile: clipboard, encoding: .utf8)
    }

    /// From the first line to the last, which is more than a terminal takes: the clipboard tool gets all of it.
    private func copies(_ console: ConsoleJourney, clipboard: String) throws {
      console.types("g")
      try console.sees("> List the files here with the command: ls")
      console.types("yg")
      try console.sees("the cursor on the first line") { screen in
        screen.text.contains("copy") && screen.text.contains("> List the files here")
      }
      console.types("vGy")
      try console.sees(" MB, to xclip; a terminal takes 786.4 kB at most")
      #expect(!console.terminal.screen.commands.contains { $0.hasPrefix("52;c;") })
      let text = try given(to: clipboard)
      // The call was opened by the search. What it printed has no bar.
      #expect(text.prefix(200).split(separator: "\n").first == "List the files here with the command: ls")
      let holdsCall = text.contains("\nbash seq -f 'station %g of the line' 1 60 → ")
      let holdsOutput = text.contains("\nstation 1 of the line\nstation 2 of the line\n")
      #expect(holdsCall && holdsOutput, "\(text.prefix(400))")
      var rest = text[...]
      for log in Self.logs {
        let place = try #require(rest.firstRange(of: "\n" + log + "\n"))
        rest = rest[place.upperBound...]
      }
      #expect(rest.split(separator: "\n").count == 1)
    }
  }
}
