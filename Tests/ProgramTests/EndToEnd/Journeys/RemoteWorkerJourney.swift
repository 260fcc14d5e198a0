import Foundation
import TerminalUI
import Testing
import TestSupport

@testable import Program

extension Journeys {
  @Suite struct RemoteWorkerJourney {
    @Test func consoleOutlivesAWorkerAndGoesOnWithTheSameModelOnceItIsBack() throws {
      let workers = try (0..<2).map { _ in try RemoteWorker() }
      let options =
        ConsoleJourney.model(agents: 1, maxTokens: 900) + ["--rpc", workers.map(\.address).joined(separator: ",")]
      try ConsoleJourney.opened(at: Size(width: 150, height: 36), options) { console in
        try console.seesSlots(0, of: 1)
        console.gives("Write a very long book.")
        try console.sees("text") { !$0.letters(ofPane: 1).isEmpty }
        workers[1].end(SIGKILL)
        try console.sees("the remote worker \(workers[1].address) is gone")
        try console.isPictured(as: "lost-worker", renewed: .whenMissing)
        try console.seesSlots(0, of: 1)

        let back = try RemoteWorker(port: workers[1].port)
        try console.loads(TestModel.path)
        try console.sees("the figures of a loaded model") { $0.lines[0].contains("tok/s") }
        console.gives("Write another one.")
        try console.seesSlots(1, of: 1)
        console.presses(.interrupt)
        try console.sees("the end of the run") { $0.title(ofPane: 1).contains("stopped") }
        try console.quits()
        try console.seesTheTerminalAsItWas()
        #expect(try console.journal("run.finished", "reason") == ["failed", "stopped"])
        back.end(SIGTERM)
      }
    }
  }
}
