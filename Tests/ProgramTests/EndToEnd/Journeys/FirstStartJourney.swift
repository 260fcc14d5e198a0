import Foundation
import TerminalUI
import Testing
import TestSupport

@testable import Program

extension Journeys {
  @Suite struct FirstStartJourney {
    @Test func startedWithoutAModelItOffersWhatItFindsAndTakesTasksWhileTheChosenOneLoads() throws {
      let folder = URL(fileURLWithPath: TestModel.path).deletingLastPathComponent().path
      let options = [
        "--threads", "1", "--agents", "2", "--context", "1024", "--tools", "none", "--max-tokens", "8",
        "--temperature", "0", "--system", "You are brief.",
      ]
      try ConsoleJourney.opened(
        at: Size(width: 100, height: 24), options, environment: ["LLAMA_CACHE": folder, "COLORTERM": "truecolor"]
      ) { console in
        let first = try console.sees("Models on this machine")
        #expect(first.lines[0].contains("no model"))
        let name = URL(fileURLWithPath: TestModel.path).deletingPathExtension().lastPathComponent
        let row = try #require(first.lines.first { $0.contains(name.prefix(12)) })
        #expect(row.contains("llama.cpp") && row.contains("MB"), "\(row)")
        try console.isPictured(as: "first-start")

        console.presses(.enter)
        // Nobody waits for the model: the task is there before it.
        console.gives("hello")
        try console.sees("> hello")
        try console.sees("the end of the run") { $0.isDone(pane: 1) && !$0.letters(ofPane: 1).isEmpty }
        try console.seesSlots(0, of: 2)
        try console.quits()
        try console.seesTheTerminalAsItWas()
        #expect(try console.journal("run.finished", "reason").count == 1)
      }
    }
  }
}
