import Foundation
import Testing

@testable import AgentTUI

extension Journeys {
  @Suite struct ApprovalJourney {
    /// Whatever command the model thinks of: the shell that would run it leaves a mark, and ends before it.
    private static let mark = "shell-ran"

    private func askedForACommand(_ journey: (ConsoleJourney, _ mark: String) throws -> Void) throws {
      let options =
        ConsoleJourney.model(agents: 1, context: 2048, tools: "bash", maxTokens: 300) + [
          "--tool-choice", "bash", "--max-iterations", "1", "--permission-mode", "ask", "--temperature",
          "0",
        ]
      let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mark-\(UUID())").path
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let mark = "\(folder)/\(Self.mark)"
      try "touch '\(mark)'\nexit 0\n".write(toFile: "\(folder)/profile", atomically: true, encoding: .utf8)
      try ConsoleJourney.opened(
        at: Size(width: 100, height: 30), options, environment: ["BASH_ENV": "\(folder)/profile"]
      ) { console in
        try console.seesSlots(0, of: 1)
        console.gives("List the files here with the command: ls")
        try console.sees("approval: bash")
        try console.sees("y once")
        // The question holds no slot, and nothing has run.
        try console.seesSlots(0, of: 1)
        #expect(!FileManager.default.fileExists(atPath: mark))
        try console.goesToThePanes()
        try journey(console, mark)
      }
    }

    @Test func nothingRunsBeforeItIsAllowedAndThenItRunsOnce() throws {
      try askedForACommand { console, mark in
        console.types("y")
        try console.sees("how the command ended") { $0.rows(ofPane: 1)[1].contains("→ (exit") }
        #expect(FileManager.default.fileExists(atPath: mark))
        let decisions = try console.journal("permission.resolved", "decision")
        #expect(decisions == ["once"])
        let results = try console.journal("tool.finished", "ok")
        #expect(results == ["true"])
      }
    }

    @Test func deniedCallNeverRunsAndTheReasonIsItsResult() throws {
      try askedForACommand { console, mark in
        console.types("n")
        try console.sees("Enter confirm")
        console.gives("not on this machine")
        // Typed, the reason stands on screen before it is given: it counts in the line of the call that it ended.
        try console.sees("the reason in the call's line") {
          $0.rows(ofPane: 1).contains { $0.contains("→") && $0.contains("not on this") }
        }
        #expect(!FileManager.default.fileExists(atPath: mark))
        let decisions = try console.journal("permission.resolved", "decision")
        #expect(decisions == ["deny"])
        let results = try console.journal("tool.finished", "ok")
        #expect(results == ["false"])
        let outputs = try console.journal("tool.finished", "output")
        #expect(outputs.first?.contains("not on this machine") == true)
      }
    }
  }
}
